"""Money in words: what a month cost by source, and what came of what was spent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from goldenthread.business.work.queries import SourceLine
from goldenthread.overviews.service_value import ServiceValue
from goldenthread.web.exchange import foreign_inputs
from goldenthread.web.format import Format
from goldenthread.web.links import url_of
from goldenthread.web.ui.figure import Figure, FigureInput

if TYPE_CHECKING:
    from goldenthread.business.services.models import Service

SHOWN = 6


def cost_rows(
    fmt: Format, service: Service, lines: Sequence[SourceLine], former: Sequence[SourceLine], minutes: int
) -> list[tuple[str, str, str]]:
    """(source, amount, amount a year before), the dearest first; the rest together."""
    before = {(line.kind, line.source): line.amount for line in former}
    currency = service.account.currency
    rows = [
        (
            source_words(fmt, line, minutes),
            fmt.money(line.amount, currency),
            fmt.money(before.get((line.kind, line.source)), currency),
        )
        for line in lines[:SHOWN]
    ]
    rest = sum(line.amount for line in lines[SHOWN:])
    return [*rows, (_("Everything else"), fmt.money(rest, currency), "–")] if rest else rows


def source_words(fmt: Format, line: SourceLine, minutes: int) -> str:
    if line.kind == "labour":
        return _("Work, %(duration)s") % {"duration": fmt.worked(timedelta(minutes=minutes))}
    values = {"memo": line.memo, "key": line.source}
    return _("%(memo)s, contract %(key)s") % values if line.kind == "running" else _("%(memo)s, bought") % values


def value_sentence(fmt: Format, value: ServiceValue) -> dict[str, Any] | None:
    """The figures of what came of it; None where there is no investment the reader sees or money is not for them."""
    if value.spent is None or value.returned is None or value.due is None:
        return None
    sums = {"spent": value.spent.amount, "returned": value.returned, "due": value.due}
    money = {name: fmt.money(amount, value.currency, short=True) for name, amount in sums.items()}
    benefits = tuple(
        FigureInput(
            one.benefit.name,
            fmt.money(one.worth, value.currency),
            _("promised %(money)s by now") % {"money": fmt.money(one.promised_worth, value.currency)},
            url_of(one.benefit.measure.key),
        )
        for one in value.standings
    )
    investments = tuple(FigureInput(one.name, one.key, "", url_of(one.key)) for one in value.investments)
    return {
        "spent": Figure(
            id="spent",
            label=_("Spent"),
            text=money["spent"],
            value=fmt.money(value.spent.amount, value.currency),
            rule=_("Everything the ledger holds for the investments that paid for this service, and all below them."),
            inputs=investments + foreign_inputs(fmt, value.spent.foreign),
        ),
        "returned": Figure(
            id="returned",
            label=_("Returned so far"),
            text=money["returned"],
            value=fmt.money(value.returned, value.currency),
            rule=_("What the readings of each benefit's measure come to, at the worth the business case gives a unit."),
            inputs=benefits,
            sum_label=_("Sum"),
        ),
        "due": Figure(
            id="due",
            label=_("Promised by now"),
            text=money["due"],
            value=fmt.money(value.due, value.currency),
            rule=_("What the promises come to by today, rising in a straight line from baseline to target."),
            inputs=benefits,
        ),
    }
