"""The pages about clocks: every one in full, a date agreed, a supplier waited for, the targets of an agreement."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import HOUSE, Cast, acting, organisation

from goldenthread.business.desk import actions as desk
from goldenthread.business.desk.models import Ticket
from goldenthread.business.people.models import Person
from goldenthread.business.services.actions import NewAgreement, NewTarget, add_agreement
from goldenthread.business.services.models import Agreement, Target, TargetReading

NOW = timezone.now()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="goldenthread.connectors.accounts.HouseBackend")
    return client


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    targets = (NewTarget("response", cast.calendar.pk, 30), NewTarget("resolution", cast.calendar.pk, 2400))
    add_agreement(HOUSE, cast.service.key, new=NewAgreement("Standard", "sla", targets=targets))
    supplier = organisation("Northlight", "supplier", cast.calendar)
    supply = (NewTarget("supplier", cast.calendar.pk, working_days=2),)
    add_agreement(HOUSE, cast.service.key, new=NewAgreement("Help", "uc", supplier.pk, targets=supply))
    Agreement.objects.update(starts_on=date(2026, 1, 1))
    new = desk.NewTicket("Results are late", cast.service.key)
    return desk.open_ticket(acting(cast.nadia, NOW - timedelta(hours=1)), new=new)


def test_every_clock_is_told_in_full(cast: Cast, ticket: Ticket) -> None:
    daniel = signed_in(cast.daniel)
    key = Agreement.objects.get(kind="uc").organisation.key  # type: ignore[union-attr]
    answer = daniel.post(f"/tickets/{ticket.key}/pause/", {"waits_for": "", "supplier": key, "_once": "1"})
    assert answer.status_code == 303, answer.content.decode()
    shown = daniel.get(f"/tickets/{ticket.key}/clocks/").content.decode()
    for words in ("Northlight: Supplied", "First answer", "Solved", "75", "Standard"):
        assert words in shown
    assert "Northlight: Supplied" not in signed_in(cast.nadia).get(f"/tickets/{ticket.key}/clocks/").content.decode()
    assert signed_in(cast.charlie).get(f"/tickets/{ticket.key}/clocks/").status_code == 404
    assert f"/tickets/{ticket.key}/clocks/" in daniel.get(f"/tickets/{ticket.key}/").content.decode()


def test_a_date_is_agreed_from_the_page(cast: Cast, ticket: Ticket) -> None:
    daniel = signed_in(cast.daniel)
    when = (NOW + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    sent = {"due_at": when, "reason": "After the ward round", "_once": "1"}
    assert daniel.post(f"/tickets/{ticket.key}/agree-date/", sent).status_code == 303
    assert TargetReading.objects.get(subject=ticket.key, metric="resolution").is_pinned
    assert "agreed" in daniel.get(f"/tickets/{ticket.key}/").content.decode()
    past = {"due_at": "2020-01-01T10:00", "reason": "Yesterday", "_once": "2"}
    assert daniel.post(f"/tickets/{ticket.key}/agree-date/", past).status_code == 422


def test_the_targets_of_an_agreement_are_edited_one_by_one(cast: Cast, ticket: Ticket) -> None:
    ines = signed_in(cast.ines)
    agreement = Agreement.objects.get(kind="sla")
    form = {
        "metric": "next_reply",
        "priority": "",
        "minutes": "120",
        "working_days": "",
        "goal_percent": "90",
        "calendar_id": str(cast.calendar.pk),
        "warn_at": "50 %, -30min",
        "reopen": "resume",
        "_once": "1",
    }
    answer = ines.post(f"/agreements/{agreement.key}/targets/new/", form)
    assert answer.status_code == 303, answer.content.decode()
    target = Target.objects.get(metric="next_reply")
    assert target.warn_at == ["50%", "-30min"]
    assert "Next answer within 2 h" in ines.get(f"/agreements/{agreement.key}/").content.decode().replace("\u202f", " ")
    changed = {**form, "minutes": "60", "warn_at": "soon", "_once": "2", "_version": str(target.version)}
    assert ines.post(f"/targets/{target.key}/edit/", changed).status_code == 422
    assert ines.post(f"/targets/{target.key}/edit/", {**changed, "warn_at": "", "_once": "3"}).status_code == 303
    assert Target.objects.get(pk=target.pk).minutes == 60
    assert ines.post(f"/targets/{target.key}/drop/", {"_once": "4"}).status_code == 303
    assert not Target.objects.filter(metric="next_reply").exists()
    assert signed_in(cast.daniel).get(f"/agreements/{agreement.key}/targets/new/").status_code == 403


def test_the_desk_is_narrowed_to_what_is_late(cast: Cast, ticket: Ticket) -> None:
    TargetReading.objects.filter(metric="response").update(breached_at=NOW)
    shown = signed_in(cast.daniel).get("/desk/?tab=all&sla=late").content.decode()
    assert ticket.key in shown
