"""Deliverables, hand-over, closing."""

from typing import Any

import pytest
from tests.business.projects.company import a_project, task
from tests.cast import HOUSE, NOON, Cast, acting, actor

from goldenthread.business.people.models import Role, RoleGrant
from goldenthread.business.projects.actions import (
    NewDeliverable,
    Verdict,
    accept_deliverable,
    add_deliverable,
    add_member,
    add_readiness_item,
    advance_phase,
    close_project,
    judge_readiness,
    pass_handover,
    record_decision,
    remove_member,
    remove_readiness_item,
    report_progress,
    send_back_deliverable,
    start_handover,
    stop_project,
    submit_deliverable,
)
from goldenthread.business.projects.models import Deliverable, Handover, Project
from goldenthread.business.projects.queries import project as read
from goldenthread.business.services.actions import NewService, plan_service
from goldenthread.business.services.models import PortfolioState, Service, Stage
from goldenthread.foundation.errors import Invalid, NotAllowed, NotFound, Refused
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.models import Event
from goldenthread.foundation.policies import visible

MET = Verdict(is_met=True, evidence="Test report 12")


def pipeline(cast: Cast) -> Service:
    new = NewService("Reminders", cast.ines.pk, calendar_id=cast.calendar.pk, customer_ids=(cast.clinic.pk,))
    return plan_service(HOUSE, new=new)


def accepted(cast: Cast, project: Project) -> None:
    deliverable = Deliverable.objects.get(project=project)
    submit_deliverable(acting(cast.tomas), deliverable.key)
    accept_deliverable(acting(cast.ruth), deliverable.key, verdicts=[MET, MET])


def ready(cast: Cast, handover: Handover) -> None:
    for item in handover.items.all():
        judge_readiness(acting(cast.priya), handover.key, item=item.pk, is_ready=True, evidence="Shown on 2 March")


def test_accepting_needs_every_criterion(cast: Cast) -> None:
    project = a_project(cast)
    deliverable = project.deliverables.get()
    with pytest.raises(Refused):
        accept_deliverable(acting(cast.ruth), deliverable.key, verdicts=[MET, MET])
    submit_deliverable(acting(cast.tomas), deliverable.key, evidence=["Seen on three phones", ""])
    for verdicts in ([MET], [MET, Verdict(is_met=False)]):
        with pytest.raises(Invalid):
            accept_deliverable(acting(cast.ruth), deliverable.key, verdicts=verdicts)
    for person in (cast.priya, cast.tomas, cast.mara):
        with pytest.raises(NotAllowed):
            accept_deliverable(acting(person), deliverable.key, verdicts=[MET, MET])

    found = accept_deliverable(acting(cast.ruth), deliverable.key, verdicts=[Verdict(is_met=True), MET])
    assert (found.state, found.decided_by, found.decided_at) == ("accepted", cast.ruth, NOON)
    assert [criterion["evidence"] for criterion in found.criteria] == ["Seen on three phones", "Test report 12"]


def test_sending_back_needs_a_reason(cast: Cast) -> None:
    deliverable = a_project(cast).deliverables.get()
    submit_deliverable(acting(cast.tomas), deliverable.key)
    with pytest.raises(Invalid):
        send_back_deliverable(acting(cast.ruth), deliverable.key, reason="")
    found = send_back_deliverable(acting(cast.ruth), deliverable.key, reason="The page is silent to a screen reader")
    assert found.state == "sent_back"
    assert submit_deliverable(acting(cast.tomas), deliverable.key).reason == ""


def test_the_customer_sees_and_accepts_what_waits_for_them_and_nothing_else(cast: Cast) -> None:
    RoleGrant.objects.create(key=next_key("GRT"), person=cast.nadia, role=Role.CUSTOMER)
    project = a_project(cast)
    deliverable = project.deliverables.get()
    assert not visible(Deliverable, actor(cast.nadia)).exists()
    submit_deliverable(acting(cast.tomas), deliverable.key)
    for person in (cast.omar, cast.charlie):
        with pytest.raises(NotFound):
            accept_deliverable(acting(person), deliverable.key, verdicts=[MET, MET])
    with pytest.raises(NotFound):
        read(actor(cast.nadia), project.key)
    assert accept_deliverable(acting(cast.nadia), deliverable.key, verdicts=[MET, MET]).state == "accepted"


