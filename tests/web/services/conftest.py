"""A service with everything on it, and people signed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast, actor

from goldenthread.business.assets.actions import NewItem, register_item, relate_items
from goldenthread.business.assets.models import ConfigurationItem
from goldenthread.business.people.models import Person
from goldenthread.business.services.actions import (
    NewAgreement,
    NewContract,
    NewMeasure,
    NewOffering,
    NewOutage,
    NewQuestion,
    NewTarget,
    add_agreement,
    add_contract,
    add_freeze_window,
    add_measure,
    add_offering,
    add_service_item,
    note_improvement,
    read_measure,
    record_purchase,
    report_outage,
)
from goldenthread.business.services.models import (
    Agreement,
    Contract,
    FreezeWindow,
    Improvement,
    Measure,
    Offering,
    Outage,
    Service,
    TargetReading,
)
from goldenthread.foundation.actors import SYSTEM


@dataclass
class Furnished:
    """The cast's service with one of each on it; live for sixty days by the real clock."""

    service: Service
    agreement: Agreement
    offering: Offering
    outage: Outage
    freeze: FreezeWindow
    contract: Contract
    measure: Measure
    improvement: Improvement
    item: ConfigurationItem


@pytest.fixture
def furnished(cast: Cast) -> Furnished:
    now = timezone.now()
    house, ines = SYSTEM.at(now), actor(cast.ines).at(now)
    Service.objects.update(live_at=now - timedelta(days=60))
    cast.service.refresh_from_db()
    key, today = cast.service.key, now.date()
    targets = (
        NewTarget("response", cast.calendar.pk, minutes=30),
        NewTarget("resolution", cast.calendar.pk, working_days=2, priority=1),
    )
    new = NewAgreement("Clinic SLA", "sla", cast.clinic.pk, availability_percent=Decimal("99.5"), targets=targets)
    agreement = add_agreement(ines, key, new=new)
    for number, state in enumerate(("met", "met", "missed")):
        TargetReading.objects.create(
            subject=f"INC-{number + 1}",
            service_id=cast.service.pk,
            target_id=agreement.targets.filter(metric="response").get().pk,
            metric="response",
            priority=2,
            state=state,
            started_at=now - timedelta(hours=3),
            due_at=now - timedelta(hours=2),
            stopped_at=now - timedelta(hours=1),
            breached_at=now - timedelta(hours=2) if state == "missed" else None,
        )
    questions = (NewQuestion("Which size?", ("small", "large"), is_required=True),)
    measure_new = NewMeasure(
        "Follow-ups by video",
        "%",
        "up",
        Decimal(5),
        Decimal(33),
        today + timedelta(days=200),
        service_id=cast.service.pk,
    )
    measure = add_measure(ines, new=measure_new)
    for days, value in ((40, 9), (20, 15), (0, 19)):
        read_measure(ines, measure.key, on=today - timedelta(days=days), value=Decimal(value), source="Booking system")
    database = register_item(
        ines, new=NewItem("Database 4", "database", cast.house.pk, cast.desk.pk, attributes={"memory": "64 GB"})
    )
    web = register_item(ines, new=NewItem("Web 1", "server", cast.house.pk))
    relate_items(ines, web.key, target=database.key, kind="depends_on")
    add_service_item(ines, key, item=database.key)
    record_purchase(house, account_id=cast.service.account_id, title="Headsets", amount=Decimal(1200), on=today)
    return Furnished(
        cast.service,
        agreement,
        offering=add_offering(ines, key, new=NewOffering("A desk", "request", "For a day", questions=questions)),
        outage=report_outage(ines, key, new=NewOutage("Nothing answers", now - timedelta(days=1))),
        freeze=add_freeze_window(
            ines, name="Audit", starts_at=now + timedelta(days=9), ends_at=now + timedelta(days=12), service=key
        ),
        contract=add_contract(
            ines, key, new=NewContract("Hosting", cast.house.pk, Decimal(2800), date(today.year - 1, 1, 1))
        ),
        measure=measure,
        improvement=note_improvement(ines, key, title="Remind people", description="By *message*."),
        item=database,
    )


@pytest.fixture
def as_(client: Client) -> Callable[[Person], Client]:
    def sign_in(person: Person) -> Client:
        client.force_login(person, backend="goldenthread.connectors.accounts.HouseBackend")
        return client

    return sign_in
