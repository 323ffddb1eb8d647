"""What is levelled: the plans of several projects as one, with who works on what, and the time that is not theirs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from goldenthread.business.projects.models import Project
from goldenthread.business.projects.queries.levelling.bookings import Booking, Machine, Taken, bookings, elsewhere
from goldenthread.business.projects.queries.levelling.supply import Supply, supplies
from goldenthread.business.projects.queries.levelling.windows import Window, windows_of
from goldenthread.business.projects.queries.schedule.bounds import STAYS
from goldenthread.business.projects.queries.schedule.compiling import task_of
from goldenthread.business.projects.queries.schedule.kept import KeptPlan, kept_plan
from goldenthread.business.projects.queries.schedule.rows import PlanRow
from goldenthread.engine import network
from goldenthread.engine.calendars import WorkCalendar as Hours

NEVER_MOVED = 1000
"""The priority of tasks that levelling leaves alone."""
PART = 4
"""An absence of at least a fourth of a task's length holds it up; a shorter one is worked around."""
ALONE, AWAY = " alone", " away "
GRAIN = network.Resource("grain", capacity=0.01)
"""Makes the engine count in percent, whatever shares are asked for."""


@dataclass(frozen=True)
class Given:
    """Everything that levelling is told, and what its answer is told from. Tasks by key."""

    projects: Sequence[Project]
    kept: Mapping[int, KeptPlan]
    rows: Mapping[str, PlanRow]
    """Every leaf."""
    plan_of: Mapping[str, int]
    """By leaf, its project's id."""
    key_of: Mapping[int, str]
    """By number, the keys of leaves."""
    before: Mapping[str, list[str]]
    """By leaf, the leaves it waits for."""
    movable: frozenset[str]
    booked: Mapping[str, tuple[Booking, ...]]
    """By leaf, what it asks for."""
    fixed: tuple[Taken, ...]
    supply: Mapping[str, Supply]
    machines: Mapping[str, Machine]
    windows: Mapping[str, tuple[Window, ...]]
    """By task that goes live with a change, when nothing may."""
    hours: Hours
    now: datetime

    def hours_of(self, key: str) -> Hours:
        kept = self.kept[self.plan_of[key]]
        return kept.hours.of(self.rows[key]) or kept.hours.project

    def holding_up(self, key: str, who: str) -> list[int]:
        """Which absences of a person, by number, a task waits for."""
        away = self.supply[who].away if who in self.supply else ()
        length = self.rows[key].length
        return [n for n, (begin, end) in enumerate(away) if self.hours.between(begin, end) * PART >= length]


def given(projects: Sequence[Project], at: datetime) -> Given:
    """What there is to level in these projects as of an instant. Refused where one of the plans cannot be computed."""
    chosen = list(projects)
    at = full_hour(at)
    kept = {project.pk: kept_plan(project) for project in chosen}
    rows: dict[str, PlanRow] = {}
    plan_of: dict[str, int] = {}
    for number, one in kept.items():
        for key, row in one.rows.items():
            if row.pk not in one.summaries:
                rows[key], plan_of[key] = row, number
    asked, machines, people = bookings(chosen)
    key_of = {row.pk: key for key, row in rows.items()}
    booked: dict[str, list[Booking]] = defaultdict(list)
    for booking in asked:
        if booking.task in key_of:
            booked[key_of[booking.task]].append(booking)
    before = _before(kept.values())
    movable = frozenset(key for key, row in rows.items() if _is_movable(row)) - _waited_for(rows, before)
    begun = [
        Taken(one.who, one.task, max(found.early_start, at), found.early_finish, one.units)
        for key in rows.keys() - movable
        if rows[key].actual_finish_at is None
        for one in booked[key]
        if (found := kept[plan_of[key]].schedule[key]).early_finish > at
    ]
    hours = _usual([one.hours.project for one in kept.values()])
    return Given(
        projects=chosen,
        kept=kept,
        rows=rows,
        plan_of=plan_of,
        key_of=key_of,
        before=before,
        movable=movable,
        booked={key: tuple(found) for key, found in booked.items()},
        fixed=(*begun, *elsewhere(chosen, people, at)),
        supply={found.key: found for found in supplies(people, hours, at).values()},
        machines={one.id: one for one in machines},
        windows=windows_of(chosen, {rows[key].pk: key for key in movable}, at),
        hours=hours,
        now=at,
    )


