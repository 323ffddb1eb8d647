"""Real files of Microsoft Project and ProjectLibre, brought in: what they hold, and the dates they store."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.business.projects.company import a_project
from tests.cast import Cast, acting

from goldenthread.business.projects.models import Dependency, Project, Task
from goldenthread.connectors.msproject import Outcome, import_file

SHARED = Path(os.environ.get("GOLDENTHREAD_SHARED", Path(__file__).parents[3] / "shared"))
SCHEDULES = SHARED / "data" / "schedules"
FILES = sorted(SCHEDULES.glob("*.xml"))
WITH_DATES_AND_LINKS = ("mpxj_relations_2007", "mpxj_resource_2007", "mpxj_task-links_2010", "mpxj_task-links_2016")
NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILES, reason=f"the real schedules are not at {SCHEDULES}"),
]


def bring(cast: Cast, name: str, project: Project | None = None) -> tuple[Project, Outcome]:
    project = project or a_project(cast)
    with (SCHEDULES / f"{name}.xml").open("rb") as file:
        done = import_file(acting(cast.priya, NOW), project.key, file, name=f"{name}.xml")
    return Project.objects.get(pk=project.pk), done


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_real_file_comes_in_and_a_second_time_changes_nothing(cast: Cast, path: Path) -> None:
    project, first = bring(cast, path.stem)
    assert first.done.created == first.done.tasks == Task.objects.filter(project=project).count()
    assert Dependency.objects.filter(successor__project=project).count() == first.done.links
    before = list(Task.objects.filter(project=project).order_by("pk").values())

    _project, again = bring(cast, path.stem, project)

    assert not again.done.is_any
    assert again.done.unchanged == first.done.tasks
    assert list(Task.objects.filter(project=project).order_by("pk").values()) == before


def test_the_new_product_of_projectlibre_has_its_43_tasks_and_37_links(cast: Cast) -> None:
    project, first = bring(cast, "projectlibre_new_product")
    assert (first.done.tasks, first.done.links) == (43, 37)
    assert Task.objects.filter(project=project).count() == 43
    assert Dependency.objects.filter(successor__project=project).count() == 37


@pytest.mark.parametrize("name", WITH_DATES_AND_LINKS)
def test_computed_early_dates_are_those_that_the_file_stores(cast: Cast, name: str) -> None:
    _project, done = bring(cast, name)

    assert len(done.compared) == done.done.tasks
    assert done.done.links
    assert [(row.title, row.finish, row.stored_finish) for row in done.differing] == []
