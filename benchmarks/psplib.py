"""Published scheduling problems read as plans: PSPLIB's single projects and MPSPLIB's multi-projects as JSON."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from goldenthread.engine import Demand, Link, Plan, Project, Resource, Task, WorkCalendar

ALWAYS = WorkCalendar.always("UTC")
START = datetime(2026, 1, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
"""One period of a published problem."""


def single_project_plan(path: Path) -> Plan:
    """The plan of a PSPLIB `.sm` file, a period being an hour."""
    lines = path.read_text().splitlines()
    successors = [row[3:] for row in _rows(lines, "PRECEDENCE RELATIONS", 2)]
    asked = list(_rows(lines, "REQUESTS/DURATIONS", 3))
    capacity = next(_rows(lines, "RESOURCEAVAILABILITIES", 2))
    tasks = tuple(
        Task(str(job), duration * HOUR, demands=tuple(Demand(u, f"R{r}") for r, u in enumerate(units) if u))
        for job, _, duration, *units in asked
    )
    links = tuple(Link(str(job), str(s)) for job, own in enumerate(successors, 1) for s in own)
    resources = tuple(Resource(f"R{r}", units) for r, units in enumerate(capacity))
    return Plan(tasks, links, ALWAYS, START, resources=resources)


def _rows(lines: Sequence[str], heading: str, skip: int) -> Iterator[list[int]]:
    """The rows of figures under a heading, up to the next ruler."""
    first = next(n for n, line in enumerate(lines) if line.startswith(heading)) + skip
    for line in lines[first:]:
        if line.startswith("*"):
            return
        yield [int(figure) for figure in line.split()]


def multi_project_plan(path: Path) -> Plan:
    """The plan of a multi-project JSON file; its links are FS, SS, FF or SF with a lag in periods."""
    told = json.loads(path.read_text())
    tasks = tuple(
        Task(
            str(i),
            duration * HOUR,
            constraint="SNET" if told["release"][i] else None,
            constraint_at=START + told["release"][i] * HOUR if told["release"][i] else None,
            project=str(told["project"][i]),
            demands=tuple(Demand(units, told["resource_names"][int(r)]) for r, units in told["req"][i]),
        )
        for i, duration in enumerate(told["dur"])
    )
    links = tuple(Link(str(p), str(s), kind, lag * HOUR) for s, own in enumerate(told["pred"]) for p, kind, lag in own)
    resources = tuple(map(Resource, told["resource_names"], told["cap"]))
    projects = tuple(Project(str(name)) for name in dict.fromkeys(told["project"]))
    return Plan(tasks, links, ALWAYS, START, resources=resources, projects=projects)