def full_hour(at: datetime) -> datetime:
    """The next full hour: plans are not levelled to the second."""
    begun = at.replace(minute=0, second=0, microsecond=0)
    return begun if begun == at else begun + timedelta(hours=1)


def _is_movable(row: PlanRow) -> bool:
    return (
        row.actual_start_at is None
        and row.actual_finish_at is None
        and row.constraint not in STAYS
        and row.priority < NEVER_MOVED
    )


def _waited_for(rows: Mapping[str, PlanRow], before: Mapping[str, list[str]]) -> set[str]:
    """What work under way, or a task that is never moved, still waits for: to stay, it needs those to stay too."""
    todo = [
        key
        for key, row in rows.items()
        if row.actual_finish_at is None and (row.actual_start_at is not None or row.priority >= NEVER_MOVED)
    ]
    seen: set[str] = set()
    while todo:
        more = set(before.get(todo.pop(), ())) - seen
        seen |= more
        todo += more
    return seen


def _before(plans: Iterable[KeptPlan]) -> dict[str, list[str]]:
    """What each leaf waits for; a link to or from a summary is one of its leaves."""
    found: dict[str, list[str]] = defaultdict(list)
    for kept in plans:
        parts: dict[int | None, list[PlanRow]] = defaultdict(list)
        for row in kept.rows.values():
            parts[row.parent_id].append(row)
        for link in kept.links:
            for after in _leaves(kept.rows[link.successor], parts):
                found[after] += _leaves(kept.rows[link.predecessor], parts)
    return found


def _leaves(row: PlanRow, parts: Mapping[int | None, list[PlanRow]]) -> list[str]:
    below = parts.get(row.pk, ())
    return [key for part in below for key in _leaves(part, parts)] if below else [row.key]


def _usual(found: Sequence[Hours]) -> Hours:
    return Counter(found).most_common(1)[0][0]


def held_row(given: Given, key: str, until: datetime | None) -> PlanRow:
    """A task as it would be planned, held back until an instant (None: no longer)."""
    return replace(given.rows[key], levelled_at=until)


def engine_plan(given: Given) -> tuple[network.Plan, dict[str, list[tuple[datetime, datetime, float]]]]:
    """The engine's plan of all projects together, and the load on its resources. What has begun stands as it stands."""
    tasks: list[network.Task] = []
    links: list[network.Link] = []
    demanded = _Demands(given)
    same: dict[Hours, Hours] = {}
    for project in given.projects:
        kept = given.kept[project.pk]
        own = same.setdefault(kept.hours.project, kept.hours.project)
        for key, row in kept.rows.items():
            task = _task(given, kept, row)
            hours = task.calendar or own
            demands = demanded.of(key) if key in given.movable else ()
            tasks.append(replace(task, calendar=same.setdefault(hours, hours), project=project.key, demands=demands))
        links += [_link(link, is_usual=own == given.hours) for link in kept.schedule.plan.links]
    plan = network.Plan(
        tasks=tuple(tasks),
        links=tuple(links),
        calendar=same.setdefault(given.hours, given.hours),
        start=min(kept.schedule.plan.start for kept in given.kept.values()),
        resources=tuple(demanded.resources()),
        projects=tuple(_project(given, project) for project in given.projects),
    )
    return plan, demanded.load()


