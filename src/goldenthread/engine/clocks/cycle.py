"""The state a clock is in while its history is replayed, one cycle at a time; instants are microseconds."""

from dataclasses import dataclass, field, replace
from typing import Literal

from goldenthread.engine.clocks.facts import (
    Cancelled,
    ClockFact,
    ClockPolicy,
    Paused,
    PinnedDue,
    Reopened,
    Reset,
    Resumed,
    Retargeted,
    Started,
    Stopped,
)
from goldenthread.engine.errors import EngineError
from goldenthread.engine.instants import instant_of, micros_of

ClockState = Literal["idle", "running", "paused", "stopped", "cancelled"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A span that does not count: paused for a reason, or stopped until it was reopened."""

    kind: Literal["paused", "stopped"]
    begin: int
    end: int
    reason: str = ""


@dataclass(slots=True)
class Cycle:
    """The replay's state: where the present cycle began, what did not count in it, and what is still open."""

    policy: ClockPolicy
    next_policy: ClockPolicy | None = None
    phase: Literal["idle", "live", "stopped", "cancelled"] = "idle"
    started: int | None = None
    ended: int | None = None
    paused: int | None = None
    reason: str = ""
    pinned: int | None = None
    gaps: list[Gap] = field(default_factory=list)

    @property
    def state(self) -> ClockState:
        """What the clock does."""
        if self.phase != "live":
            return self.phase
        return "running" if self.paused is None else "paused"

    def copy(self) -> "Cycle":
        """The same state, to be replayed further."""
        return replace(self, gaps=list(self.gaps))

    def apply(self, at: int, fact: ClockFact) -> None:
        """Take one fact in; one that makes no sense in this state changes nothing."""
        match fact:
            case Started():
                if self.phase in ("idle", "cancelled"):
                    self._begin(at)
            case Paused(reason):
                self._pause(at, reason)
            case Resumed():
                self._close_pause(at)
            case Stopped():
                self._end(at, "stopped")
            case Cancelled():
                self._end(at, "cancelled")
            case Reopened():
                self._reopen(at)
            case _:
                self._adjust(at, fact)

    def _adjust(self, at: int, fact: ClockFact) -> None:
        match fact:
            case Reset():
                if self.phase in ("live", "stopped"):
                    self._begin(at)
            case Retargeted(policy) if self.phase == "stopped":
                self.next_policy = policy
            case Retargeted(policy):
                self.policy = policy
            case PinnedDue(pinned_at):
                self.pinned = micros_of(pinned_at)
            case _:
                raise EngineError("unknown_fact", fact=fact, at=instant_of(at))

    def _begin(self, at: int) -> None:
        self.policy, self.next_policy = self.next_policy or self.policy, None
        self.phase, self.started, self.ended = "live", at, None
        self.gaps.clear()
        self.paused = None if self.paused is None else at

    def _pause(self, at: int, reason: str) -> None:
        self._close_pause(at)
        self.paused, self.reason = at, reason

    def _close_pause(self, at: int) -> None:
        if self.paused is not None and self.phase == "live":
            self.gaps.append(Gap("paused", self.paused, at, self.reason))
        self.paused = None

    def _end(self, at: int, phase: Literal["stopped", "cancelled"]) -> None:
        if self.phase == "live" or (phase == "cancelled" and self.phase != "cancelled"):
            self._close_pause(at)
            self.phase = phase
            self.ended = at if self.ended is None else self.ended

    def _reopen(self, at: int) -> None:
        if self.phase != "stopped" or self.ended is None:
            return
        policy = self.next_policy or self.policy
        if policy.reopen == "restart":
            self._begin(at)
        elif policy.reopen == "resume":
            self.gaps.append(Gap("stopped", self.ended, at))
            self.policy, self.next_policy = policy, None
            self.phase, self.ended = "live", None
            self.paused = None if self.paused is None else at
