"""A plan of 10,000 tasks from Microsoft Project: how many come in a second of all processors' time, in what memory."""

import io
import resource
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from benchmarks.house import open_house, server_cpu
from benchmarks.result import Result

TASKS = 10_000
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def measure() -> Iterator[Result]:
    content = _generated()
    with open_house() as home:
        from goldenthread.connectors.msproject import import_file  # noqa: PLC0415  Django is ready only now
        from goldenthread.foundation.actors import SYSTEM  # noqa: PLC0415

        key = _project()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        ours, theirs, start = time.process_time(), server_cpu(home), time.perf_counter()
        done = import_file(SYSTEM.at(NOW), key, io.BytesIO(content), name="plan.xml").done
        ours, theirs = time.process_time() - ours, server_cpu(home) - theirs
        passed = time.perf_counter() - start
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    size = len(content) / 1024 / 1024
    note = f"{done.tasks:,} tasks, {done.links:,} links, {size:.0f} MB: {ours:.1f} s here, {theirs:.1f} s in PostgreSQL"
    note = f"{note}, {passed:.1f} s"
    yield Result("msproject: tasks a CPU second", done.tasks / (ours + theirs), "tasks", 300, True, note=note)
    yield Result("msproject: memory for the import", grown, "MB", 600)


def _generated() -> bytes:
    """Ten thousand tasks in bundles of ten, each waiting for the one before and for one of the bundle before."""
    rows = ["<Project xmlns='http://schemas.microsoft.com/project'><StartDate>2026-03-02T09:00:00</StartDate><Tasks>"]
    for uid in range(1, TASKS + 1):
        level = 1 if uid % 10 == 1 else 2
        links = "".join(
            f"<PredecessorLink><PredecessorUID>{before}</PredecessorUID><Type>1</Type><LinkLag>0</LinkLag>"
            "<LagFormat>7</LagFormat></PredecessorLink>"
            for before in (uid - 1, uid - 10)
            if level == 2 and before > 1 and before % 10 != 1
        )
        rows.append(
            f"<Task><UID>{uid}</UID><ID>{uid}</ID><Name>Task {uid}</Name><Type>0</Type><IsNull>0</IsNull>"
            f"<OutlineLevel>{level}</OutlineLevel><Priority>500</Priority><Start>2026-03-02T09:00:00</Start>"
            f"<Finish>2026-03-03T17:00:00</Finish><Duration>PT16H0M0S</Duration><DurationFormat>7</DurationFormat>"
            f"<Work>PT16H0M0S</Work><Milestone>0</Milestone><Summary>{int(level == 1)}</Summary><Cost>160000</Cost>"
            f"<PercentComplete>0</PercentComplete><ConstraintType>0</ConstraintType><CalendarUID>-1</CalendarUID>"
            f"<Notes>What task {uid} is for.</Notes>{links}</Task>"
        )
    return "".join([*rows, "</Tasks></Project>"]).encode()


def _project() -> str:
    """A project of a small organisation to bring the plan into."""
    from goldenthread.business.people.models import Organisation, Person, WorkCalendar  # noqa: PLC0415
    from goldenthread.business.projects.actions import NewCharter, NewProject, open_project  # noqa: PLC0415
    from goldenthread.foundation.actors import SYSTEM  # noqa: PLC0415
    from goldenthread.foundation.keys import next_key  # noqa: PLC0415

    week = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    spec = {"timezone": "Europe/Berlin", "weekly": week}
    calendar = WorkCalendar.objects.create(key=next_key("CAL"), name="Office", spec=spec)
    ours = Organisation.objects.create(key=next_key("ORG"), name="Ours", kind="internal", calendar=calendar)
    manager = Person.objects.create(
        key=next_key("PER"), name="Priya Nair", email="priya@bench.example", organisation=ours, joined_at=NOW
    )
    new = NewProject(
        name="A large plan",
        manager_id=manager.pk,
        template="lean",
        start_on=date(2026, 3, 2),
        calendar_id=calendar.pk,
        charter=NewCharter("All of it.", date(2046, 3, 2), Decimal(1)),
    )
    key: str = open_project(SYSTEM.at(NOW), new=new).key
    return key
