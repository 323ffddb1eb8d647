"""A plan's file on the page: looked at, brought in, refused, and written out again."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.business.projects.company import a_project, task
from tests.cast import Cast

from goldenthread.business.people.models import Person
from goldenthread.business.projects.models import Project, Task
from goldenthread.foundation.models import File

PLAN = b"""<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project"><StartDate>2026-03-02T09:00:00</StartDate>
<Tasks><Task><UID>7</UID><Name>Dig</Name><OutlineLevel>1</OutlineLevel><Duration>PT16H0M0S</Duration><Contact>Bob</Contact>
<EarlyStart>2026-03-02T09:00:00</EarlyStart><EarlyFinish>2026-03-04T17:00:00</EarlyFinish></Task>
<Task><UID>8</UID><Name>Pour</Name><OutlineLevel>1</OutlineLevel><Duration>PT8H0M0S</Duration>
<PredecessorLink><PredecessorUID>7</PredecessorUID><Type>1</Type></PredecessorLink></Task></Tasks></Project>"""


@pytest.fixture
def project(cast: Cast) -> Project:
    return a_project(cast)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def sent(content: bytes = PLAN, name: str = "plan.xml") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, content), "_once": "one"}


def page(project: Project, end: str = "") -> str:
    return f"/projects/{project.key}/plan/msproject/{end}"


def test_a_look_shows_what_would_come_in_and_writes_nothing_of_it(cast: Cast, project: Project) -> None:
    shown = signed_in(cast.priya).post(page(project), sent())

    html = shown.content.decode()
    assert shown.status_code == 200
    assert "This is what would come in" in html
    assert "Dig" in html
    assert "One date differs." in html
    assert "A task has people, not a contact." in html
    assert not Task.objects.filter(project=project).exists()


def test_the_file_that_was_looked_at_comes_in_at_a_word(cast: Cast, project: Project) -> None:
    client = signed_in(cast.priya)
    client.post(page(project), sent())

    answer = client.post(page(project, "bring-in/"), {"file": File.objects.get().pk, "_once": "two"}, follow=True)

    assert answer.redirect_chain == [(page(project), 303)]
    assert "Brought in: 2 created" in answer.content.decode()
    assert "plan.xml" in answer.content.decode()
    assert [one.work.title for one in Task.objects.filter(project=project).order_by("place")] == ["Dig", "Pour"]


def test_a_file_kept_on_another_project_does_not_come_in_here(cast: Cast, project: Project) -> None:
    client, other = signed_in(cast.priya), a_project(cast, name="Another")
    client.post(page(other), sent())

    answer = client.post(page(project, "bring-in/"), {"file": File.objects.get().pk, "_once": "two"})

    assert answer.status_code == 404
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<nothing/>", "This is no Microsoft Project file"),
        (PLAN[:400], "The file is no whole XML"),
        (b"\xd0\xcf\x11\xe0 binary", "This is an .mpp file."),
        (PLAN.replace(b"PredecessorUID>7", b"PredecessorUID>8").replace(b"Dig", b"D"), "One date differs."),
    ],
)
def test_what_is_wrong_with_a_file_stands_under_it(cast: Cast, project: Project, content: bytes, sentence: str) -> None:
    shown = signed_in(cast.priya).post(page(project), sent(content))

    assert sentence in shown.content.decode()
    assert shown.status_code in (200, 422)
    assert not Task.objects.exists()


def test_links_that_go_round_are_refused_with_their_path(cast: Cast, project: Project) -> None:
    round_ = PLAN.replace(
        b"<EarlyStart>", b"<PredecessorLink><PredecessorUID>8</PredecessorUID></PredecessorLink><EarlyStart>"
    )

    shown = signed_in(cast.priya).post(page(project), sent(round_))

    assert shown.status_code == 409
    assert "The links would go round in a circle" in shown.content.decode()


def test_only_who_plans_brings_a_plan_in_and_strangers_do_not_know_of_it(cast: Cast, project: Project) -> None:
    assert "Priya Nair plans this project." in signed_in(cast.tomas).get(page(project)).content.decode()
    assert signed_in(cast.tomas).post(page(project), sent()).status_code == 403
    assert signed_in(cast.charlie).post(page(project), sent()).status_code == 404
    assert signed_in(cast.charlie).get(page(project, "download/")).status_code == 404
    assert not File.objects.exists()


def test_whoever_sees_the_plan_takes_it_along(cast: Cast, project: Project) -> None:
    task(cast, project, "Dig", 2)

    answer = signed_in(cast.tomas).get(page(project, "download/"))

    content = b"".join(answer)  # type: ignore[call-overload]
    assert answer["Content-Disposition"] == f'attachment; filename="{project.key}.xml"'
    assert b"<Name>Dig</Name>" in content


def test_the_plan_page_takes_a_dropped_file(cast: Cast, project: Project) -> None:
    html = signed_in(cast.priya).get(f"/projects/{project.key}/plan/").content.decode()

    assert f'action="{page(project)}" data-drop' in html
    assert "data-drop" not in signed_in(cast.tomas).get(f"/projects/{project.key}/plan/").content.decode()


def test_a_resource_is_named_put_on_a_task_and_taken_away(cast: Cast, project: Project) -> None:
    client, one = signed_in(cast.priya), task(cast, project, "Dig", 2)
    told = {"name": "Crane", "kind": "work", "units": "100", "rate": "80", "overtime_rate": "0", "cost_per_use": "0"}
    assert client.post(f"/projects/{project.key}/resources/", told | {"_once": "a"}).status_code == 303
    crane = project.resources.get()
    changed = told | {"name": "Tall crane", "resource": str(crane.pk), "calendar": cast.calendar.key, "_once": "b"}
    assert client.get(f"/projects/{project.key}/resources/change/?resource={crane.pk}").status_code == 200
    assert client.post(f"/projects/{project.key}/resources/change/", changed).status_code == 303

    used = {"resource": str(crane.pk), "units": "50", "hours": "8", "_once": "c"}
    assert client.post(f"/tasks/{one.key}/use/", used).status_code == 303
    html = client.get(f"/tasks/{one.key}/").content.decode()
    assert "Tall crane" in html

    assert client.post(f"/tasks/{one.key}/unuse/", {"resource": crane.pk, "_once": "d"}).status_code == 303
    assert client.post(f"/projects/{project.key}/resources/remove/", {"resource": crane.pk}).status_code == 303
    assert not project.resources.exists()


def test_a_link_may_wait_for_a_share_of_the_length_round_the_clock(cast: Cast, project: Project) -> None:
    client, first, second = signed_in(cast.priya), task(cast, project, "Dig", 2), task(cast, project, "Pour", 1)
    told = {"predecessor": first.key, "kind": "FS", "percent": "50", "calendar": "elapsed", "_once": "a"}

    assert client.post(f"/tasks/{second.key}/link/", told).status_code == 303

    html = client.get(f"/tasks/{second.key}/").content.decode()
    assert "of its length" in html
    assert "round the clock" in html
