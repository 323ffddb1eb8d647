"""What was promised, in words and drawings: targets, how far they were kept, availability day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import floor
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from goldenthread.business.services.queries import Attainment, ServiceDay
from goldenthread.web.environment import url
from goldenthread.web.format import Format
from goldenthread.web.ui.figure import Figure, FigureAct, FigureInput
from goldenthread.web.ui.measures import Attain, Day, Strip
from goldenthread.web.ui.status import Kind

if TYPE_CHECKING:
    from goldenthread.business.services.models import Target

BAR_FROM = 0.8
KINDS: dict[str, Kind] = {"kept": "good", "close": "risk", "missed": "bad", "none": "none"}


@dataclass(frozen=True)
class PromiseRow:
    """A line of the agreements' table."""

    name: str
    party: str
    figure: Figure
    bar: Attain | None
    goal: str
    counted: str
    kind: Kind
    kind_word: str


@dataclass(frozen=True)
class Span:
    """From one instant up to another, and its words."""

    since: datetime
    until: datetime
    words: str


def length_within(fmt: Format, target: Target) -> str:
    """How soon, after the word "within"."""
    if target.minutes is not None:
        hours, rest = divmod(target.minutes, 60)
        if hours and not rest:
            return _("%(hours)s h") % {"hours": fmt.number(hours)}
        return fmt.worked(timedelta(minutes=target.minutes))
    days = target.working_days or 0
    return npgettext("within", "%(count)s working day", "%(count)s working days", days) % {"count": days}


def target_words(fmt: Format, target: Target) -> str:
    """First answer within 30 min, priority 1."""
    values = {"length": length_within(fmt, target), "priority": target.priority}
    within = {
        "response": _("First answer within %(length)s"),
        "next_reply": _("Next answer within %(length)s"),
        "resolution": _("Solved within %(length)s"),
        "approval": _("Decided within %(length)s"),
        "supplier": _("Supplied within %(length)s"),
    }
    if target.priority is None:
        return within[target.metric] % values
    return _("%(target)s, priority %(priority)s") % {**values, "target": within[target.metric] % values}


def line_words(fmt: Format, line: Attainment) -> str:
    if line.target is not None:
        return target_words(fmt, line.target)
    if line.metric == "response":
        return _("First answer, priority %(priority)s, as another desk counted it") % {"priority": line.priority}
    return _("Solved, priority %(priority)s, as another desk counted it") % {"priority": line.priority}


def lowest(lines: Sequence[Attainment]) -> float:
    """The share at which the bars of these lines begin, so that eyes can compare them: in steps of ten percent."""
    shares = [float(line.share) for line in lines if line.share is not None]
    return min([BAR_FROM, *(max(floor(share * 10 - 0.5), 0) / 10 for share in shares)])


def axis(fmt: Format, lines: Sequence[Attainment]) -> str:
    """What the bars of these lines reach from and to, in words."""
    return _("from %(low)s to 100 %%") % {"low": fmt.percent(Decimal(str(lowest(lines))))}


def by_urgency(lines: Sequence[Attainment]) -> list[Attainment]:
    """The missed ones first, then those nearly missed, kept, and without a case."""
    order = ("missed", "close", "kept", "none")
    return sorted(lines, key=lambda line: (not line.cases, order.index(line.standing)))


def promise_rows(fmt: Format, key: str, lines: Sequence[Attainment], span: Span) -> list[PromiseRow]:
    """The lines as rows, their bars on one scale."""
    low = lowest(lines)
    return [_row(fmt, key, line, span, number, low) for number, line in enumerate(lines)]


def _row(fmt: Format, key: str, line: Attainment, span: Span, number: int, low: float) -> PromiseRow:
    words = {"kept": _("Kept"), "close": _("Nearly missed"), "missed": _("Missed"), "none": _("No goal")}
    word = _("No case yet") if line.share is None else words[line.standing]
    return PromiseRow(
        name=line_words(fmt, line),
        party=_party(line.target),
        figure=_figure(fmt, key, line, span, number),
        bar=_bar(fmt, line, low),
        goal=fmt.percent(line.goal) if line.goal is not None else "–",
        counted=ngettext("%(count)s case", "%(count)s cases", line.cases) % {"count": fmt.number(line.cases)},
        kind=KINDS[line.standing],
        kind_word=word,
    )


def _party(target: Target | None) -> str:
    if target is None:
        return _("Imported")
    agreement = target.agreement
    if agreement.team is not None:
        return agreement.team.name
    return agreement.organisation.name if agreement.organisation is not None else _("All customers")


def _figure(fmt: Format, key: str, line: Attainment, span: Span, number: int) -> Figure:
    def cases(state: str) -> str:
        asked = {"target": line.target.key} if line.target else {"priority": str(line.priority), "target": "imported"}
        asked |= {"metric": line.metric, "state": state}
        asked |= {"since": fmt.iso(fmt.local(span.since)), "until": fmt.iso(fmt.local(span.until))}
        return url("service-cases", asked, key=key)

    rule = (
        _("Cases decided in this span whose clock stopped in time, divided by all decided in it. The goal is %(goal)s.")
        % {"goal": fmt.percent(line.goal)}
        if line.goal is not None
        else _("Cases decided in this span that were kept, divided by all decided in it, as the other desk said.")
    )
    return Figure(
        id=f"kept-{number}",
        label=line_words(fmt, line),
        text=fmt.percent(line.share, 1),
        rule=rule,
        inputs=(
            FigureInput(_("Kept"), fmt.number(line.kept), span.words, cases("met")),
            FigureInput(_("Missed"), fmt.number(line.missed), span.words, cases("missed")),
        ),
        sum_label=_("Kept ÷ decided"),
        acts=(FigureAct(_("Show the cases"), cases("")),) if line.cases else (),
    )


def _bar(fmt: Format, line: Attainment, low: float) -> Attain | None:
    if line.share is None or line.goal is None:
        return None
    kind = "good" if line.standing == "kept" else "risk" if line.standing == "close" else "bad"
    spoken = _("%(kept)s kept, the goal is %(goal)s") % {
        "kept": fmt.percent(line.share, 1),
        "goal": fmt.percent(line.goal),
    }
    return Attain(float(line.share), float(line.goal), spoken, kind, low)  # type: ignore[arg-type]


def strip_of(fmt: Format, days: Sequence[ServiceDay]) -> Strip:
    down = sum(day.kind in ("part", "down") for day in days)
    spoken = ngettext(
        "Availability by day: down on %(count)s day of %(all)s",
        "Availability by day: down on %(count)s days of %(all)s",
        down,
    ) % {"count": down, "all": len(days)}
    return Strip(tuple(Day(day.kind, day.up) for day in days), spoken, fmt.date(days[0].on), _("Today"))
