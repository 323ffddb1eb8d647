"""A ticket's clocks: its facts replayed against what was promised. Nothing is stored that could not be read again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from goldenthread.business.desk.models import Ticket
from goldenthread.business.desk.policies import may_handle
from goldenthread.business.desk.queries.cycles import (
    RESOLUTION,
    TAKES,
    Cycle,
    Happening,
    Story,
    Weighed,
    cycles_of,
)
from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.services.models import Target
from goldenthread.business.services.queries import SLA, Asked, Promised
from goldenthread.engine import clocks as engine
from goldenthread.engine.calendars import WorkCalendar as EngineCalendar
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.models import Event
from goldenthread.foundation.policies import seen, visible

BREACH = "breach"
SIGNALS = ("TargetWarned", "TargetBreached")
CLOCK_FACTS = (*TAKES, *SIGNALS)
ORDER = ("response", "next_reply", "resolution", "approval", "supplier")
KINDS = (SLA, "ola", "uc")


@dataclass(frozen=True, slots=True)
class Signal:
    """A warning or a breach: the rule it comes from, as the target tells it, and when it is due."""

    name: str
    at: datetime


@dataclass(frozen=True)
class ClockView:
    """One clock as it stands: its reading with segments, and the target it runs against.

    `kind` says whose promise it is (sla, ola, uc) and `cycle` the how-manieth of its kind this is.
    """

    metric: str
    reading: engine.ClockReading
    target: Target
    priority: int
    kind: str = SLA
    cycle: int = 0

    @property
    def state(self) -> str:
        """In the words readings are kept in: running, paused, met, missed or cancelled."""
        if self.reading.state == "stopped":
            return "missed" if self.reading.is_breached else "met"
        return {"idle": "running"}.get(self.reading.state, self.reading.state)

    @property
    def is_live(self) -> bool:
        """Whether it still runs or waits."""
        return self.reading.state in ("running", "paused")

    @property
    def party(self) -> str:
        """The team or supplier it measures; nothing for what is promised to a customer."""
        agreement = self.target.agreement
        if self.kind == SLA:
            return ""
        party = agreement.team or agreement.organisation
        return party.name if party is not None else ""

    def signals(self) -> list[Signal]:
        """Every warning and breach whose instant is known: of a clock that ended, those it reached."""
        reading = self.reading
        if reading.state == "cancelled":
            return []
        ended = None if self.is_live else reading.ended_at
        found = [
            Signal(name, warning.at)
            for name, warning in zip(self.target.warn_at, reading.warnings, strict=True)
            if warning.at is not None and (ended is None or warning.at <= ended)
        ]
        if reading.due_at is not None and (ended is None or reading.due_at < ended):
            found.append(Signal(BREACH, reading.due_at))
        return sorted(found, key=lambda signal: signal.at)


def clocks(actor: Actor, key: str, at: datetime, ticket: Ticket | None = None) -> list[ClockView]:
    """The clocks of a ticket at an instant: first what was promised to the customer, then to ourselves, by suppliers.

    Those who do not work on it see what was promised to them alone.
    """
    if ticket is None:
        ticket = seen(Ticket, actor, key, visible(Ticket, actor).select_related("work", "service"))
    views = read(ticket, happenings(key), at)
    return views if may_handle(actor, ticket) else [view for view in views if view.kind == SLA]


def happenings(key: str) -> list[Happening]:
    """What a ticket's clocks are replayed from, oldest first."""
    found = Event.objects.filter(subject=key, name__in=CLOCK_FACTS).order_by("at", "id")
    return [
        Happening(at, name, data, actor_id if actor_id is not None else behalf)
        for at, name, data, actor_id, behalf in found.values_list("at", "name", "data", "actor_id", "on_behalf_of")
    ]


def read(
    ticket: Ticket, happened: Sequence[Happening], at: datetime, promised: Promised | None = None
) -> list[ClockView]:
    """Every clock of a ticket from what happened to it; tickets of one service may share what was promised."""
    work = ticket.work
    story = Story(work.requester_id, work.organisation_id, None)
    if not any(h.name == "TicketOpened" and h.data.get("team") for h in happened[:1]):
        story.team_id = ticket.service.team_id  # facts of before teams were told in them
    cycles = cycles_of(story, happened)
    promised = promised or Promised.of_service(ticket.service_id)
    views = [view for cycle in cycles if (view := _view(cycle, promised, at)) is not None]
    return sorted(views, key=lambda view: (KINDS.index(view.kind), ORDER.index(view.metric), view.cycle))


def told(happened: Iterable[Happening]) -> set[tuple[str, str, int, str]]:
    """The signals that were told already: target, metric, cycle and rule."""
    return {
        (h.data["target"], h.data["metric"], int(h.data["cycle"]), h.data["signal"])
        for h in happened
        if h.name in SIGNALS
    }


def _view(cycle: Cycle, promised: Promised, at: datetime) -> ClockView | None:
    """Replay one cycle. The target in force is the one of the priority, as long as the clock has not stopped."""
    facts: list[tuple[datetime, engine.ClockFact]] = []
    on = cycle.items[0][0].date()
    target = promised.target(Asked(cycle.kind, cycle.metric, cycle.priority, cycle.party_id), on)
    first = _policy(target) if target is not None else None
    current, later = ((target, cycle.priority) if target is not None else None), None
    is_stopped = False
    for when, item in cycle.items:
        if isinstance(item, Weighed):
            target = promised.target(Asked(cycle.kind, cycle.metric, item.priority, cycle.party_id), on)
            if target is not None:
                policy = _policy(target)
                first = first or policy
                facts.append((when, engine.Retargeted(policy)))
            found = (target, item.priority) if target is not None else None
            if is_stopped:
                later = found or later
            else:
                current = found
            continue
        if isinstance(item, engine.Stopped):
            is_stopped = True
        elif isinstance(item, engine.Reopened) and not (current and _policy(current[0]).reopen == "ignore"):
            is_stopped, current, later = False, later or current, None
        facts.append((when, item))
    if first is None or current is None:
        return None
    return ClockView(cycle.metric, engine.read_clock(first, facts, at), *current, cycle.kind, cycle.number)


_CALENDARS: dict[tuple[int, int], EngineCalendar] = {}
_POLICIES: dict[tuple[int, int, int], engine.ClockPolicy] = {}


def _hours(calendar: WorkCalendar) -> EngineCalendar:
    """The engine's calendar, built once per version: its years are worth keeping."""
    known = (calendar.pk, calendar.version)
    if known not in _CALENDARS:
        if len(_CALENDARS) > 200:
            _CALENDARS.clear()
        _CALENDARS[known] = calendar.hours()
    return _CALENDARS[known]


def _policy(target: Target) -> engine.ClockPolicy:
    known = (target.pk, target.version, target.calendar.version)
    if known not in _POLICIES:
        if len(_POLICIES) > 2000:
            _POLICIES.clear()
        reopen = target.reopen if target.metric == RESOLUTION else "ignore"
        hours = _hours(target.calendar)
        _POLICIES[known] = engine.ClockPolicy(hours, target.length, target.warnings, reopen)  # type: ignore[arg-type]
    return _POLICIES[known]
