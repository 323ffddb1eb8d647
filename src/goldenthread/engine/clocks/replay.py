"""The replay of a clock's history into its reading."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from goldenthread.engine.calendars import WorkingDays, walk
from goldenthread.engine.calendars.days import step, step_days
from goldenthread.engine.clocks.cycle import Cycle, Gap
from goldenthread.engine.clocks.facts import ClockFact, ClockPolicy, Paused, Resumed, WarnRule
from goldenthread.engine.clocks.reading import ZERO, ClockReading, ClockWarning
from goldenthread.engine.instants import instant_of, length_of, micros_of, span_of

Entry = tuple[int, ClockFact]


def read_clock(policy: ClockPolicy, history: Sequence[tuple[datetime, ClockFact]], now: datetime) -> ClockReading:
    """The clock at `now`: a pure function of the policy and the history, which may come in any order.

    Of the facts after `now`, only pauses and resumptions already agreed count, and only for the due instant.
    """
    present = micros_of(now)
    facts = sorted(((micros_of(at), fact) for at, fact in history), key=_instant)
    cycle = Cycle(policy)
    later = len(facts)
    for index, (at, fact) in enumerate(facts):
        if at > present:
            later = index
            break
        cycle.apply(at, fact)
    return _reading(cycle, _with_plans(cycle, facts[later:]), present)


def _instant(entry: Entry) -> int:
    return entry[0]


def _with_plans(cycle: Cycle, later: Sequence[Entry]) -> Cycle:
    if not later or cycle.phase != "live":
        return cycle
    planned = cycle.copy()
    for at, fact in later:
        if not isinstance(fact, Paused | Resumed):
            break
        planned.apply(at, fact)
    return planned


def _reading(cycle: Cycle, planned: Cycle, now: int) -> ClockReading:
    policy, start = cycle.policy, cycle.started
    if start is None:
        target = policy.target if isinstance(policy.target, timedelta) else None
        return ClockReading(cycle.state, None, ZERO, target, None, 0.0, ())
    end = now if cycle.ended is None else cycle.ended
    gaps = tuple(cycle.gaps)
    if cycle.paused is not None:
        gaps = (*gaps, Gap("paused", cycle.paused, end, cycle.reason))
    elapsed = _counted(cycle, start, end, gaps)
    is_cancelled = cycle.state == "cancelled"
    due = None if is_cancelled else _due(planned, start)
    allowance = _allowance(planned, start, end, elapsed)
    return ClockReading(
        state=cycle.state,
        due_at=None if due is None else instant_of(due),
        elapsed=span_of(elapsed),
        remaining=None if is_cancelled else span_of(allowance - elapsed),
        breached_at=instant_of(due) if due is not None and due < end else None,
        percent=100 * elapsed / allowance if allowance > 0 else 100.0,
        warnings=() if is_cancelled else tuple(_warnings(planned, start, end, due, allowance)),
        started_at=instant_of(start),
        ended_at=instant_of(end),
        is_pinned=cycle.pinned is not None,
        calendar=policy.calendar,
        gaps=gaps,
    )


def _spans(cycle: Cycle) -> tuple[tuple[int, int], ...]:
    return tuple((gap.begin, gap.end) for gap in cycle.gaps)


def _counted(cycle: Cycle, begin: int, end: int, gaps: Sequence[Gap]) -> int:
    calendar = cycle.policy.calendar
    paused = walk.paused_between(calendar, begin, end, tuple((gap.begin, gap.end) for gap in gaps))
    return walk.between(calendar, begin, end) - paused


def _due(cycle: Cycle, start: int) -> int | None:
    if cycle.pinned is not None:
        return cycle.pinned
    policy = cycle.policy
    if isinstance(policy.target, WorkingDays):
        due = walk.extended(policy.calendar, start, _stepped(policy, start, policy.target.days), _spans(cycle))
        return _unless_paused(cycle, start, due, is_now=policy.target.days == 0)
    work = length_of(policy.target)
    return _unless_paused(cycle, start, walk.add(policy.calendar, start, work, _spans(cycle)), is_now=work == 0)


def _stepped(policy: ClockPolicy, start: int, days: int) -> int:
    return step_days(policy.calendar, start, days, policy.landing, end_of_day=policy.end_of_day)


def _unless_paused(cycle: Cycle, start: int, at: int, *, is_now: bool = False) -> int | None:
    """`at`, unless a pause without end comes first; a target of nothing waits for one that begins with it."""
    paused = cycle.paused
    if paused is not None and (paused <= start or paused < at or (is_now and paused == at)):
        return None
    return at


def _allowance(cycle: Cycle, start: int, end: int, elapsed: int) -> int:
    """The open time that the target allows; a pinned one allows what lies before the pin."""
    policy = cycle.policy
    if cycle.pinned is not None:
        left = _counted(cycle, end, cycle.pinned, cycle.gaps)
        return elapsed + left - _counted(cycle, cycle.pinned, end, cycle.gaps)
    if isinstance(policy.target, WorkingDays):
        return walk.between(policy.calendar, start, _stepped(policy, start, policy.target.days))
    return length_of(policy.target)


def _warnings(cycle: Cycle, start: int, end: int, due: int | None, allowance: int) -> list[ClockWarning]:
    warnings = []
    for rule in cycle.policy.warn_at:
        at = _warning(cycle, start, due, allowance, rule)
        is_reached = at is not None and at <= end
        warnings.append(ClockWarning(rule, None if at is None else instant_of(at), is_reached))
    return warnings


def _warning(cycle: Cycle, start: int, due: int | None, allowance: int, rule: WarnRule) -> int | None:
    calendar = cycle.policy.calendar
    if isinstance(rule, timedelta | WorkingDays):
        # A warning that would fall before the clock began is given as it begins.
        return None if due is None else max(start, step(calendar, due, rule))
    worked = round(max(0, allowance) * rule)
    return _unless_paused(cycle, start, walk.add(calendar, start, worked, _spans(cycle)), is_now=worked == 0)
