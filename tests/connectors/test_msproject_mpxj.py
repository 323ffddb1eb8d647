"""What another program reads in our file: MPXJ, where it and Java are on the machine."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.cast import Cast
from tests.connectors.test_msproject_export import a_rich_plan, written

from goldenthread.business.projects.models import Dependency, Task

jpype = pytest.importorskip("jpype", reason="jpype is not installed, so MPXJ cannot read our file")
pytest.importorskip("mpxj", reason="MPXJ is not installed, so it cannot read our file")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java to run MPXJ with"),
]


@pytest.fixture
def reader() -> Any:
    """Its reader of any schedule."""
    if not jpype.isJVMStarted():
        jpype.startJVM()
    return jpype.JClass("org.mpxj.reader.UniversalProjectReader")()


def wall(value: Any) -> str:
    return str(value)[:16]


def test_it_reads_the_tasks_links_and_dates_that_were_written(cast: Cast, reader: Any, tmp_path: Path) -> None:
    project = a_rich_plan(cast)
    file = tmp_path / "plan.xml"
    file.write_bytes(written(cast, project))

    read = reader.read(str(file))

    zone = project.calendar.hours().zone
    told = {str(one.getName()): one for one in read.getTasks() if one.getName() is not None}
    ours = {one.work.title: one for one in Task.objects.filter(project=project).select_related("work")}
    assert set(told) == set(ours)
    for title, task in ours.items():
        assert task.early_start_at is not None
        assert task.early_finish_at is not None
        assert wall(told[title].getStart()) == f"{task.early_start_at.astimezone(zone):%Y-%m-%dT%H:%M}"
        assert wall(told[title].getFinish()) == f"{task.early_finish_at.astimezone(zone):%Y-%m-%dT%H:%M}"
        assert told[title].getPriority().getValue() == task.priority
    links = {
        (str(tie.getPredecessorTask().getName()), str(one.getName()), str(tie.getType()), str(tie.getLag()))
        for one in read.getTasks()
        for tie in one.getPredecessors()
    }
    assert links == {
        ("Pages & “forms”", "Dry", "FS", "50.0e%"),
        ("Dry", "At night", "SS", "-0.25d"),
        ("Build", "Gate", "FF", "0.4166666666666667ed"),
    }
    assert len(links) == Dependency.objects.filter(successor__project=project).count()
    assert float(told["Pages & “forms”"].getCost()) == 900
    assert {str(one.getName()) for one in read.getResources() if one.getName() is not None} == {
        "Crane", "Sand", "Tomas Okafor",
    }  # fmt: skip
    assert wall(told["Pages & “forms”"].getBaselineStart()) == "2026-03-02T09:00"
