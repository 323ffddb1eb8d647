"""What clocks said, kept per case, target and cycle so that a long list can be sorted by what is due; and told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from goldenthread.business.services.models import TargetReading, TargetSignal

DECIDED = (TargetReading.State.MET, TargetReading.State.MISSED)
KEPT = (
    "kind",
    "priority",
    "state",
    "started_at",
    "due_at",
    "stopped_at",
    "breached_at",
    "warned_at",
    "next_signal_at",
    "is_pinned",
)
TOLD = ("warned_at", "next_signal_at")
"""What still moves once a case is decided."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What one clock says, as it is kept."""

    target_id: int
    metric: str
    cycle: int
    kind: str
    priority: int
    state: str
    started_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    breached_at: datetime | None
    warned_at: datetime | None
    next_signal_at: datetime | None
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class Case:
    """What the clocks of one case say."""

    subject: str
    service_id: int
    readings: Sequence[Reading]


def keep_readings_of(cases: Sequence[Case], *, is_rebuild: bool = False) -> None:
    """Keep what the clocks of cases say in place of what they said; called by the desk inside its own actions.

    A clock no longer there owes nothing: its target was swapped for another. What was decided stays decided under
    the promise of its day, however that was changed since, unless everything is read anew. Three queries at most.
    """
    there: dict[str, dict[tuple[int | None, str, int], TargetReading]] = {case.subject: {} for case in cases}
    for one in TargetReading.objects.filter(subject__in=there, is_imported=False):
        there[one.subject][one.target_id, one.metric, one.cycle] = one
    fresh: list[TargetReading] = []
    changed: list[TargetReading] = []
    for case in cases:
        kept = there[case.subject]
        for reading in case.readings:
            row = kept.pop((reading.target_id, reading.metric, reading.cycle), None)
            if row is None:
                fresh.append(row_of(case.subject, case.service_id, reading))
            elif _write(row, reading, TOLD if not is_rebuild and _is_settled(row, reading) else KEPT):
                changed.append(row)
        changed += [row for row in kept.values() if _forget(row)]
    if fresh:
        TargetReading.objects.bulk_create(fresh, batch_size=2000)
    if changed:
        TargetReading.objects.bulk_update(changed, KEPT, batch_size=500)


def row_of(subject: str, service_id: int, reading: Reading) -> TargetReading:
    """The reading as a row, not yet stored."""
    known = {name: getattr(reading, name) for name in Reading.__slots__}
    return TargetReading(subject=subject, service_id=service_id, **known)


def claim_signal(subject: str, reading: Reading, signal: str, due_at: datetime, *, is_late: bool) -> bool:
    """Whether this warning or breach is ours to tell: the first to claim it, for ever. In the teller's transaction."""
    try:
        with transaction.atomic():
            TargetSignal.objects.create(
                subject=subject,
                target_id=reading.target_id,
                metric=reading.metric,
                cycle=reading.cycle,
                signal=signal,
                due_at=due_at,
                is_late=is_late,
            )
    except IntegrityError:
        return False
    return True


def _is_settled(kept: TargetReading, reading: Reading) -> bool:
    return kept.state in DECIDED and reading.state in DECIDED and kept.stopped_at == reading.stopped_at


def _write(kept: TargetReading, reading: Reading, names: Sequence[str]) -> bool:
    """Put the reading's values into the row; whether any differed."""
    before = [getattr(kept, name) for name in names]
    for name in names:
        setattr(kept, name, getattr(reading, name))
    return before != [getattr(kept, name) for name in names]


def _forget(row: TargetReading) -> bool:
    """Owe nothing any more; whether that is news."""
    if row.state == TargetReading.State.CANCELLED:
        return False
    row.state = TargetReading.State.CANCELLED
    row.due_at = row.breached_at = row.next_signal_at = None
    return True
