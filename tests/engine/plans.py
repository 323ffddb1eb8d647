"""Generated plans: acyclic networks over every link type, lag, constraint, actual, summary and calendar."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from goldenthread.engine import Demand, Link, Plan, Project, Resource, Task, WorkCalendar

HOUR = timedelta(hours=1)
ZERO = timedelta(0)
WEEK = ("mon", "tue", "wed", "thu", "fri")
OFFICE = WorkCalendar.from_spec(
    {"timezone": "Europe/Berlin", "weekly": {day: [["09:00", "12:00"], ["13:00", "18:00"]] for day in WEEK}}
)
WEEKEND = WorkCalendar.from_spec(
    {"timezone": "Europe/Berlin", "weekly": {day: [["10:00", "16:00"]] for day in ("fri", "sat", "sun")}}
)
ALWAYS = WorkCalendar.always("Europe/Berlin")
START = datetime(2026, 3, 27, 8, tzinfo=UTC)  # the Friday before a clock change
DATED = ("MSO", "MFO", "SNET", "SNLT", "FNET", "FNLT")

RESOURCES = (Resource("R", calendar=OFFICE), Resource("W", calendar=WEEKEND), Resource("N"))

lags = st.integers(-6, 12).map(lambda n: n * HOUR)
dates = st.integers(-24, 240).map(lambda n: START + n * HOUR)
lag_calendars = st.sampled_from(["successor", "predecessor", "project", "elapsed"])
link_types = st.sampled_from(["FS", "FS", "SS", "FF", "SF"])


def at(hours: int) -> datetime:
    """The instant so many office hours after the start (Friday 09:00 in Berlin)."""
    return OFFICE.add(START, hours * HOUR) if hours else START


def plan(*tasks: Task, links: tuple[Link, ...] = (), **more: Any) -> Plan:
    return Plan(tasks, links, OFFICE, START, **more)


def point(at: datetime) -> timedelta:
    return OFFICE.between(START, at) - OFFICE.between(at, START)


@st.composite
def links(draw: st.DrawFn, names: list[str], *, one_calendar: bool) -> tuple[Link, ...]:
    found = []
    for _ in range(draw(st.integers(0, 2 * len(names)))):
        p, s = sorted(draw(st.lists(st.integers(0, len(names) - 1), min_size=2, max_size=2, unique=True)))
        counted = (
            "successor" if one_calendar else draw(st.sampled_from(["successor", "predecessor", "project", "elapsed"]))
        )
        found.append(Link(names[p], names[s], draw(link_types), draw(lags), counted))
    return tuple(found)


@st.composite
def free_plans(draw: st.DrawFn, *, one_calendar: bool = True) -> Plan:
    """Plans with links only: nothing that could not be kept."""
    names = [f"T{i}" for i in range(draw(st.integers(2, 9)))]
    calendars = st.just(None) if one_calendar else st.sampled_from([None, OFFICE, WEEKEND, ALWAYS])
    tasks = tuple(Task(name, draw(st.integers(0, 20)) * HOUR, draw(calendars)) for name in names)
    return Plan(tasks, draw(links(names, one_calendar=one_calendar)), OFFICE, START)


@st.composite
def bound_tasks(draw: st.DrawFn, name: str, *, with_alap: bool) -> Task:
    """A task with whatever can bind it."""
    kinds = [None, None, "ASAP", *DATED, *(["ALAP"] if with_alap else [])]
    constraint = draw(st.sampled_from(kinds))
    started = draw(st.none() | dates)
    finished = started + draw(st.integers(0, 40)) * HOUR if started and draw(st.booleans()) else None
    return Task(
        name,
        draw(st.integers(0, 20)) * HOUR,
        draw(st.sampled_from([None, None, OFFICE, WEEKEND, ALWAYS])),
        constraint,
        draw(dates) if constraint in DATED else None,
        draw(st.none() | dates),
        started,
        finished,
        draw(st.none() | st.integers(0, 9).map(lambda n: n * HOUR)),
        project=draw(st.sampled_from([None, "P", "Q"])),
        demands=tuple(Demand(1, name) for name in draw(st.sampled_from(["", "", "", "N", "W", "RW"]))),
    )


@st.composite
def bound_plans(draw: st.DrawFn, *, with_alap: bool = True, with_resources: bool = False) -> Plan:
    """Plans with everything at once; the last tasks may hang under summaries."""
    names = [f"T{i}" for i in range(draw(st.integers(2, 8)))]
    tasks = [draw(bound_tasks(name, with_alap=with_alap)) for name in names]
    found = list(draw(links(names, one_calendar=False)))
    if draw(st.booleans()):
        summary = Task("S", 0 * HOUR, constraint="SNET", constraint_at=draw(dates), deadline=draw(dates))
        tasks += [summary, *(Task(f"U{i}", draw(st.integers(0, 9)) * HOUR, parent="S") for i in range(3))]
        found += [Link(names[0], "S", draw(link_types), draw(lags)), Link("U0", "U1", draw(link_types))]
    projects = (Project("P", release=draw(st.none() | dates)), Project("Q", due=draw(st.none() | dates)))
    resources = RESOURCES if with_resources else ()
    return Plan(tuple(tasks), tuple(found), OFFICE, START, draw(st.none() | dates), resources, projects)
