"""Where plans put their tasks when levelling holds some of them back, and which go together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import combinations

from goldenthread.business.projects.models import Project
from goldenthread.business.projects.queries.levelling.clashes import CURABLE, overs
from goldenthread.business.projects.queries.levelling.question import Given, held_row
from goldenthread.business.projects.queries.schedule.compiling import scheduled, task_of
from goldenthread.business.projects.queries.schedule.kept import KeptPlan
from goldenthread.business.projects.queries.schedule.rows import PlanRow
from goldenthread.engine import network

Holds = Mapping[str, datetime | None]
"""By task, until when it is held back; None where it is held back no longer."""
FEW = 2_000
"""Tasks times holds that go along: up to here each of those is tried, whether it is needed; else all go."""
NO_TIME = timedelta(0)
Pair = tuple[str, int, int]


class Placing:
    """The schedules of all projects under some holds; tasks that are not named keep the holds they have."""

    def __init__(self, given: Given, holds: Holds) -> None:
        self._given = given
        self.schedules: dict[int, network.Schedule] = {}
        held: dict[int, dict[str, PlanRow]] = defaultdict(dict)
        for key, until in holds.items():
            if given.rows[key].levelled_at != until:
                held[given.plan_of[key]][key] = held_row(given, key, until)
        for project in given.projects:
            kept = given.kept[project.pk]
            self.schedules[project.pk] = _held(project, kept, held[project.pk]) if held[project.pk] else kept.schedule

    def span(self, key: str) -> tuple[datetime, datetime]:
        found = self.schedules[self._given.plan_of[key]][key]
        return found.early_start, found.early_finish

    def finish(self, number: int) -> datetime:
        return self.schedules[number].finish


def _held(project: Project, kept: KeptPlan, rows: Mapping[str, PlanRow]) -> network.Schedule:
    """The schedule with these rows in place of their own. A lag that is a share of a summary's length moves with it."""
    if any(link.lag_percent and kept.rows[link.predecessor].pk in kept.summaries for link in kept.links):
        return scheduled(project, [rows.get(key, row) for key, row in kept.rows.items()], kept.links, kept.hours)
    tasks = {
        key: task_of(row, kept.hours, kept.key_of.get(row.parent_id or 0), is_summary=False)
        for key, row in rows.items()
    }
    return network.reschedule(kept.schedule.plan, kept.schedule, tasks)


def closed_under(given: Given, holds: Holds, chosen: set[str]) -> set[str]:
    """The chosen holds with those that must go along, so that nobody is asked for more at once than before.

    A hold without the others can put two tasks at the same time that never met. Whatever holds one of the two then
    goes along, itself or what it waits for, until no two tasks meet longer than they do now.
    """
    before = _meetings(given, Placing(given, {}))

    def worse(taken: set[str]) -> list[Pair]:
        placing = Placing(given, {key: holds[key] for key in taken})
        return [pair for pair, met in _meetings(given, placing).items() if met > before.get(pair, NO_TIME)]

    taken = set(chosen)
    while taken != set(holds):
        pairs = worse(taken)
        if not pairs:
            break
        more = {key for pair in pairs for key in _holders(given, holds, pair)} - taken
        taken |= more or set(holds)
    added = sorted(taken - chosen)
    for key in added if len(added) * len(given.movable) <= FEW else ():
        if not worse(taken - {key}):
            taken.discard(key)
    return taken


def _meetings(given: Given, placing: Placing) -> dict[Pair, timedelta]:
    """How long any two tasks ask for more than somebody has, and (a task twice) one while they are away."""
    found: dict[Pair, timedelta] = defaultdict(timedelta)
    for over in overs(given, placing.span):
        if over.kind not in CURABLE:
            continue
        open_time = given.hours.between(over.begin, over.end)
        for first, second in combinations(sorted(over.tasks), 2) if over.kind == "clash" else ():
            found[over.who, first, second] += open_time
        for task in over.tasks if over.kind == "away" else ():
            found[over.who, task, task] += open_time
    return found


def _holders(given: Given, holds: Holds, pair: Pair) -> set[str]:
    """The holds that bear on either of two tasks: their own, and those of what comes before them in their plans."""
    todo = [given.key_of[task] for task in pair[1:] if task in given.key_of]
    seen: set[str] = set()
    while todo:
        key = todo.pop()
        if key in seen:
            continue
        seen.add(key)
        todo += given.before[key]
    return seen & set(holds)
