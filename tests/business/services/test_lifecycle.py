"""A service is planned, goes live with its promises, and is retired."""

from datetime import timedelta

import pytest
from tests.cast import HOUSE, NOON, Cast, acting

from goldenthread.business.services.actions import (
    NewAgreement,
    NewService,
    NewTarget,
    add_agreement,
    change_service,
    plan_service,
    retire_service,
    set_stage,
    start_providing,
)
from goldenthread.business.services.models import Service
from goldenthread.foundation.errors import Invalid, NotAllowed, NotFound, Refused, Stale
from goldenthread.foundation.models import Event


def planned(cast: Cast, **known: object) -> Service:
    new = NewService("Results portal", cast.ines.pk, cast.calendar.pk, customer_ids=(cast.clinic.pk,), **known)  # type: ignore[arg-type]
    return plan_service(acting(cast.ines), new=new)


def response(cast: Cast, minutes: int = 60, priority: int | None = None) -> NewTarget:
    return NewTarget("response", cast.calendar.pk, minutes=minutes, priority=priority)


def test_a_service_is_planned_into_the_pipeline_with_its_account(cast: Cast) -> None:
    service = planned(cast)

    assert (service.state, service.stage, service.live_at) == ("pipeline", "plan", None)
    assert service.account.name == "Results portal"
    assert list(service.customers.all()) == [cast.clinic]


def test_a_requester_plans_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        plan_service(acting(cast.nadia), new=NewService("Mine", cast.ines.pk, cast.calendar.pk))


def test_a_plan_names_every_fault(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        plan_service(acting(cast.ines), new=NewService("  ", 0, 0, team_id=0))

    assert set(refusal.value.fields) == {"name", "owner_id", "calendar_id", "team_id"}


def test_going_live_starts_its_agreements_and_early_life(cast: Cast) -> None:
    service = planned(cast)
    new = NewAgreement("Clinic SLA", "sla", organisation_id=cast.clinic.pk, targets=(response(cast),))
    agreement = add_agreement(acting(cast.ines), service.key, new=new)
    assert agreement.starts_on is None

    service = start_providing(HOUSE, service.key)

    agreement.refresh_from_db()
    assert (service.state, service.stage, service.live_at) == ("catalogue", "provide", NOON)
    assert service.early_life_until == NOON.date() + timedelta(days=30)
    assert agreement.starts_on == NOON.date()
    assert {"ServiceWentLive", "AgreementStarted"} <= set(
        Event.objects.filter(subject=service.key).values_list("name", flat=True)
    )


def test_a_live_service_cannot_go_live_again(cast: Cast) -> None:
    with pytest.raises(Refused):
        start_providing(HOUSE, cast.service.key)


def test_customers_see_a_service_once_it_is_live(cast: Cast) -> None:
    service = planned(cast)
    with pytest.raises(NotFound):
        start_providing(acting(cast.nadia), service.key)
    start_providing(HOUSE, service.key)
    with pytest.raises(NotAllowed):
        set_stage(acting(cast.nadia), service.key, stage="maintain")
    with pytest.raises(NotFound):
        set_stage(acting(cast.charlie), service.key, stage="maintain")


def test_a_change_keeps_what_was_before(cast: Cast) -> None:
    change_service(acting(cast.ines), cast.service.key, changes={"outcome": "Fewer calls"})

    fact = Event.objects.get(subject=cast.service.key, name="ServiceChanged")
    assert fact.data["changes"] == {"outcome": ["", "Fewer calls"]}


def test_a_stale_change_is_refused(cast: Cast) -> None:
    change_service(acting(cast.ines), cast.service.key, changes={"outcome": "Fewer calls"})

    with pytest.raises(Stale) as refusal:
        change_service(acting(cast.ines, seen=1), cast.service.key, changes={"outcome": "More calls"})
    assert refusal.value.changes


def test_what_is_not_live_cannot_be_maintained(cast: Cast) -> None:
    service = planned(cast)
    set_stage(acting(cast.ines), service.key, stage="produce")
    with pytest.raises(Refused):
        set_stage(acting(cast.ines), service.key, stage="maintain")


def test_retiring_asks_for_a_reason(cast: Cast) -> None:
    with pytest.raises(Invalid):
        retire_service(acting(cast.ines), cast.service.key, reason=" ")

    assert retire_service(acting(cast.ines), cast.service.key, reason="Replaced").state == "retired"


@pytest.mark.parametrize(
    ("fault", "change"),
    [
        ("team_id", {"kind": "ola"}),
        ("organisation_id", {"kind": "uc"}),
        ("kind", {"kind": "promise"}),
        ("availability_percent", {"availability_percent": 101}),
    ],
)
def test_an_agreement_needs_its_party(cast: Cast, fault: str, change: dict[str, object]) -> None:
    new = NewAgreement(**{"name": "Promise", "kind": "sla", **change})  # type: ignore[arg-type]
    with pytest.raises(Invalid) as refusal:
        add_agreement(acting(cast.ines), cast.service.key, new=new)

    assert fault in refusal.value.fields


def test_a_target_is_given_once_and_in_one_unit(cast: Cast) -> None:
    both = NewTarget("response", cast.calendar.pk, minutes=5, working_days=1)
    for targets in ((both,), (response(cast), response(cast, 30))):
        with pytest.raises(Invalid) as refusal:
            add_agreement(acting(cast.ines), cast.service.key, new=NewAgreement("SLA", "sla", targets=targets))
        assert set(refusal.value.fields) == {"targets"}
