"""Every page about services opens, for those it is for and no others, and its forms do what they say."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from tests.business.portfolio.stage import a_portfolio, an_objective, approved
from tests.cast import Cast
from tests.web.services.conftest import Furnished

from goldenthread.business.people.models import Person
from goldenthread.business.services.models import (
    Agreement,
    Improvement,
    Measure,
    MeasureReading,
    Offering,
    Outage,
    Service,
)

SignIn = Callable[[Person], Client]
OF_SERVICE = (
    "service",
    "edit-service",
    "service-life",
    "retire-service",
    "service-offerings",
    "new-offering",
    "service-agreements",
    "new-agreement",
    "service-cases",
    "service-items",
    "add-service-item",
    "service-tickets",
    "service-outages",
    "report-outage",
    "service-cost",
    "service-ledger",
    "new-contract",
    "new-purchase",
    "service-improvements",
    "new-improvement",
)
OF_HOUSE = ("services", "new-service", "freezes", "new-freeze", "measures", "new-measure", "items", "new-item")
OF_PART = {
    "offering": ("edit-offering",),
    "agreement": ("end-agreement",),
    "outage": ("end-outage",),
    "contract": ("end-contract",),
    "improvement": ("improvement", "drop-improvement"),
    "measure": ("measure", "edit-measure", "read-measure"),
    "item": ("item", "edit-item", "retire-item", "relate-item"),
}


def addresses(furnished: Furnished) -> list[str]:
    found = [reverse(name) for name in OF_HOUSE]
    found += [reverse(name, kwargs={"key": furnished.service.key}) for name in OF_SERVICE]
    for part, names in OF_PART.items():
        found += [reverse(name, kwargs={"key": getattr(furnished, part).key}) for name in names]
    return found


def test_every_page_opens_for_its_owner(cast: Cast, furnished: Furnished, as_: SignIn) -> None:
    client = as_(cast.ines)
    failed = {
        address: answer.status_code
        for address in addresses(furnished)
        if (answer := client.get(address)).status_code != 200
    }
    assert not failed


def test_every_page_opens_empty(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.ines)
    for name in OF_HOUSE:
        assert client.get(reverse(name)).status_code == 200
    for name in OF_SERVICE:
        assert client.get(reverse(name, kwargs={"key": cast.service.key})).status_code == 200, name
    Service.objects.update(state="pipeline", live_at=None)
    assert client.get(reverse("service", kwargs={"key": cast.service.key})).status_code == 200


def test_strangers_find_nothing(cast: Cast, furnished: Furnished, as_: SignIn) -> None:
    client = as_(cast.charlie)
    canaries = ("Appointment booking", "Nothing answers", "Follow-ups by video", "Database 4", "Remind people", "Audit")
    for address in addresses(furnished):
        answer = client.get(address)
        assert answer.status_code in (200, 404), address
        assert not [word for word in canaries if word in answer.content.decode()], address


def test_money_is_for_those_who_answer_for_it(cast: Cast, furnished: Furnished, as_: SignIn) -> None:
    client = as_(cast.daniel)
    page = client.get(reverse("service", kwargs={"key": furnished.service.key})).content.decode()
    assert "Running cost" not in page
    assert client.get(reverse("service-cost", kwargs={"key": furnished.service.key})).status_code == 403
    assert client.get(reverse("service-ledger", kwargs={"key": furnished.service.key})).status_code == 404


def test_the_service_page_says_how_it_does(cast: Cast, furnished: Furnished, as_: SignIn) -> None:
    page = as_(cast.ines).get(reverse("service", kwargs={"key": furnished.service.key})).content.decode()

    for said in ("It is down", "66.7", "19", "First answer within 30", "Solved within 2 working days, priority 1"):
        assert said in page, said


@pytest.mark.parametrize(
    "name", ["services", "measures", "items", "service-outages", "service-ledger", "service-tickets", "service-cases"]
)
def test_lists_come_as_files(cast: Cast, furnished: Furnished, as_: SignIn, name: str) -> None:
    of_house = name in OF_HOUSE
    address = reverse(name) if of_house else reverse(name, kwargs={"key": furnished.service.key})
    answer = as_(cast.mara).get(address, {"format": "csv"})

    assert answer["Content-Type"].startswith("text/csv")
    assert len(answer.content.decode().splitlines()) >= (1 if name in ("service-tickets", "service-cases") else 2)


def test_filters_narrow_the_list(cast: Cast, furnished: Furnished, as_: SignIn) -> None:
    client = as_(cast.ines)
    assert "Appointment" in client.get(reverse("services"), {"state": "catalogue", "text": "appoint"}).content.decode()
    assert "Nothing matches" in client.get(reverse("services"), {"state": "retired"}).content.decode()


def post(client: Client, page: str, key: str, /, **said: object) -> str:
    address = reverse(page, kwargs={"key": key}) if key else reverse(page)
    answer = client.post(address, said)
    assert answer.status_code == 303, answer.content.decode()[-3000:]
    return str(answer["Location"])


def test_a_service_is_planned_changed_and_put_into_the_catalogue(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.ines)
    known = {
        "name": "Results",
        "owner_id": cast.ines.pk,
        "calendar_id": cast.calendar.pk,
        "customer_ids": [cast.clinic.pk],
    }
    key = post(client, "new-service", "", **known).strip("/").rpartition("/")[2]
    post(client, "edit-service", key, **known | {"outcome": "Faster answers", "name": "Results portal"})
    post(client, "service-life", key, stage="produce")
    post(client, "provide-service", key)
    post(client, "retire-service", key, reason="Replaced")

    service = Service.objects.get(key=key)
    assert (service.name, service.outcome, service.state) == ("Results portal", "Faster answers", "retired")


def test_what_was_typed_is_kept_where_it_does_not_fit(cast: Cast, as_: SignIn) -> None:
    answer = as_(cast.ines).post(reverse("new-service"), {"name": "Results", "colour": "blue"})
    text = answer.content.decode()

    assert answer.status_code == 422
    assert 'value="Results"' in text
    assert "This form has no field colour." in text


def test_a_stale_edit_is_refused(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.ines)
    known = {"name": "Booking", "owner_id": cast.ines.pk, "calendar_id": cast.calendar.pk}
    post(client, "edit-service", cast.service.key, **known, _version=1)
    answer = client.post(
        reverse("edit-service", kwargs={"key": cast.service.key}), known | {"name": "Late", "_version": 1}
    )

    assert answer.status_code == 412
    assert Service.objects.get().name == "Booking"


def test_offerings_are_written_one_question_a_line(cast: Cast, furnished: Furnished, as_: SignIn) -> None:
    client = as_(cast.ines)
    edit = client.get(reverse("edit-offering", kwargs={"key": furnished.offering.key})).content.decode()
    assert "Which size? : small, large *" in edit

    said = {
        "name": "A chair",
        "kind": "request",
        "questions": "Since when? *\n\nFor whom : me, my team",
        "is_open": "on",
    }
    post(client, "edit-offering", furnished.offering.key, **said)
    questions = Offering.objects.get().questions
    assert [(q["label"], q["choices"], q["is_required"]) for q in questions] == [
        ("Since when?", [], True),
        ("For whom", ["me", "my team"], False),
    ]


def rows(cast: Cast, **first: object) -> dict[str, object]:
    said: dict[str, object] = {}
    for number in range(4):
        known = {"metric": "response", "calendar_id": cast.calendar.pk, "goal_percent": "95"}
        said |= {f"target-{number}-{name}": value for name, value in known.items()}
    return said | {f"target-0-{name}": value for name, value in first.items()}


def test_an_agreement_is_made_with_the_targets_that_have_a_length(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.ines)
    said = {"name": "Clinic SLA", "kind": "sla", "organisation_id": cast.clinic.pk, "_once": "once"} | rows(
        cast, minutes=30
    )
    for _press in (1, 2):
        post(client, "new-agreement", cast.service.key, **said)

    assert [target.minutes for target in Agreement.objects.get().targets.all()] == [30]


def test_an_agreement_that_does_not_fit_says_why(cast: Cast, as_: SignIn) -> None:
    address = reverse("new-agreement", kwargs={"key": cast.service.key})
    for said in ({"kind": "ola"}, {"kind": "sla", "colour": "blue"}, {"kind": "sla", "target-0-minutes": "soon"}):
        answer = as_(cast.ines).post(address, {"name": "Promise", **rows(cast), **said})
        assert answer.status_code == 422
    assert not Agreement.objects.exists()


def test_outages_are_reported_and_ended(cast: Cast, as_: SignIn) -> None:
    client = as_(cast.daniel)
    post(client, "report-outage", cast.service.key, title="Slow", started_at="2026-11-01T09:00")
    outage = Outage.objects.get()
    assert outage.started_at.isoformat() == "2026-11-01T08:00:00+00:00", "typed in Berlin"
    post(client, "end-outage", outage.key, ended_at="2026-11-01T10:00")
    assert Outage.objects.get().ended_at is not None


def test_measures_improvements_and_the_rest_are_kept(cast: Cast, furnished: Furnished, as_: SignIn) -> None:
    client = as_(cast.ines)
    key = furnished.service.key
    measure = {
        "name": "Calls",
        "unit": "calls",
        "direction": "down",
        "baseline": "9",
        "target": "1",
        "target_on": "2030-01-01",
    }
    made = post(client, "new-measure", "", **measure).strip("/").rpartition("/")[2]
    post(client, "edit-measure", made, **measure | {"target": "2"})
    post(client, "read-measure", made, on="2026-11-01", value="7.5")
    assert Measure.objects.get(key=made).target == Decimal(2)
    assert MeasureReading.objects.get(measure__key=made).value == Decimal("7.5")

    post(client, "new-improvement", key, title="Warmer colours")
    post(client, "drop-improvement", furnished.improvement.key, reason="Done otherwise")
    assert set(Improvement.objects.values_list("state", flat=True)) == {"noted", "dropped"}

    post(client, "end-contract", furnished.contract.key, on="2026-12-31")
    post(client, "end-agreement", furnished.agreement.key, on="2030-12-31")
    post(client, "new-purchase", key, title="Chairs", amount="90", on="2026-11-01")
    post(client, "new-freeze", "", name="Move", service=key, starts_at="2030-01-01T00:00", ends_at="2030-01-02T00:00")
    post(client, "remove-freeze", furnished.freeze.key)
    post(client, "remove-service-item", key, item=furnished.item.key)
    post(client, "add-service-item", key, item=furnished.item.key)
    item = {"name": "Switch", "kind": "network", "organisation_id": cast.house.pk, "lifecycle": "in_use"}
    made = post(client, "new-item", "", **item).strip("/").rpartition("/")[2]
    post(client, "relate-item", made, kind="connects", target=furnished.item.key)
    post(client, "part-item", made, kind="connects", target=furnished.item.key)
    post(client, "edit-item", made, **item | {"attributes": "ports: 24"})
    post(client, "retire-item", made, reason="Old")


def test_a_list_costs_the_same_however_long(
    cast: Cast, furnished: Furnished, as_: SignIn, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = as_(cast.ines)
    for name in ("services", "measures", "items"):
        client.get(reverse(name))
        with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
            client.get(reverse(name))


def test_the_service_page_reads_no_more_with_more_on_it(
    cast: Cast, furnished: Furnished, as_: SignIn, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = as_(cast.ines)
    with django_assert_max_num_queries(52):  # type: ignore[attr-defined]
        client.get(reverse("service", kwargs={"key": furnished.service.key}))


def test_an_outcome_that_was_promised_but_not_read_is_named_on_the_page_of_its_service(cast: Cast, as_: SignIn) -> None:
    portfolio = a_portfolio(cast)
    investment = approved(cast, portfolio, an_objective(cast, portfolio))
    investment.services.add(cast.service)
    Measure.objects.filter(benefits__investment=investment).update(service=cast.service)

    shown = as_(cast.ines).get(f"/services/{cast.service.key}/").content.decode()

    assert "Missed appointments has not been read yet." in shown
    assert "A measure says what is better because of this service." not in shown
