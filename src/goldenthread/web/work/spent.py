"""Entries of the ledger as rows: what each was for, and how the cost of logged time is worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.people.policies import may_see_rates
from goldenthread.business.work.queries import time_behind
from goldenthread.web.door import PageRequest
from goldenthread.web.format import Format
from goldenthread.web.links import url_of
from goldenthread.web.ui.figure import Figure, FigureInput


@dataclass(frozen=True)
class SpentRow:
    """An entry with a note on what it was for; `figure` opens its amount, None where there is nothing below it."""

    entry: Any
    note: str
    amount: str
    figure: Figure | None


def spent_rows(request: PageRequest, entries: Sequence[Any]) -> list[SpentRow]:
    """One query for the time behind them all; what an hour costs is told to those who may see rates."""
    behind = time_behind(request.actor, entries)
    sees_rates = may_see_rates(request.actor)
    return [_row(request.fmt, entry, behind.get(entry.pk), sees_rates=sees_rates) for entry in entries]


def _row(fmt: Format, entry: Any, time: Any, *, sees_rates: bool) -> SpentRow:
    amount = fmt.money(entry.amount, entry.currency)
    if time is None:
        return SpentRow(entry, entry.memo, amount, None)
    rate = FigureInput(
        _("Rate of an hour"), f"{fmt.number(time.per_hour, 2)} {entry.currency}", _("in force on that day")
    )
    said = {"title": time.title or entry.source, "time": fmt.minutes(time.minutes), "name": time.person.name}
    figure = Figure(
        id=f"entry-{entry.pk}",
        label=_("Cost of logged time"),
        text=amount,
        rule=_("The time that was logged, at the rate of an hour on its day. A later rate changes nothing here."),
        inputs=(
            FigureInput(_("Time"), fmt.minutes(time.minutes), f"{time.person.name}, {fmt.date(time.on)}"),
            *((rate,) if sees_rates else ()),
            FigureInput(_("Logged on"), entry.source, time.title or "", url_of(entry.source) if time.title else ""),
        ),
        sum_label=_("Time × rate"),
    )
    return SpentRow(entry, entry.memo or _("%(title)s, %(time)s by %(name)s") % said, amount, figure)