def test_a_hand_over_waits_for_deliverables_and_readiness(cast: Cast) -> None:
    service = pipeline(cast)
    project = a_project(cast, service_ids=(service.pk,))
    handover = start_handover(acting(cast.priya), project.key, service=service.key)
    assert {item.area for item in handover.items.all()} == {"people", "technology", "processes"}

    with pytest.raises(Refused, match="Booking page"):
        pass_handover(acting(cast.ines), handover.key)
    accepted(cast, project)
    with pytest.raises(Refused, match="and 9 more"):
        pass_handover(acting(cast.ines), handover.key)
    assert Service.objects.get(pk=service.pk).state == PortfolioState.PIPELINE

    ready(cast, handover)
    with pytest.raises(NotAllowed):
        pass_handover(acting(cast.priya), handover.key)
    passed = pass_handover(acting(cast.ines), handover.key)
    live = Service.objects.get(pk=service.pk)
    assert (passed.passed_at, passed.passed_by) == (NOON, cast.ines)
    assert (live.state, live.stage, live.live_at) == (PortfolioState.CATALOGUE, Stage.PROVIDE, NOON)
    with pytest.raises(Refused):
        add_readiness_item(acting(cast.priya), handover.key, area="people", text="One more")


def test_the_list_is_fitted_to_the_case(cast: Cast) -> None:
    project = a_project(cast)
    handover = start_handover(acting(cast.priya), project.key, service=cast.service.key)
    item = add_readiness_item(acting(cast.ines), handover.key, area="technology", text="Badge readers replaced")
    with pytest.raises(Invalid):
        judge_readiness(acting(cast.priya), handover.key, item=item.pk, is_ready=True)
    remove_readiness_item(acting(cast.priya), handover.key, item=item.pk)
    with pytest.raises(Invalid):
        judge_readiness(acting(cast.priya), handover.key, item=item.pk, is_ready=True, evidence="Seen")
    with pytest.raises(Refused):
        start_handover(acting(cast.priya), project.key, service=cast.service.key)


def test_closing_waits_for_both(cast: Cast) -> None:
    service = pipeline(cast)
    project = a_project(cast, service_ids=(service.pk,))
    found = task(cast, project, "Pages", days=1)
    with pytest.raises(Refused, match="Booking page"):
        close_project(acting(cast.priya), project.key)
    accepted(cast, project)
    with pytest.raises(Refused, match="Reminders"):
        close_project(acting(cast.priya), project.key)
    handover = start_handover(acting(cast.priya), project.key, service=service.key)
    ready(cast, handover)
    pass_handover(acting(cast.ines), handover.key)
    advance_phase(acting(cast.priya), project.key)

    closed = close_project(acting(cast.priya), project.key)
    assert (closed.state, closed.closed_at) == ("closed", NOON)
    assert [bool(phase.finished_at) for phase in closed.phases.all()] == [True, True, False, False, False, False]
    with pytest.raises(Refused):
        report_progress(acting(cast.tomas), found.key, percent=50)
    assert Event.objects.filter(subject=project.key, name="ProjectClosed").exists()


def test_phases_go_on_to_the_last(cast: Cast) -> None:
    project = a_project(cast, template="lean")
    assert advance_phase(acting(cast.priya), project.key).kind == "executing"
    assert advance_phase(acting(cast.priya), project.key).kind == "closing"
    with pytest.raises(Refused):
        advance_phase(acting(cast.priya), project.key)


def test_stopping_is_for_those_who_charter(cast: Cast) -> None:
    project = a_project(cast)
    with pytest.raises(NotAllowed):
        stop_project(acting(cast.priya), project.key, reason="No money")
    assert stop_project(acting(cast.mara), project.key, reason="No money").state == "stopped"


def test_people_come_and_go(cast: Cast) -> None:
    project = a_project(cast)
    add_member(acting(cast.priya), project.key, person=cast.daniel.key)
    assert read(actor(cast.daniel), project.key)
    remove_member(acting(cast.priya), project.key, person=cast.daniel.key)
    with pytest.raises(NotFound):
        read(actor(cast.daniel), project.key)
    with pytest.raises(Refused):
        remove_member(acting(cast.priya), project.key, person=cast.priya.key)


def test_a_decision_is_kept(cast: Cast) -> None:
    project = a_project(cast)
    known: dict[str, Any] = {"title": "One page, not two", "reason": "Half the work"}
    record_decision(acting(cast.priya), project.key, **known)
    assert Event.objects.get(name="DecisionRecorded").data == known
    with pytest.raises(Invalid):
        record_decision(acting(cast.priya), project.key, title="", reason="")


def test_further_deliverables_are_promised(cast: Cast) -> None:
    project = a_project(cast)
    assert add_deliverable(acting(cast.priya), project.key, new=NewDeliverable("Manual", ("Read by a nurse",))).key
    with pytest.raises(Invalid):
        add_deliverable(acting(cast.priya), project.key, new=NewDeliverable("Manual", ()))
