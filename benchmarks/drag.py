"""A drag in a plan of 10,000 tasks: from the page's request to its answer, on the plan that the process has kept."""

import gzip
import json
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from benchmarks.house import open_house
from benchmarks.result import Result

TASKS, LINKS, DRAGS = 10_000, 20_000, 40
REACH = 60  # tasks; how far ahead a link leads, at most
KINDS = ("FS", "FS", "FS", "SS", "FF")
PARTS = 100
START = date(2026, 3, 2)


def measure() -> Iterator[Result]:
    with open_house():
        yield from _figures()


def _figures() -> Iterator[Result]:
    from django.db import connection  # noqa: PLC0415  Django is ready only now
    from tests.cast import assemble  # noqa: PLC0415

    from benchmarks.visits import visitor  # noqa: PLC0415

    cast = assemble()
    project, keys = _built(cast)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    client = visitor(cast.priya)
    address = f"/projects/{project.key}/plan/preview/"
    chance = Random(7)
    drags = [(keys[chance.randrange(len(keys))], chance.randint(1, 10)) for _ in range(DRAGS)]
    asked = [_ask(client, address, project, key, days) for key, days in [drags[0], *drags]][1:]
    cpu, rows, queries = zip(*asked, strict=True)
    typical = statistics.median(cpu) * 1e3
    said = f"rows sent: median {statistics.median(rows):,.0f}, most {max(rows):,}; slowest {max(cpu) * 1e3:.0f} ms"
    note = f"{TASKS:,} tasks, {LINKS:,} links, {DRAGS} drags; {said}"
    yield Result("drag: request to answer, median CPU", typical, "ms", 50, note=note)
    yield Result("drag: queries of one request", max(queries), "queries", 14)


def _ask(client: Any, address: str, project: Any, key: str, days: int) -> tuple[float, int, int]:
    from benchmarks.visits import watched  # noqa: PLC0415
    from goldenthread.business.projects.models import Task  # noqa: PLC0415

    stands = Task.objects.get(work__key=key)
    to = (stands.early_start_at or datetime.now(UTC)) + timedelta(days=days)
    body = {"task": key, "constraint": "SNET", "constraint_on": to.date().isoformat()}
    with watched() as seen:
        start = time.process_time()
        answer = client.post(address, body)
        taken = time.process_time() - start
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}: {answer.content[:300]!r}")
    is_packed = answer.headers.get("Content-Encoding") == "gzip"
    told = json.loads(gzip.decompress(answer.content) if is_packed else answer.content)
    return taken, len(told["rows"]), seen.count


def _built(cast: Any) -> tuple[Any, list[str]]:
    """A plan of so many tasks and links in the database, below a hundred summaries, and computed."""
    from tests.business.projects.company import a_project  # noqa: PLC0415
    from tests.cast import HOUSE, NOON  # noqa: PLC0415

    from goldenthread.business.projects.actions import reschedule_project  # noqa: PLC0415
    from goldenthread.business.projects.models import Dependency, Task  # noqa: PLC0415
    from goldenthread.business.work.models import Work, WorkKind  # noqa: PLC0415
    from goldenthread.business.work.policies import space_of  # noqa: PLC0415
    from goldenthread.foundation.keys import next_keys  # noqa: PLC0415

    project, chance = a_project(cast, start_on=START), Random(2026)
    names = [f"Part {number}" for number in range(PARTS)] + [f"Task {number}" for number in range(TASKS)]
    space = space_of(project.pk)
    works = Work.objects.bulk_create(
        [
            Work(key=key, kind=WorkKind.TASK, title=name, space=space, account_id=project.account_id, opened_at=NOON)
            for key, name in zip(next_keys("TSK", len(names)), names, strict=True)
        ],
        batch_size=2000,
    )
    heads = Task.objects.bulk_create(
        [Task(work=work, project=project, place=n) for n, work in enumerate(works[:PARTS], start=1)]
    )
    each = -(-TASKS // PARTS)
    tasks = [
        Task(
            work=work,
            project=project,
            parent=heads[n // each],
            place=n + 1,
            duration_minutes=chance.randint(1, 40) * 60,
        )
        for n, work in enumerate(works[PARTS:])
    ]
    Task.objects.bulk_create(tasks, batch_size=2000)
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < LINKS:
        first = chance.randrange(TASKS - 1)
        pairs.add((first, min(TASKS - 1, first + chance.randint(1, REACH))))
    Dependency.objects.bulk_create(
        [
            Dependency(
                predecessor=tasks[first],
                successor=tasks[second],
                kind=chance.choice(KINDS),
                lag_minutes=chance.choice((0, 0, 0, 4, -2)) * 60,
            )
            for first, second in sorted(pairs)
        ],
        batch_size=2000,
    )
    reschedule_project(HOUSE, project.key)
    return project, [work.key for work in works[PARTS:]]
