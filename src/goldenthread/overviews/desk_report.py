"""The desk in figures: how many incidents, how many in time, how long they took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from goldenthread.business.desk.models import Ticket
from goldenthread.business.desk.policies import may_read_report
from goldenthread.business.services.models import Target, TargetReading
from goldenthread.business.work.models import WorkKind
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import require, visible

DECIDED = (TargetReading.State.MET.value, TargetReading.State.MISSED.value)

_REPORT = """
WITH seen AS MATERIALIZED ({tickets}),
measured AS (
    SELECT seen.*, (
        SELECT reading.state FROM services_targetreading reading
        WHERE reading.subject = seen.key AND reading.metric = %s AND reading.kind = 'sla' AND reading.state = ANY(%s)
        ORDER BY reading.is_imported DESC, reading.id DESC LIMIT 1
    ) AS sla,
    EXTRACT(EPOCH FROM seen.resolved_at - seen.opened_at) / 3600 AS hours
    FROM seen
)
SELECT priority, sla, count(*), count(*) FILTER (WHERE reopened > 0), count(*) FILTER (WHERE reassigned > 0),
    count(*) FILTER (WHERE resolved_at IS NULL), NULL::float, NULL::float
FROM measured GROUP BY priority, sla
UNION ALL
SELECT NULL, NULL, count(hours), 0, 0, 0, avg(hours), percentile_cont(0.5) WITHIN GROUP (ORDER BY hours) FROM measured
"""


@dataclass(frozen=True)
class DeskReport:
    """Figures over the incidents the reader may see, by the last state of each; hours are elapsed ones."""

    incidents: int
    met: int
    missed: int
    by_priority: dict[int, tuple[int, int]]
    mean_hours: float | None
    median_hours: float | None
    resolved: int
    reopened: int
    reassigned: int
    unresolved: int
    read_at: datetime

    def figures(self) -> dict[str, Any]:
        """As programs read them."""
        by_priority = {str(level): {"met": met, "missed": missed} for level, (met, missed) in self.by_priority.items()}
        return {
            "incidents": self.incidents,
            "sla": {"met": self.met, "missed": self.missed, "by_priority": by_priority},
            "resolve_hours": {"mean": _rounded(self.mean_hours), "median": _rounded(self.median_hours)},
            "reopened": self.reopened,
            "reassigned": self.reassigned,
            "unresolved": self.unresolved,
        }


def desk_report(actor: Actor, at: datetime) -> DeskReport:
    """Read the figures from the database, in one query. Withdrawn incidents count like the others, unresolved."""
    require(actor.is_house or may_read_report(actor), _("The desk's figures are for those who run or steer it."))
    incidents = visible(Ticket, actor).filter(work__kind=WorkKind.INCIDENT)
    tickets, params = (
        incidents.order_by()
        .values("work__key", "work__priority", "work__opened_at", "resolved_at", "reopened", "reassigned")
        .query.sql_with_params()
    )
    named = f"SELECT * FROM ({tickets}) AS t (key, priority, opened_at, resolved_at, reopened, reassigned)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(_REPORT.format(tickets=named), [*params, Target.Metric.RESOLUTION.value, list(DECIDED)])
        *groups, whole = sorted(cursor.fetchall(), key=lambda row: row[0] is None)
    return _summed(groups, whole, at)


def _summed(groups: list[tuple[Any, ...]], whole: tuple[Any, ...], at: datetime) -> DeskReport:
    by_priority: dict[int, tuple[int, int]] = {}
    for level, sla, count, *_rest in sorted(groups, key=lambda row: row[0]):
        met, missed = by_priority.get(level, (0, 0))
        by_priority[level] = (met + count * (sla == "met"), missed + count * (sla == "missed"))
    return DeskReport(
        incidents=sum(row[2] for row in groups),
        met=sum(met for met, _missed in by_priority.values()),
        missed=sum(missed for _met, missed in by_priority.values()),
        by_priority=by_priority,
        mean_hours=None if whole[6] is None else float(whole[6]),
        median_hours=None if whole[7] is None else float(whole[7]),
        resolved=whole[2],
        reopened=sum(row[3] for row in groups),
        reassigned=sum(row[4] for row in groups),
        unresolved=sum(row[5] for row in groups),
        read_at=at,
    )


def _rounded(hours: float | None) -> float | None:
    return None if hours is None else round(hours, 4)
