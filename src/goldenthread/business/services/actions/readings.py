"""What a clock said, kept per case and target so that a long list can be sorted by what is due."""

from __future__ import annotations

from datetime import datetime

from goldenthread.business.services.models import Target, TargetReading


def keep_reading(  # noqa: PLR0913  a reading is these ten values, written nowhere else
    *,
    subject: str,
    service_id: int,
    target_id: int | None,
    metric: str,
    priority: int,
    state: str,
    started_at: datetime,
    due_at: datetime | None,
    stopped_at: datetime | None,
    breached_at: datetime | None,
) -> TargetReading:
    """Keep a clock's reading in place of the former one; called by the desk inside its own actions."""
    target = Target.objects.get(pk=target_id) if target_id is not None else None
    reading, _is_new = TargetReading.objects.update_or_create(
        subject=subject,
        target=target,
        metric=metric,
        defaults={
            "service_id": service_id,
            "priority": priority,
            "state": state,
            "started_at": started_at,
            "due_at": due_at,
            "stopped_at": stopped_at,
            "breached_at": breached_at,
        },
    )
    return reading
