"""A ticket's history taken apart into the cycles of its clocks: what starts, pauses and stops each, fact by fact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from goldenthread.business.services.models import Target
from goldenthread.business.services.queries import OLA, SLA, UC
from goldenthread.engine import clocks as engine

RESPONSE, NEXT_REPLY, RESOLUTION, APPROVAL, SUPPLIER = (str(metric) for metric in Target.Metric.values)


class Happening(NamedTuple):
    """When, the fact's name, its values, and the person who caused it."""

    at: datetime
    name: str
    data: dict[str, Any]
    by: int | None = None


class Weighed(NamedTuple):
    """From here on the case has another priority."""

    priority: int


Item = tuple[datetime, engine.ClockFact | Weighed]


@dataclass(slots=True)
class Cycle:
    """One clock's life: what it measures, whose promise it is, and what happened to it in order."""

    kind: str
    metric: str
    party_id: int | None
    number: int
    priority: int
    items: list[Item]
    is_over: bool = False

    def put(self, at: datetime, fact: engine.ClockFact) -> None:
        self.items.append((at, fact))

    def end(self, at: datetime, fact: engine.ClockFact) -> None:
        if not self.is_over:
            self.items.append((at, fact))
            self.is_over = True


@dataclass(slots=True)
class Story:
    """The walk over the history: where the ticket stands, and every cycle so far."""

    requester_id: int | None
    customer_id: int | None
    team_id: int | None
    priority: int = 0
    waits: str | None = None
    is_answered: bool = False
    assignments: int = 0
    cycles: list[Cycle] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    response: Cycle | None = None
    reply: Cycle | None = None
    solution: Cycle | None = None
    team: list[Cycle] = field(default_factory=list)
    supply: Cycle | None = None
    decisions: dict[str, Cycle] = field(default_factory=dict)

    def begin(self, at: datetime, kind: str, metric: str, party_id: int | None, number: int | None = None) -> Cycle:
        """A cycle that starts now; without a number it is the next of its metric."""
        if number is None:
            number = self.counts.get(metric, 0)
            self.counts[metric] = number + 1
        cycle = Cycle(kind, metric, party_id, number, self.priority, [(at, engine.Started())])
        self.cycles.append(cycle)
        return cycle


def cycles_of(story: Story, happened: Sequence[Happening]) -> list[Cycle]:
    """Every cycle of a ticket's clocks from its history, oldest first."""
    for happening in happened:
        take = TAKES.get(happening.name)
        if take is not None:
            take(story, happening)
    return story.cycles


def _opened(story: Story, h: Happening) -> None:
    story.priority = int(h.data["priority"])
    story.team_id = h.data.get("team") or story.team_id
    story.response = story.begin(h.at, SLA, RESPONSE, story.customer_id, 0)
    story.solution = story.begin(h.at, SLA, RESOLUTION, story.customer_id, 0)
    _assign(story, h.at)


def _assign(story: Story, at: datetime) -> None:
    """The team's own clocks begin at zero; while the ticket waits they wait too."""
    if story.team_id is None:
        return
    number, story.assignments = story.assignments, story.assignments + 1
    story.team = [story.begin(at, OLA, metric, story.team_id, number) for metric in (RESPONSE, RESOLUTION)]
    if story.waits is not None:
        story.team[1].put(at, engine.Paused(story.waits))


def _assigned(story: Story, h: Happening) -> None:
    """Handed on, a team has done its part; what it had not answered yet it owes no more."""
    if h.data.get("team") == story.team_id:
        return
    for cycle in story.team:
        cycle.end(h.at, engine.Stopped() if cycle.metric == RESOLUTION else engine.Cancelled())
    story.team, story.team_id = [], h.data.get("team")
    _assign(story, h.at)


def _prioritised(story: Story, h: Happening) -> None:
    story.priority = int(h.data["priority"])
    for cycle in story.cycles:
        cycle.items.append((h.at, Weighed(story.priority)))


def _answered(story: Story, h: Happening) -> None:
    """A public answer of a person who is not the one who asked."""
    story.is_answered = True
    for cycle in (story.response, story.reply, *story.team[:1]):
        if cycle is not None:
            cycle.end(h.at, engine.Stopped())
    story.reply = None


def _noted(story: Story, h: Happening) -> None:
    """Whoever asked waits for an answer again, once the first was given; asking twice is waiting once."""
    is_question = not h.data.get("is_internal") and h.by is not None and h.by == story.requester_id
    if is_question and story.is_answered and story.reply is None:
        story.reply = story.begin(h.at, SLA, NEXT_REPLY, story.customer_id)


def _waits(story: Story, h: Happening) -> None:
    story.waits = str(h.data.get("waits_for", ""))
    for cycle in (story.solution, *story.team[1:]):
        if cycle is not None:
            cycle.put(h.at, engine.Paused(story.waits))
    if h.data.get("supplier"):
        story.supply = story.begin(h.at, UC, SUPPLIER, int(h.data["supplier"]))


def _resumed(story: Story, h: Happening) -> None:
    story.waits = None
    for cycle in (story.solution, *story.team[1:]):
        if cycle is not None:
            cycle.put(h.at, engine.Resumed())
    _supplied(story, h)


def _supplied(story: Story, h: Happening) -> None:
    if story.supply is not None:
        story.supply.end(h.at, engine.Stopped())
        story.supply = None


def _resolved(story: Story, h: Happening) -> None:
    story.waits = None
    for cycle in (story.solution, *story.team[1:]):
        if cycle is not None:
            cycle.end(h.at, engine.Stopped())
    _supplied(story, h)


def _reopened(story: Story, h: Happening) -> None:
    for cycle in (story.solution, *story.team[1:]):
        if cycle is not None and cycle.is_over:
            cycle.put(h.at, engine.Reopened())
            cycle.is_over = False


def _closed(story: Story, h: Happening) -> None:
    """It works: whoever asked waits for nothing more."""
    if story.reply is not None:
        story.reply.end(h.at, engine.Cancelled())
        story.reply = None


def _cancelled(story: Story, h: Happening) -> None:
    for cycle in story.cycles:
        cycle.end(h.at, engine.Cancelled())


def _agreed(story: Story, h: Happening) -> None:
    if story.solution is not None:
        story.solution.put(h.at, engine.PinnedDue(datetime.fromisoformat(h.data["due_at"])))


def _asked(story: Story, h: Happening) -> None:
    story.decisions[h.data["approval"]] = story.begin(h.at, SLA, APPROVAL, story.customer_id)


def _decided(story: Story, h: Happening) -> None:
    asked = story.decisions.pop(h.data["approval"], None)
    if asked is not None:
        asked.end(h.at, engine.Cancelled() if h.name == "ApprovalVoided" else engine.Stopped())


TAKES: dict[str, Callable[[Story, Happening], None]] = {
    "TicketOpened": _opened,
    "TicketAssigned": _assigned,
    "TicketPrioritised": _prioritised,
    "TicketAnswered": _answered,
    "TicketNoted": _noted,
    "TicketWaits": _waits,
    "TicketResumed": _resumed,
    "TicketResolved": _resolved,
    "TicketReopened": _reopened,
    "TicketClosed": _closed,
    "TicketCancelled": _cancelled,
    "TicketDateAgreed": _agreed,
    "ApprovalAsked": _asked,
    "ApprovalGiven": _decided,
    "ApprovalRefused": _decided,
    "ApprovalVoided": _decided,
}
