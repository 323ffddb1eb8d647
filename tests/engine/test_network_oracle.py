"""Generated plans of 100 to 500 tasks, scheduled by us and by MPXJ's scheduler, which follows Microsoft Project.

Early and late dates agree to the minute, and total floats with them, over all four link types, lags and leads, SNET,
FNET, deadlines and milestones. Left out is what Microsoft Project, which MPXJ follows, does otherwise:

- It lets a lead or an SF link take a task before the project's start; ours stops there. A kick-off before all tasks
  keeps the plans clear of it.
- SNLT and FNLT pull an early date back before what a link asks; ours bind late dates only and show the conflict as
  negative float. MSO and MFO put the late date where the early one is, so that no negative float shows.
- ALAP takes up the total float; ours the free float only, so that nothing else is delayed.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from goldenthread.engine import Link, Plan, Task, WorkCalendar, schedule

if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    pytest.skip("NO JAVA: the schedules are not compared with MPXJ's (install a JRE)", allow_module_level=True)
jpype = pytest.importorskip("jpype", reason="NO MPXJ: the schedules are not compared (install goldenthread[msproject])")
pytest.importorskip("mpxj", reason="NO MPXJ: the schedules are not compared (install goldenthread[msproject])")

HOUR = timedelta(hours=1)
WEEK = ("mon", "tue", "wed", "thu", "fri")
OFFICE = WorkCalendar.from_spec(
    {"timezone": "UTC", "weekly": {day: [["08:00", "12:00"], ["13:00", "17:00"]] for day in WEEK}}
)
MONDAY = datetime(2026, 1, 5, 8, tzinfo=UTC)
TYPES = {"FS": "FINISH_START", "SS": "START_START", "FF": "FINISH_FINISH", "SF": "START_FINISH"}
LINK_TYPES = ("FS", "FS", "FS", "SS", "FF", "SF")
CONSTRAINTS = {"SNET": "START_NO_EARLIER_THAN", "FNET": "FINISH_NO_EARLIER_THAN"}


@pytest.fixture(scope="module")
def java() -> Iterator[Any]:
    if not jpype.isJVMStarted():
        jpype.startJVM("-Xmx512m", "-Dlog4j2.level=OFF")
    return jpype.JPackage("org").mpxj


def generated(seed: int) -> Plan:
    chance = Random(seed)
    size = chance.randint(100, 500)
    tasks = []
    for n in range(size):
        kind = chance.choice((None, None, None, None, "SNET", "FNET"))
        on = None if kind is None else OFFICE.add(MONDAY, chance.randint(1, 800) * HOUR)
        due = None if chance.random() < 0.9 else OFFICE.add(MONDAY, chance.randint(400, 1600) * HOUR)
        length = chance.choice((0, *range(1, 41))) * HOUR
        tasks.append(Task(f"T{n}", length, constraint=kind, constraint_at=on, deadline=due))
    pairs = {(p, min(size - 1, p + chance.randint(1, 30))) for p in chance.choices(range(size - 1), k=2 * size)}
    links = tuple(
        Link(f"T{p}", f"T{s}", chance.choice(LINK_TYPES), chance.choice((0, 0, -4, 3, 8)) * HOUR)
        for p, s in sorted(pairs)
    )
    kick_off = tuple(Link("K", task.id) for task in tasks)
    return Plan((Task("K", HOUR), *tasks), (*kick_off, *links), OFFICE, MONDAY)


def scheduled_by_mpxj(java: Any, plan: Plan) -> dict[str, Any]:
    file, moment = java.ProjectFile(), jpype.JClass("java.time.LocalDateTime")
    file.setDefaultCalendar(file.addDefaultBaseCalendar())

    def hours(span: timedelta) -> Any:
        return java.Duration.getInstance(span / HOUR, java.TimeUnit.HOURS)

    def local(at: datetime) -> Any:
        return moment.of(at.year, at.month, at.day, at.hour, at.minute)

    made = {}
    for task in plan.tasks:
        made[task.id] = twin = file.addTask()
        twin.setName(task.id)
        twin.setDuration(hours(task.duration))
        twin.setActualDuration(hours(timedelta(0)))
        twin.setRemainingDuration(hours(task.duration))
        twin.setMilestone(not task.duration)
        constraint = CONSTRAINTS.get(task.constraint or "", "AS_SOON_AS_POSSIBLE")
        twin.setConstraintType(getattr(java.ConstraintType, constraint))
        if task.deadline is not None:
            twin.setDeadline(local(task.deadline))
        if task.constraint_at is not None:
            twin.setConstraintDate(local(task.constraint_at))
    for link in plan.links:
        relation = java.Relation.Builder().predecessorTask(made[link.predecessor]).lag(hours(link.lag))
        made[link.successor].addPredecessor(relation.type(getattr(java.RelationType, TYPES[link.type])))
    java.cpm.MicrosoftScheduler().schedule(file, local(plan.start))
    return made


def point(at: datetime) -> timedelta:
    return OFFICE.between(MONDAY, at) - OFFICE.between(at, MONDAY)


def read(at: Any) -> timedelta:
    return point(datetime.fromisoformat(str(at)).replace(tzinfo=UTC))


@pytest.mark.parametrize("seed", range(50))
def test_dates_and_floats_agree_with_mpxj(java: Any, seed: int) -> None:
    plan = generated(seed)
    made, ours = scheduled_by_mpxj(java, plan), schedule(plan)
    for task in plan.tasks:
        twin, row = made[task.id], ours[task.id]
        theirs = (twin.getEarlyStart(), twin.getEarlyFinish(), twin.getLateStart(), twin.getLateFinish())
        dates = (row.early_start, row.early_finish, row.late_start, row.late_finish)
        assert [read(at) for at in theirs] == [point(at) for at in dates], task.id
        assert in_hours(java, twin.getTotalSlack()) == pytest.approx(row.total_float / HOUR), task.id


def in_hours(java: Any, span: Any) -> float:
    unit = {java.TimeUnit.MINUTES: 60, java.TimeUnit.HOURS: 1, java.TimeUnit.DAYS: 1 / 8}[span.getUnits()]
    return float(span.getDuration()) / unit
