"""Measures, improvements, contracts, purchases, offerings and items."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.cast import HOUSE, NOON, Cast, acting, actor

from goldenthread.business.assets.actions import NewItem, register_item
from goldenthread.business.services.actions import (
    NewContract,
    NewMeasure,
    NewOffering,
    NewQuestion,
    add_contract,
    add_measure,
    add_offering,
    add_service_item,
    change_measure,
    change_offering,
    drop_improvement,
    end_contract,
    note_improvement,
    post_running_costs,
    read_measure,
    record_purchase,
    remove_service_item,
    take_up_improvement,
)
from goldenthread.business.services.models import MeasureReading
from goldenthread.business.services.queries import items_of, measures, measures_of, offerings_of, readings_of
from goldenthread.business.work.models import LedgerEntry
from goldenthread.business.work.queries import cost_by_source
from goldenthread.foundation.errors import Invalid, NotAllowed, NotFound, Refused

TODAY = NOON.date()
FEBRUARY = date(2026, 2, 1)


def calls(cast: Cast, **known: object) -> NewMeasure:
    values = {"name": "Calls a week", "unit": "calls", "direction": "down", "baseline": Decimal(900)}
    values |= {"target": Decimal(300), "target_on": date(2026, 12, 31), "service_id": cast.service.pk}
    return NewMeasure(**(values | known))  # type: ignore[arg-type]


def test_a_measure_is_named_and_read(cast: Cast) -> None:
    measure = add_measure(acting(cast.ines), new=calls(cast))
    read_measure(acting(cast.ines), measure.key, on=TODAY, value=Decimal(610), source="Telephone system")
    read_measure(acting(cast.ines), measure.key, on=TODAY, value=Decimal(600), source="Counted again")

    assert measure.owner == cast.ines
    assert [(r.value, r.source) for r in readings_of(measure.pk)] == [(Decimal(600), "Counted again")]
    (row,) = measures_of(actor(cast.ines), cast.service.pk)
    assert (row.value, row.share) == (Decimal(600), 0.5)
    assert [row.measure for row in measures(actor(cast.ines)).rows] == [measure]


def test_a_measure_aims_the_right_way(cast: Cast) -> None:
    for known in ({"direction": "up"}, {"target": Decimal(900)}):
        with pytest.raises(Invalid) as refusal:
            add_measure(acting(cast.ines), new=calls(cast, **known))
        assert set(refusal.value.fields) == {"target"}


def test_moving_the_aim_is_kept(cast: Cast) -> None:
    measure = add_measure(acting(cast.ines), new=calls(cast))
    changed = change_measure(
        acting(cast.ines), measure.key, new=calls(cast, target=Decimal(400), owner_id=cast.ines.pk)
    )
    assert changed.target == Decimal(400)


def test_tomorrow_cannot_be_read_and_strangers_read_nothing(cast: Cast) -> None:
    measure = add_measure(acting(cast.ines), new=calls(cast))
    with pytest.raises(Invalid):
        read_measure(acting(cast.ines), measure.key, on=TODAY + timedelta(days=1), value=Decimal(1), source="")
    with pytest.raises(NotAllowed):
        read_measure(acting(cast.daniel), measure.key, on=TODAY, value=Decimal(1), source="")
    with pytest.raises(NotFound):
        read_measure(acting(cast.charlie), measure.key, on=TODAY, value=Decimal(1), source="")
    assert not MeasureReading.objects.exists()


def test_an_improvement_is_noted_by_whom_it_serves_and_taken_up_once(cast: Cast) -> None:
    noted = note_improvement(acting(cast.nadia), cast.service.key, title="Remind me of my slot")
    assert noted.noted_by == cast.nadia
    with pytest.raises(NotFound):
        note_improvement(acting(cast.charlie), cast.service.key, title="Let me in")
    with pytest.raises(NotAllowed):
        drop_improvement(acting(cast.nadia), noted.key, reason="Never mind")

    taken = take_up_improvement(HOUSE, noted.key, investment="INV-1")
    assert (taken.state, taken.investment) == ("proposed", "INV-1")
    with pytest.raises(Refused):
        drop_improvement(acting(cast.ines), noted.key, reason="Too late")


def test_dropping_asks_why(cast: Cast) -> None:
    noted = note_improvement(acting(cast.ines), cast.service.key, title="Paint it blue")
    with pytest.raises(Invalid):
        drop_improvement(acting(cast.ines), noted.key, reason="")
    assert drop_improvement(acting(cast.ines), noted.key, reason="It is blue").reason == "It is blue"


def hosting(cast: Cast, **known: object) -> NewContract:
    values = {"name": "Hosting", "supplier_id": cast.house.pk, "monthly": Decimal(2800), "starts_on": FEBRUARY}
    return NewContract(**(values | known))  # type: ignore[arg-type]


def test_a_month_is_posted_once_by_the_days_it_ran(cast: Cast) -> None:
    add_contract(acting(cast.ines), cast.service.key, new=hosting(cast))
    half = add_contract(
        acting(cast.ines), cast.service.key, new=hosting(cast, name="Half", starts_on=date(2026, 2, 15))
    )

    assert post_running_costs(HOUSE, month=date(2026, 2, 10)) == 2
    assert post_running_costs(HOUSE, month=FEBRUARY) == 0

    entries = LedgerEntry.objects.filter(account=cast.service.account).order_by("id")
    assert [(entry.amount, entry.kind, entry.on) for entry in entries] == [
        (Decimal(2800), "running", date(2026, 2, 28)),
        (Decimal(1400), "running", date(2026, 2, 28)),
    ]
    assert cost_by_source([cast.service.account_id], FEBRUARY, TODAY, into="EUR")[1].source == half.key


def test_an_ended_contract_costs_nothing_more_and_a_month_must_be_over(cast: Cast) -> None:
    contract = add_contract(acting(cast.ines), cast.service.key, new=hosting(cast, starts_on=date(2026, 1, 1)))
    end_contract(acting(cast.ines), contract.key, on=date(2026, 1, 31))

    assert post_running_costs(HOUSE, month=FEBRUARY) == 0
    with pytest.raises(Invalid):
        post_running_costs(HOUSE, month=TODAY)
    with pytest.raises(NotAllowed):
        post_running_costs(acting(cast.ines), month=FEBRUARY)


def test_a_purchase_is_counted_and_can_come_back(cast: Cast) -> None:
    account = cast.service.account_id
    for amount in (Decimal("129.90"), Decimal("-29.90")):
        record_purchase(acting(cast.ines), account_id=account, title="Headsets", amount=amount, on=TODAY)

    assert sum(LedgerEntry.objects.values_list("amount", flat=True)) == Decimal(100)
    with pytest.raises(NotAllowed):
        record_purchase(acting(cast.daniel), account_id=account, title="Mine", amount=Decimal(1), on=TODAY)
    with pytest.raises(Invalid) as refusal:
        record_purchase(
            acting(cast.ines), account_id=0, title="", amount=Decimal(0), on=TODAY + timedelta(days=1), supplier_id=0
        )
    assert set(refusal.value.fields) == {"account_id", "title", "amount", "on", "supplier_id"}


def test_an_offering_asks_its_questions_and_can_be_closed(cast: Cast) -> None:
    questions = (NewQuestion("Which Büro?"), NewQuestion("Which buro?", ("North", "South"), is_required=True))
    offering = add_offering(
        acting(cast.ines), cast.service.key, new=NewOffering("A desk", "request", questions=questions)
    )

    assert [question["name"] for question in offering.questions] == ["which-buro", "which-buro-2"]
    assert offering.questions[1]["type"] == "choice"
    assert offerings_of(actor(cast.nadia), cast.service.pk) == [offering]
    change_offering(acting(cast.ines), offering.key, new=NewOffering("A desk", "request", is_open=False))
    assert offerings_of(actor(cast.nadia), cast.service.pk) == []


def test_a_question_has_two_choices_or_none(cast: Cast) -> None:
    new = NewOffering("A desk", "request", questions=[NewQuestion("Which?", ("This",))])
    with pytest.raises(Invalid) as refusal:
        add_offering(acting(cast.ines), cast.service.key, new=new)
    assert set(refusal.value.fields) == {"questions"}


def test_a_service_runs_on_items(cast: Cast) -> None:
    item = register_item(acting(cast.ines), new=NewItem("Database 4", "database", cast.house.pk))
    add_service_item(acting(cast.ines), cast.service.key, item=item.key)
    add_service_item(acting(cast.ines), cast.service.key, item=item.key)
    assert items_of(actor(cast.daniel), cast.service.pk).rows == [item]

    remove_service_item(acting(cast.ines), cast.service.key, item=item.key)
    assert items_of(actor(cast.daniel), cast.service.pk).rows == []
