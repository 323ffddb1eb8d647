"""What was promised about a service and how far it was kept. Plain reads for those who have seen the service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from django.db.models import Case, Count, F, Q, When
from django.db.models.functions import Coalesce

from goldenthread.business.people.policies import is_staff
from goldenthread.business.services.models import Target, TargetReading
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import visible

CLOSE = Decimal("0.02")


@dataclass(frozen=True)
class Attainment:
    """How many cases kept one target in a span; `target` is None where another desk measured it."""

    target: Target | None
    metric: str
    priority: int | None
    kept: int
    missed: int

    @property
    def cases(self) -> int:
        return self.kept + self.missed

    @property
    def share(self) -> Decimal | None:
        """The share kept, None where there was no case."""
        return Decimal(self.kept) / self.cases if self.cases else None

    @property
    def goal(self) -> Decimal | None:
        return self.target.goal_percent / 100 if self.target else None

    @property
    def is_reached(self) -> bool | None:
        """Whether the goal is reached; None where there was no case or no goal."""
        return None if self.share is None or self.goal is None else self.share >= self.goal

    @property
    def standing(self) -> Literal["kept", "close", "missed", "none"]:
        """Kept at its goal or above; close up to two points below; none without a case or a goal."""
        if self.share is None or self.goal is None:
            return "none"
        if self.share >= self.goal:
            return "kept"
        return "close" if self.goal - self.share <= CLOSE else "missed"


def attainment(service_id: int, since: datetime, until: datetime) -> list[Attainment]:
    """Per target, the cases decided in a span: kept when their clock stopped in time, missed when it ran out.

    Readings of another desk, which have no target of ours, are counted per metric and priority.
    """
    is_kept = Q(state=TargetReading.State.MET)
    is_missed = Q(state=TargetReading.State.MISSED) | Q(
        state__in=(TargetReading.State.RUNNING, TargetReading.State.PAUSED), breached_at__isnull=False
    )
    rows = (
        TargetReading.objects.filter(is_kept | is_missed, service_id=service_id)
        .annotate(decided_at=Coalesce("breached_at", "stopped_at", "due_at"))
        .filter(decided_at__gte=since, decided_at__lt=until)
        .annotate(of_priority=Case(When(target=None, then=F("priority")), default=F("target__priority")))
        .values("target_id", "metric", "of_priority")
        .annotate(kept=Count("id", filter=is_kept), missed=Count("id", filter=is_missed))
    )
    counted = {(row["target_id"], row["metric"], row["of_priority"]): row for row in rows}
    ours = Target.objects.filter(
        Q(agreement__ends_on=None) | Q(agreement__ends_on__gte=since.date()),
        agreement__service_id=service_id,
        agreement__starts_on__lte=until.date(),
    )
    gone = Target.objects.filter(pk__in=[key[0] for key in counted if key[0]])
    beside = ("agreement__team", "agreement__organisation", "calendar")
    targets = {target.pk: target for target in (ours | gone).select_related(*beside)}
    lines = [
        _line(target, target.metric, target.priority, counted.pop((target.pk, target.metric, target.priority), None))
        for target in sorted(targets.values(), key=_order)
    ]
    rest = sorted(counted.items(), key=lambda item: (item[0][1], item[0][2] or 9))
    return lines + [_line(None, metric, priority, row) for (_id, metric, priority), row in rest]


def attainment_for(actor: Actor, service_id: int, since: datetime, until: datetime) -> list[Attainment]:
    """The same, of what was promised to the reader: customers meet neither each other's promises nor our own."""
    lines = attainment(service_id, since, until)
    if is_staff(actor):
        return lines
    theirs = set(visible(Target, actor).filter(agreement__service_id=service_id).values_list("pk", flat=True))
    return [line for line in lines if line.target is not None and line.target.pk in theirs]


def _line(target: Target | None, metric: str, priority: int | None, row: Mapping[str, Any] | None) -> Attainment:
    return Attainment(target, metric, priority, row["kept"] if row else 0, row["missed"] if row else 0)


def _order(target: Target) -> tuple[int, int, int]:
    return (target.agreement_id, Target.Metric.values.index(target.metric), target.priority or 9)
