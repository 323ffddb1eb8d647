"""What happens to tickets. The clocks are replayed from these."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.foundation.facts import Fact


@dataclass(frozen=True, kw_only=True)
class TicketOpened(Fact):
    kind: str
    title: str
    priority: int
    service: str
    team: int | None = None


@dataclass(frozen=True, kw_only=True)
class TicketTaken(Fact):
    """Work began; the assignee is None where another desk did not say who."""

    assignee: int | None


@dataclass(frozen=True, kw_only=True)
class TicketAssigned(Fact):
    team: int | None
    assignee: int | None


@dataclass(frozen=True, kw_only=True)
class TicketAnswered(Fact):
    """A public answer by a person who works on it."""

    comment: int


@dataclass(frozen=True, kw_only=True)
class TicketNoted(Fact):
    """A public message of the requester, or an internal note."""

    comment: int
    is_internal: bool


@dataclass(frozen=True, kw_only=True)
class TicketWaits(Fact):
    """It stands still; `supplier` is the organisation it waits for, where it is one."""

    waits_for: str
    supplier: int | None = None


@dataclass(frozen=True, kw_only=True)
class TicketResumed(Fact):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketPrioritised(Fact):
    before: int
    priority: int


@dataclass(frozen=True, kw_only=True)
class TicketResolved(Fact):
    solution: str


@dataclass(frozen=True, kw_only=True)
class TicketMoved(Fact):
    """Another desk changed its state in a way ours has no word for."""

    state: str


@dataclass(frozen=True, kw_only=True)
class TicketReopened(Fact):
    reason: str


@dataclass(frozen=True, kw_only=True)
class TicketClosed(Fact):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketCancelled(Fact):
    reason: str


@dataclass(frozen=True, kw_only=True)
class TicketDateAgreed(Fact):
    """A date for the solution was agreed with the one who asked; nothing but another agreement moves it."""

    due_at: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class TargetWarned(Fact):
    """A target comes close: at the instant its warning was due. `is_late` where that was found out later."""

    target: str
    metric: str
    cycle: int
    signal: str
    due_at: str
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class TargetBreached(Fact):
    """A target was missed: at the instant it was due. `is_late` where that was found out later."""

    target: str
    metric: str
    cycle: int
    signal: str
    due_at: str
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class TicketRated(Fact):
    rating: int


@dataclass(frozen=True, kw_only=True)
class FileAttached(Fact):
    file: int
    is_internal: bool


@dataclass(frozen=True, kw_only=True)
class TicketsImported(Fact):
    """A run of an import; the subject is the service they were counted to."""

    source: str
    created: int
    unchanged: int


@dataclass(frozen=True, kw_only=True)
class ChangeAssessed(Fact):
    """What is known of a change was told; `score` (0 to 100) and `level` are the risk it then had."""

    kind: str
    score: int
    level: str
