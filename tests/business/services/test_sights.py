"""Both halves of every sight of this context agree, whoever looks."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.business.sights import actors, disagreements
from tests.cast import NOON, Cast

from goldenthread.business.assets.models import ConfigurationItem
from goldenthread.business.services import models
from goldenthread.business.services.models import Service
from goldenthread.business.work.actions import open_account
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.models import Record
from goldenthread.foundation.policies import SIGHTS

DAY = date(2026, 3, 2)
KINDS = (
    models.Service,
    models.Offering,
    models.Agreement,
    models.Target,
    models.Outage,
    models.FreezeWindow,
    models.Contract,
    models.Purchase,
    models.Measure,
    models.Improvement,
    ConfigurationItem,
)


def furnish(cast: Cast) -> None:
    """Records of every kind, some for the clinic, some for others, some for nobody yet."""
    pipeline = Service.objects.create(
        key=next_key("SRV"),
        name="Results portal",
        owner=cast.omar,
        account=open_account("Results portal", "EUR"),
        calendar=cast.calendar,
    )
    pipeline.customers.set([cast.clinic, cast.stranger_org])
    for service in (cast.service, pipeline):
        for is_open in (True, False):
            models.Offering.objects.create(
                key=next_key("OFF"), service=service, name="Access", kind="request", is_open=is_open
            )
        parties = [("sla", cast.clinic, None), ("sla", None, None), ("sla", cast.stranger_org, None)]
        for kind, organisation, team in [*parties, ("ola", None, cast.desk), ("uc", cast.clinic, None)]:
            agreement = models.Agreement.objects.create(
                key=next_key("AGR"), service=service, name=kind, kind=kind, organisation=organisation, team=team
            )
            models.Target.objects.create(
                key=next_key("TGT"), agreement=agreement, metric="response", minutes=5, calendar=cast.calendar
            )
        models.Outage.objects.create(key=next_key("OUT"), service=service, title="Down", started_at=NOON)
        models.Contract.objects.create(
            key=next_key("CTR"), service=service, name="Hosting", supplier=cast.house, monthly=9, starts_on=DAY
        )
        models.Purchase.objects.create(
            key=next_key("PUR"), account=service.account, title="Disks", amount=Decimal(9), on=DAY
        )
        for owner in (cast.ines, cast.nadia, None):
            models.Measure.objects.create(
                key=next_key("MSR"), service=service, name="Calls", baseline=9, target=1, target_on=DAY, owner=owner
            )
            models.Improvement.objects.create(
                key=next_key("IMP"), service=service, title="Better", noted_by=owner, noted_at=NOON
            )
    for of in (cast.service, None):
        models.FreezeWindow.objects.create(
            key=next_key("FRZ"), name="Year end", service=of, starts_at=NOON, ends_at=NOON + timedelta(days=1)
        )
    ConfigurationItem.objects.create(key=next_key("CI"), name="Server", kind="server", organisation=cast.clinic)


def test_both_halves_agree(cast: Cast) -> None:
    furnish(cast)
    records: dict[type[Record], list[Record]] = {kind: list(kind._default_manager.all()) for kind in KINDS}

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(actor=actors(cast), kind=st.sampled_from(KINDS))
    def agree(actor: Actor, kind: type[Record]) -> None:
        assert not disagreements(kind, actor, records[kind])

    agree()


def test_every_record_of_the_context_has_a_sight() -> None:
    owned = [value for value in vars(models).values() if isinstance(value, type) and issubclass(value, Record)]
    assert not [kind for kind in owned if not kind._meta.abstract and kind not in SIGHTS]