def _task(given: Given, kept: KeptPlan, row: PlanRow) -> network.Task:
    parent = kept.key_of.get(row.parent_id or 0)
    if row.pk in kept.summaries:
        return task_of(row, kept.hours, parent, is_summary=True)
    if row.key in given.movable:
        return task_of(held_row(given, row.key, first_start(given, row.key)), kept.hours, parent, is_summary=False)
    found = kept.schedule[row.key]
    task = task_of(row, kept.hours, parent, is_summary=False)
    return replace(task, actual_start=found.early_start, actual_finish=found.early_finish, remaining=None)


def first_start(given: Given, key: str) -> datetime:
    """Nothing that has not begun can begin before now; what is to begin as late as it may stays as late as it is."""
    row, kept = given.rows[key], given.kept[given.plan_of[key]]
    floor = max(given.now, kept.schedule.plan.status_at or given.now)
    return max(floor, kept.schedule[key].early_start) if row.constraint == "ALAP" else floor


def is_overdue(given: Given, key: str) -> bool:
    """Whether a task that has not begun was to begin before anything can."""
    kept = given.kept[given.plan_of[key]]
    if given.rows[key].constraint == "ALAP" or not given.rows[key].length:
        return False
    return bool(given.hours_of(key).between(kept.schedule[key].early_start, first_start(given, key)))


def _link(link: network.Link, *, is_usual: bool) -> network.Link:
    """A lag on the calendar of its project, which the plan of all is not told in, counts on that of what waits."""
    return link if is_usual or link.lag_calendar != "project" else replace(link, lag_calendar="successor")


def _project(given: Given, project: Project) -> network.Project:
    kept = given.kept[project.pk]
    due = kept.hours.project.instant(project.charter.deadline, "24:00")
    return network.Project(project.key, release=kept.schedule.plan.start, due=due)


class _Demands:
    """What tasks demand of the engine's resources.

    A task that alone asks for more than running the services leaves of a person cannot be helped by moving it: it takes
    what there is in their fullest week, and shares them with nobody. A person is up to three kinds of resource: their
    time, their time for one task alone, and their presence around each absence.
    """

    def __init__(self, given: Given) -> None:
        self.given = given
        self.shared = {
            one.who
            for key in given.movable
            for one in given.booked.get(key, ())
            if one.who in given.supply and one.units > given.supply[one.who].least
        }

    def of(self, key: str) -> tuple[network.Demand, ...]:
        found: list[network.Demand] = []
        for one in self.given.booked.get(key, ()):
            if one.who in self.given.machines:
                found.append(network.Demand(one.units, one.who))
                continue
            least = self.given.supply[one.who].least
            if min(one.units, least) > 0:
                found.append(network.Demand(min(one.units, least), one.who))
            if one.who in self.shared:
                found.append(network.Demand(1.0 if one.units > least else one.units, one.who + ALONE))
            found += [network.Demand(0.01, f"{one.who}{AWAY}{n}") for n in self.given.holding_up(key, one.who)]
        return tuple(found)

    def resources(self) -> list[network.Resource]:
        found = [GRAIN, *(network.Resource(one.id, one.units) for one in self.given.machines.values())]
        for who, supply in self.given.supply.items():
            found.append(network.Resource(who))
            if who in self.shared:
                found.append(network.Resource(who + ALONE))
            found += [network.Resource(f"{who}{AWAY}{n}") for n in range(len(supply.away))]
        return found

    def load(self) -> dict[str, list[tuple[datetime, datetime, float]]]:
        load: dict[str, list[tuple[datetime, datetime, float]]] = defaultdict(list)
        for who, supply in self.given.supply.items():
            load[who] += supply.taken
            for n, (begin, end) in enumerate(supply.away):
                load[f"{who}{AWAY}{n}"].append((begin, end, 1.0))
        for one in self.given.fixed:
            load[one.who].append((one.begin, one.end, one.units))
            if one.who in self.shared:
                load[one.who + ALONE].append((one.begin, one.end, one.units))
        return dict(load)


def length_in_days(given: Given, span: timedelta) -> float:
    """Working time in days of the usual week."""
    begin = given.hours.instant(given.now.date(), "00:00")
    return span / (given.hours.between(begin, begin + timedelta(days=28)) / 20)
