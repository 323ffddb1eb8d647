"""Money against time, month by month: what was planned, earned and spent up to the end of each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from goldenthread.business.projects.models import ProgressReading, Project
from goldenthread.business.projects.queries.standing.earned import earned, valued
from goldenthread.business.projects.queries.standing.reading import Known, known, known_of
from goldenthread.business.projects.queries.standing.standings import Standing, standing_of
from goldenthread.business.work.queries import Costs, together
from goldenthread.engine.earned_value import EarnedValue

MOST_MONTHS = 120
History = dict[int, tuple[list[datetime], list[int]]]
"""Of each task by id: instants and, beside them, percents."""


@dataclass(frozen=True)
class CurvePoint:
    """What was planned, earned and spent in all at the end of a day; None where that lies ahead or is not known."""

    on: date
    pv: Decimal | None
    ev: Decimal | None
    ac: Decimal | None
    value: EarnedValue | None = None


@dataclass(frozen=True)
class Curve:
    """Points at the ends of months and today; `forecast` from today's cost to the estimate at the finish."""

    points: tuple[CurvePoint, ...]
    today: date
    forecast: tuple[tuple[date, Decimal], ...] = ()


def curve(project_id: int, at: datetime) -> Curve:
    """The curve of one project. The caller has made sure that it may be seen."""
    return curve_of(known([project_id], at)[project_id])


def standing_and_curve(project: Project, at: datetime) -> tuple[Standing, Curve]:
    """Both of a project at hand, read once."""
    one = known_of([project], at)[project.pk]
    return standing_of(one), curve_of(one)


def curve_of(one: Known) -> Curve:
    at = one.at
    hours = one.project.calendar.hours()
    today = at.astimezone(hours.zone).date()
    history = histories([one.project.pk], one.at).get(one.project.pk, {})
    spent = one.spent_by_month
    begin = one.project.start_on - timedelta(days=1)
    points = [CurvePoint(begin, Decimal(0) if one.frozen else None, Decimal(0), Decimal(0) if spent else None)]
    for on in month_ends(begin, today, ends_of(one)):
        pv = one.frozen.planned_by(on) if one.frozen else None
        if on > today:
            points.append(CurvePoint(on, pv, None, None))
            continue
        until = min(at, hours.instant(on, "24:00"))
        bac, ev = earned(one.tasks, read_at(history, until), one.frozen, until)
        ac = spent_until(spent, on, one.spent, today)
        value = valued(one, bac, ev, ac, until)
        points.append(CurvePoint(on, value.pv if one.frozen else None, ev, ac, value))
    return Curve(tuple(points), today, _forecast(one, points, today))


def ends_of(one: Known) -> list[date]:
    """The days a project is planned to end on, now and as promised."""
    ends = [one.project.finish_at, one.frozen.baseline.finish_at if one.frozen else None]
    return [found.date() for found in ends if found]


def month_ends(begin: date, today: date, ends: list[date]) -> list[date]:
    """The ends of months from the start to the last end, with today and the last day among them."""
    last = max([*ends, today])
    found, month = {today, last}, begin
    for _number in range(MOST_MONTHS):
        month = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
        end = month - timedelta(days=1)
        if end >= last:
            break
        found.add(end)
    return sorted(on for on in found if on > begin)


def histories(project_ids: Collection[int], at: datetime) -> dict[int, History]:
    """How far each task of these projects was, reading by reading up to an instant. One query."""
    found: dict[int, History] = {}
    rows = ProgressReading.objects.filter(task__project_id__in=project_ids, at__lte=at).order_by("at", "pk")
    for project_id, task_id, instant, percent in rows.values_list("task__project_id", "task_id", "at", "percent"):
        instants, values = found.setdefault(project_id, {}).setdefault(task_id, ([], []))
        instants.append(instant)
        values.append(percent)
    return found


def read_at(history: History, at: datetime) -> dict[int, int]:
    found = {}
    for task_id, (instants, values) in history.items():
        place = bisect_right(instants, at)
        if place:
            found[task_id] = values[place - 1]
    return found


def spent_until(spent: list[tuple[date, Costs]], on: date, whole: Decimal | None, today: date) -> Decimal | None:
    """Cost up to the end of a month (or today, for which the whole is known)."""
    if on == today:
        return whole
    found = [costs for month, costs in spent if month <= on]
    return together(found).whole if found else None


def _forecast(one: Known, points: list[CurvePoint], today: date) -> tuple[tuple[date, Decimal], ...]:
    now = next((point for point in points if point.on == today), None)  # none before the project's first day
    finish = one.project.finish_at
    if now is None or now.value is None or now.ac is None or finish is None or finish.date() <= today:
        return ()
    eac = now.value.eac_cpi if now.value.eac_cpi is not None else now.value.eac_budget_rate
    return ((today, now.ac), (finish.date(), eac)) if eac is not None else ()
