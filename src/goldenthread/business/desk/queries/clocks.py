"""A ticket's clocks: its facts replayed against what was promised. Nothing is stored that could not be read again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from goldenthread.business.desk.models import Ticket
from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.services.models import Target
from goldenthread.business.services.queries import targets_for
from goldenthread.engine import clocks as engine
from goldenthread.engine.calendars import WorkCalendar as EngineCalendar
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.models import Event
from goldenthread.foundation.policies import seen, visible

Happening = tuple[datetime, str, dict[str, object]]
"""When, the fact's name, its values."""

RESPONSE, RESOLUTION = Target.Metric.RESPONSE.value, Target.Metric.RESOLUTION.value
METRICS = (RESPONSE, RESOLUTION)
STOPS = {RESPONSE: "TicketAnswered", RESOLUTION: "TicketResolved"}
CLOCK_FACTS = (
    "TicketOpened",
    "TicketAnswered",
    "TicketWaits",
    "TicketResumed",
    "TicketPrioritised",
    "TicketResolved",
    "TicketReopened",
    "TicketCancelled",
)


@dataclass(frozen=True)
class ClockView:
    """One clock as it stands: its reading with segments, and the target it runs against."""

    metric: str
    reading: engine.ClockReading
    target: Target
    priority: int

    @property
    def state(self) -> str:
        """In the words readings are kept in: running, paused, met, missed or cancelled."""
        if self.reading.state == "stopped":
            return "missed" if self.reading.is_breached else "met"
        return {"idle": "running"}.get(self.reading.state, self.reading.state)


def clocks(actor: Actor, key: str, at: datetime, ticket: Ticket | None = None) -> list[ClockView]:
    """The clocks of a ticket at an instant, first answer before solution; none where nothing was promised."""
    if ticket is None:
        ticket = seen(Ticket, actor, key, visible(Ticket, actor).select_related("work"))
    return read(ticket, happenings(key), at)


def happenings(key: str) -> list[Happening]:
    """What a ticket's clocks are replayed from, oldest first."""
    found = Event.objects.filter(subject=key, name__in=CLOCK_FACTS).order_by("at", "id")
    return [(at, name, data) for at, name, data in found.values_list("at", "name", "data")]


def read(
    ticket: Ticket, happened: Sequence[Happening], at: datetime, promises: Promises | None = None
) -> list[ClockView]:
    """Every clock of a ticket from what happened to it; tickets of one service and customer may share promises."""
    work = ticket.work
    promises = promises or Promises(ticket.service_id, work.organisation_id, work.opened_at.date())
    views = (_clock(metric, promises, happened, at) for metric in METRICS)
    return [view for view in views if view is not None]


class Promises:
    """The targets of a ticket by metric and priority, asked for once a priority."""

    def __init__(self, service_id: int, organisation_id: int | None, on: date) -> None:
        self._asked = (service_id, organisation_id, on)
        self._found: dict[int, dict[str, Target]] = {}

    def of(self, metric: str, priority: int) -> Target | None:
        if priority not in self._found:
            service_id, organisation_id, on = self._asked
            targets = targets_for(service_id, priority, organisation_id, on)
            self._found[priority] = {target.metric: target for target in targets}
        return self._found[priority].get(metric)


def _clock(metric: str, promises: Promises, happened: Sequence[Happening], at: datetime) -> ClockView | None:
    """Replay one metric. The target in force is the one of the priority, as long as the clock has not stopped."""
    facts: list[tuple[datetime, engine.ClockFact]] = []
    first: engine.ClockPolicy | None = None
    current: tuple[Target, int] | None = None
    later: tuple[Target, int] | None = None
    is_stopped = False
    for when, name, data in happened:
        if name in ("TicketOpened", "TicketPrioritised"):
            level = int(str(data["priority"]))
            target = promises.of(metric, level)
            if target is not None:
                policy = _policy(target)
                first = first or policy
                if name == "TicketPrioritised":
                    facts.append((when, engine.Retargeted(policy)))
                if is_stopped:
                    later = (target, level)
                else:
                    current = (target, level)
            elif not is_stopped:
                current = None
        if name == STOPS[metric]:
            is_stopped = True
        elif name == "TicketReopened" and metric == RESOLUTION:
            is_stopped, current, later = False, later or current, None
        facts += _facts(metric, when, name, data)
    if first is None or current is None:
        return None
    return ClockView(metric, engine.read_clock(first, facts, at), *current)


_CALENDARS: dict[tuple[int, int], EngineCalendar] = {}


def _hours(calendar: WorkCalendar) -> EngineCalendar:
    """The engine's calendar, built once per version: its years are worth keeping."""
    known = (calendar.pk, calendar.version)
    if known not in _CALENDARS:
        if len(_CALENDARS) > 200:
            _CALENDARS.clear()
        _CALENDARS[known] = calendar.hours()
    return _CALENDARS[known]


def _policy(target: Target) -> engine.ClockPolicy:
    hours = _hours(target.calendar)
    if target.metric == RESPONSE:
        return engine.ClockPolicy(hours, target.length, reopen="ignore")
    return engine.ClockPolicy(hours, target.length)


def _facts(
    metric: str, when: datetime, name: str, data: dict[str, object]
) -> Iterable[tuple[datetime, engine.ClockFact]]:
    if name == "TicketOpened":
        yield when, engine.Started()
    elif name == "TicketCancelled":
        yield when, engine.Cancelled()
    elif name == STOPS[metric]:
        yield when, engine.Stopped()
    elif metric == RESOLUTION and name == "TicketWaits":
        yield when, engine.Paused(str(data.get("waits_for", "")))
    elif metric == RESOLUTION and name == "TicketResumed":
        yield when, engine.Resumed()
    elif metric == RESOLUTION and name == "TicketReopened":
        yield when, engine.Reopened()
