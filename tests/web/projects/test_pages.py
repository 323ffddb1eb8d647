"""Project pages as people use them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.business.projects.company import a_project, task
from tests.cast import NOON, Cast, acting, actor

from goldenthread.business.people.models import Person, Rate, Role, RoleGrant
from goldenthread.business.projects.actions import (
    NewRisk,
    NewTask,
    add_task,
    assign_task,
    baseline_project,
    link_tasks,
    note_risk,
    record_decision,
    report_progress,
    start_handover,
    submit_deliverable,
)
from goldenthread.business.projects.models import Deliverable, Dependency, Handover, Project, Risk, Task
from goldenthread.business.services.models import FreezeWindow
from goldenthread.business.work.actions import log_time
from goldenthread.business.work.models import LedgerEntry
from goldenthread.business.work.queries import time_behind
from goldenthread.foundation.keys import next_key

TABS = ("", "plan/", "deliverables/", "risks/", "money/", "team/", "happened/", "hand-over/", "progress/")


@pytest.fixture
def running(cast: Cast) -> Project:
    """A project under way, with everything that a page can show."""
    project = a_project(cast)
    build = task(cast, project, "Build")
    first = task(cast, project, "Calendar import", days=10, budget=10_000, parent=build.key)
    second = task(cast, project, "Load test", days=5, budget=5_000)
    gate = task(cast, project, "Pilot go-live", is_milestone=True)
    link_tasks(acting(cast.priya), second.key, predecessor=first.key)
    link_tasks(acting(cast.priya), gate.key, predecessor=second.key, kind="FS", lag_minutes=480)
    early = NewTask("Kick-off", is_milestone=True, constraint="MSO", constraint_on=date(2026, 3, 4))
    add_task(acting(cast.priya), project.key, new=early)
    baseline_project(acting(cast.priya), project.key, reason="Approved by the board")
    assign_task(acting(cast.priya), first.key, person=cast.tomas.key)
    Rate.objects.create(key=next_key("RATE"), per_hour=90, valid_from=date(2026, 1, 1))
    log_time(acting(cast.tomas, NOON + timedelta(days=3)), first.key, on=date(2026, 3, 4), minutes=300)
    report_progress(acting(cast.tomas, NOON + timedelta(days=3)), first.key, percent=20)
    note_risk(acting(cast.tomas), project.key, new=NewRisk("The supplier is late", 30, days=5, cost=Decimal(8000)))
    record_decision(acting(cast.priya), project.key, title="One page, not two", reason="Half the work")
    start_handover(acting(cast.priya), project.key, service=cast.service.key)
    FreezeWindow.objects.create(
        key=next_key("FRZ"), name="Spring freeze", starts_at=NOON, ends_at=NOON + timedelta(days=60)
    )
    return project


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="goldenthread.connectors.accounts.HouseBackend")
    return client


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("name", ["priya", "tomas", "ruth", "mara", "ines"])
def test_every_tab_for_everyone_concerned(cast: Cast, running: Project, tab: str, name: str) -> None:
    answer = signed_in(getattr(cast, name)).get(f"/projects/{running.key}/{tab}")
    if tab == "money/" and name == "tomas":
        assert answer.status_code == 404
        return
    assert answer.status_code == 200
    assert running.name in text_of(answer)


@pytest.mark.parametrize("tab", TABS)
def test_who_is_not_concerned_finds_nothing(cast: Cast, running: Project, tab: str) -> None:
    for person in (cast.charlie, cast.nadia, cast.daniel):
        assert signed_in(person).get(f"/projects/{running.key}/{tab}").status_code == 404
    assert Client().get(f"/projects/{running.key}/{tab}").status_code == 302


def test_the_cockpit_shows_figures_that_open(cast: Cast, running: Project) -> None:
    shown = text_of(signed_in(cast.priya).get(f"/projects/{running.key}/"))
    for word in (
        "Schedule index",
        "Cost index",
        "Forecast at completion",
        "Earned schedule",
        "Seven factors",
        "Needs you",
    ):
        assert word in shown
    assert 'id="fig-spi-panel"' in shown
    assert "450" in shown, "five hours at 90"


def test_members_without_a_money_role_see_no_money(cast: Cast, running: Project) -> None:
    client = signed_in(cast.tomas)
    for tab in ("", "plan/", "risks/", "team/"):
        shown = text_of(client.get(f"/projects/{running.key}/{tab}"))
        assert "€" not in shown, tab
    assert "100,000" not in text_of(client.get(f"/projects/{running.key}/"))


def test_an_empty_project_says_what_to_do(cast: Cast) -> None:
    project = a_project(cast, service_ids=())
    client = signed_in(cast.priya)
    for tab, word in {
        "": "Nothing is planned yet",
        "plan/": "Nothing is planned yet",
        "risks/": "No risk is noted yet",
        "hand-over/": "Nothing to hand over",
        "money/": "Nothing is spent yet",
    }.items():
        assert word in text_of(client.get(f"/projects/{project.key}/{tab}"))


def test_the_plan_opens_what_drives_a_date(cast: Cast, running: Project) -> None:
    gate = Task.objects.get(work__title="Pilot go-live")
    shown = text_of(signed_in(cast.ruth).get(f"/projects/{running.key}/plan/?date={gate.key}&scale=month"))
    assert "What drives" in shown
    assert 'class="drive"' in shown
    assert "Spring freeze" in shown
    assert "in freeze" in shown


def test_the_list_and_its_file(cast: Cast, running: Project) -> None:
    client = signed_in(cast.mara)
    assert running.key in text_of(client.get("/projects/?state=open"))
    assert "No project fits" in text_of(client.get("/projects/?state=closed"))
    file = client.get("/projects/?format=csv&state=open")
    assert file["Content-Type"].startswith("text/csv")
    assert running.key in text_of(file)
    assert "No project of yours yet" in text_of(signed_in(cast.daniel).get("/projects/"))


@pytest.mark.parametrize("tab", ["plan/", "deliverables/", "risks/", "money/", "happened/"])
def test_every_list_is_a_file_too(cast: Cast, running: Project, tab: str) -> None:
    file = signed_in(cast.priya).get(f"/projects/{running.key}/{tab}?format=csv")
    assert file["Content-Type"].startswith("text/csv")
    assert len(text_of(file).splitlines()) > 1


def test_a_task_is_added_changed_linked_and_told_forward(cast: Cast, running: Project) -> None:
    client = signed_in(cast.priya)
    before = Task.objects.get(work__title="Load test")
    form = {
        "title": "Training",
        "days": "2.5",
        "constraint": "ASAP",
        "budget": "800",
        "follows": before.key,
        "_once": "a",
    }
    answer = client.post(f"/projects/{running.key}/plan/add/", form)
    assert answer.status_code == 303
    client.post(f"/projects/{running.key}/plan/add/", form)
    made = Task.objects.get(work__title="Training")
    assert (made.duration_minutes, made.budget) == (1200, 800)
    assert Dependency.objects.filter(predecessor=before, successor=made).exists()

    assert client.get(f"/tasks/{made.key}/edit/").status_code == 200
    changed = {"title": "Training of the desk", "days": "3", "constraint": "ASAP", "_version": str(made.version)}
    assert client.post(f"/tasks/{made.key}/edit/", changed).status_code == 303
    assert client.post(f"/tasks/{made.key}/edit/", changed).status_code == 412
    assert client.post(f"/tasks/{made.key}/link/", {"predecessor": made.key, "kind": "FS"}).status_code == 422
    circle = client.post(f"/tasks/{before.key}/link/", {"predecessor": made.key, "kind": "FS"})
    assert circle.status_code == 409
    assert "Training of the desk → " in text_of(circle) or " → Training of the desk" in text_of(circle)

    assert client.post(f"/tasks/{made.key}/progress/", {"percent": "140"}).status_code == 422
    assert client.post(f"/tasks/{made.key}/progress/", {"percent": "40"}).status_code == 303
    assert Task.objects.get(pk=made.pk).percent == 40


def test_a_task_page_takes_messages_and_shows_people(cast: Cast, running: Project) -> None:
    found = Task.objects.get(work__title="Calendar import")
    client = signed_in(cast.tomas)
    assert client.post(f"/tasks/{found.key}/", {"text": "The *first* clinic is in"}).status_code == 303
    assert client.post(f"/tasks/{found.key}/", {"text": ""}).status_code == 422
    shown = text_of(client.get(f"/tasks/{found.key}/"))
    assert "<em>first</em>" in shown
    assert "Tomas Okafor" in shown
    assert "5" in shown
    for name in ("move", "link", "assign"):
        assert signed_in(cast.priya).get(f"/tasks/{found.key}/{name}/").status_code == 200


def test_tasks_are_moved_given_away_and_taken_out(cast: Cast, running: Project) -> None:
    client = signed_in(cast.priya)
    gate = Task.objects.get(work__title="Pilot go-live")
    build = Task.objects.get(work__title="Build")
    assert client.post(f"/tasks/{gate.key}/move/", {"parent": build.key, "place": "1"}).status_code == 303
    assert Task.objects.get(pk=gate.pk).wbs == "1.1"
    assert client.post(f"/tasks/{gate.key}/assign/", {"person": cast.tomas.key, "units": "50"}).status_code == 303
    assert client.post(f"/tasks/{gate.key}/unassign/", {"person": cast.tomas.key}).status_code == 303
    before = Task.objects.get(work__title="Load test")
    assert client.post(f"/tasks/{gate.key}/unlink/", {"predecessor": before.key}).status_code == 303
    assert client.post(f"/tasks/{gate.key}/remove/").status_code == 303
    assert not Task.objects.filter(pk=gate.pk).exists()
    assert signed_in(cast.tomas).post(f"/tasks/{before.key}/remove/").status_code == 403


def test_a_deliverable_is_handed_in_and_judged(cast: Cast, running: Project) -> None:
    found = running.deliverables.get()
    team, sponsor = signed_in(cast.tomas), signed_in(cast.ruth)
    address = f"/deliverables/{found.key}/"
    assert "Hand it in" in text_of(team.get(address))
    assert team.post(address, {"evidence_0": "Seen on three phones", "evidence_1": ""}).status_code == 303
    assert "Judge every criterion" in text_of(sponsor.get(address))
    assert sponsor.post(address, {"met_0": "yes", "act": "accept"}).status_code == 422
    assert sponsor.post(address, {"act": "back", "reason": ""}).status_code == 422
    assert sponsor.post(address, {"act": "back", "reason": "Silent to a screen reader"}).status_code == 303
    assert "Silent to a screen reader" in text_of(team.get(address))
    team.post(address, {"evidence_0": "", "evidence_1": "Heard with two readers"})
    assert sponsor.post(address, {"met_0": "yes", "met_1": "yes", "act": "accept"}).status_code == 303
    assert Deliverable.objects.get().state == "accepted"


def test_a_deliverable_hangs_on_the_thread_of_its_project(cast: Cast, running: Project) -> None:
    found = running.deliverables.get()
    page = text_of(signed_in(cast.priya).get(f"/deliverables/{found.key}/"))
    assert "No project to show" not in page
    assert page.count(running.name) > 1


def test_a_customer_judges_on_the_portal(cast: Cast, running: Project) -> None:
    RoleGrant.objects.create(key=next_key("GRT"), person=cast.nadia, role=Role.CUSTOMER)
    found = running.deliverables.get()
    client = signed_in(cast.nadia)
    assert client.get(f"/deliverables/{found.key}/").status_code == 404
    submit_deliverable(acting(cast.tomas), found.key)
    shown = text_of(client.get(f"/deliverables/{found.key}/"))
    assert "Judge every criterion" in shown
    assert "All deliverables" not in shown


def test_risks_are_noted_and_changed(cast: Cast, running: Project) -> None:
    client = signed_in(cast.tomas)
    form = {
        "title": "Two key people leave",
        "probability": "10",
        "days": "20",
        "cost": "15000",
        "owner": cast.priya.key,
    }
    assert client.post(f"/projects/{running.key}/risks/add/", form).status_code == 303
    made = Risk.objects.get(title="Two key people leave")
    assert made.owner == cast.priya
    assert client.post(f"/risks/{made.key}/", {**form, "probability": "900", "state": "open"}).status_code == 422
    assert client.post(f"/risks/{made.key}/", {**form, "state": "closed"}).status_code == 303
    assert "Two key people leave" in text_of(client.get(f"/projects/{running.key}/risks/?state=closed"))
    assert client.get(f"/risks/{made.key}/").status_code == 200
    assert signed_in(cast.ruth).get(f"/risks/{made.key}/").status_code == 200


def test_readiness_is_shown_with_evidence(cast: Cast, running: Project) -> None:
    handover = Handover.objects.get()
    client = signed_in(cast.priya)
    item = handover.items.first()
    assert item is not None
    address = f"/handovers/{handover.key}/readiness/{item.pk}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"evidence": ""}).status_code == 422
    assert client.post(address, {"evidence": "Rota of 2 March"}).status_code == 303
    assert "Rota of 2 March" in text_of(client.get(f"/projects/{running.key}/hand-over/"))
    assert client.post(f"{address}reopen/").status_code == 303
    assert client.post(f"{address}remove/").status_code == 303
    form = {"area": "people", "text": "Night shift trained"}
    assert client.post(f"/handovers/{handover.key}/add/", form).status_code == 303
    refused = signed_in(cast.ines).post(f"/handovers/{handover.key}/pass/")
    assert refused.status_code == 409
    assert "Booking page" in text_of(refused)
    assert client.get(f"/handovers/{handover.key}/").status_code == 302


def test_running_a_project(cast: Cast, running: Project) -> None:
    client = signed_in(cast.priya)
    address = f"/projects/{running.key}/"
    assert client.post(f"{address}plan/freeze/", {"reason": ""}).status_code == 422
    assert client.post(f"{address}plan/freeze/", {"reason": "Scope grew"}).status_code == 303
    assert client.post(f"{address}next-phase/").status_code == 303
    assert client.post(f"{address}team/", {"person": cast.daniel.key}).status_code == 303
    assert client.post(f"{address}team/remove/", {"person": cast.daniel.key}).status_code == 303
    assert client.post(f"{address}decide/", {"title": "Go on", "reason": "It works"}).status_code == 303
    form = {"name": "Manual", "criteria": "Read by a nurse\nIn two languages", "due_on": "2026-05-01"}
    assert client.post(f"{address}deliverables/add/", form).status_code == 303
    assert client.post(f"{address}close/").status_code == 409
    assert client.post(f"{address}stop/", {"reason": "No money"}).status_code == 403
    assert signed_in(cast.mara).post(f"{address}stop/", {"reason": "No money"}).status_code == 303
    shown = text_of(client.get(address))
    assert "Stopped" in shown
    assert "Update progress" not in shown


def test_a_bigger_plan_costs_no_more_queries(cast: Cast, running: Project) -> None:
    client = signed_in(cast.priya)

    def spent(tab: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/projects/{running.key}/{tab}").status_code == 200
        return len(found)

    before = {tab: spent(tab) for tab in TABS}
    for number in range(15):
        made = task(cast, running, f"More {number}", days=1, budget=10)
        assign_task(acting(cast.priya), made.key, person=cast.priya.key)
    report_progress(acting(cast.priya, timezone.now()), made.key, percent=10)
    after = {tab: spent(tab) for tab in TABS}
    assert {tab for tab in TABS if after[tab] > before[tab] + 1} == set(), (before, after)


def test_the_cost_of_logged_time_opens_to_its_hours_and_for_those_who_see_rates_to_that_of_its_day(
    cast: Cast, running: Project
) -> None:
    rate = ("Rate of an hour", "in force on that day")
    for person, shown in ((cast.priya, ()), (cast.mara, rate)):
        page = text_of(signed_in(person).get(f"/projects/{running.key}/money/"))
        for words in ("5\u202fh by Tomas Okafor", "Time × rate", *shown):
            assert words in page, (person.name, words)
        for words in set(rate) - set(shown):
            assert words not in page, (person.name, words)


def test_who_may_not_see_whose_time_it_was_sees_the_entry_alone(cast: Cast, running: Project) -> None:
    entries = list(LedgerEntry.objects.all())

    assert len(time_behind(actor(cast.priya), entries)) == 1
    assert time_behind(actor(cast.ines), entries) == {}
