"""The golden thread once more through the API alone, each person with a token of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from tests.api.test_portfolio import Program, show_everything
from tests.cast import Cast, acting
from tests.stories.clock import StoryClock

from goldenthread.business.people.actions import RateFacts, make_token, set_rate
from goldenthread.business.people.models import Person

pytestmark = pytest.mark.django_db
DAY = 480
MISSED = {"unit": "%", "direction": "down", "baseline": "9.4", "target": "6", "target_on": "2027-03-31"}
WAIT = {"name": "Days to an appointment", "unit": "days", "direction": "down", "baseline": "30", "target": "14"}


class Speaker(Program):
    """A program that speaks for a person for a year."""

    def __init__(self, person: Person) -> None:
        _kept, secret = make_token(acting(person), name="Story", days=366)
        self.client, self.headers = Client(), {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def clock(cast: Cast) -> Iterator[StoryClock]:
    set_rate(acting(cast.emeka), new=RateFacts(per_hour=Decimal(200), currency="EUR", valid_from=date(2025, 1, 1)))
    clock = StoryClock()
    with clock.running():
        yield clock


@pytest.fixture
def people(cast: Cast) -> dict[str, Speaker]:
    return {name: Speaker(known) for name, known in vars(cast).items() if isinstance(known, Person)}


def test_one_investment_from_idea_to_measured_value(cast: Cast, clock: StoryClock, people: dict[str, Speaker]) -> None:
    investment = _is_proposed_and_approved(cast, people)
    project, service = _is_chartered(cast, people, investment)
    _is_planned_and_measured(cast, people, project, clock)
    _is_accepted_and_handed_over(cast, people, project, service, clock)
    _is_used(people, service, clock)
    _gives_back_what_was_promised(people, investment, service, clock)


def _is_proposed_and_approved(cast: Cast, people: dict[str, Speaker]) -> str:
    mara, ines = people["mara"], people["ines"]
    new = {"name": "Digital care", "limit": 8_000_000, "manager": cast.mara.key}
    portfolio = mara.send("/portfolios", new, 201)["key"]
    aim = {"name": "Patients are seen within two weeks", "portfolio": portfolio, "owner": cast.ruth.key}
    measure = {**WAIT, "target_on": "2027-12-31"}
    objective = mara.send("/objectives", {**aim, "due_on": "2027-12-31", "measure": measure}, 201)["key"]
    body = {
        "name": "Self-service booking",
        "outcome": "Fewer patients miss their appointment",
        "portfolio": portfolio,
        "sponsor": cast.ruth.key,
        "objectives": [{"objective": objective, "weight": 60}],
        "costs": [_line("capex", "Build", "2026-04-01", 12_000), _line("opex", "Run", "2027-04-01", 2_400)],
        "benefits": [
            {
                "name": "Fewer missed visits",
                "measure": MISSED,
                "worth_per_unit": 10_000,
                "amounts": [{"since": "2026-04-01", "amount": 34_000, "months": 12}],
            }
        ],
        "risks": [{"title": "Nobody uses it", "probability": 20, "cost": 500}],
    }
    made = ines.send("/investments", body, 201)
    figures = made["figures"]
    assert (figures["cost"], figures["benefit"], made["promised"]) == ("14400.00", "34000.00", None)
    assert round(Decimal(figures["roi"]), 4) == Decimal("1.3611")

    key = str(made["key"])
    first = show_everything(mara, key, "defined")
    why = mara.send(f"/investments/{key}/gates/{first}/decide", {"choice": "kill"}, 422)
    assert why["errors"] == [{"field": "reason", "detail": "Say why, so that it can be understood later."}]
    for state in ("defined", "analysed", "approved"):
        gate = show_everything(mara, key, state)
        mara.send(f"/investments/{key}/gates/{gate}/decide", {"choice": "go", "money_released": 3000})
    assert ines.get(f"/investments/{key}")["state"] == "approved"
    return key


def _line(kind: str, memo: str, since: str, amount: int) -> dict[str, Any]:
    return {"kind": kind, "memo": memo, "amounts": [{"since": since, "amount": amount, "months": 12}]}


def _is_chartered(cast: Cast, people: dict[str, Speaker], investment: str) -> tuple[str, str]:
    mara = people["mara"]
    show_everything(mara, investment, "chartered")
    charter = {
        "name": "Booking on any phone",
        "template": "service",
        "manager": cast.priya.key,
        "members": [cast.tomas.key],
        "calendar": cast.calendar.key,
        "start_on": "2026-03-09",
        "deadline": "2026-06-30",
        "budget": 9000,
        "scope": "Booking, moving and cancelling a visit",
        "deliverables": [{"name": "Booking page", "criteria": ["Works on a phone", "A visit can be moved"]}],
        "new_service": "Booking by phone",
        "service_owner": cast.ines.key,
    }
    made = mara.send(f"/investments/{investment}/charter", charter, 201)
    (service,) = made["services"]
    assert people["ines"].get(f"/services/{service}")["state"] == "pipeline"
    assert people["priya"].get(f"/projects/{made['project']}")["manager"] == cast.priya.key
    return made["project"], service


def _is_planned_and_measured(cast: Cast, people: dict[str, Speaker], project: str, clock: StoryClock) -> None:
    """Half of 6,000 is planned by the second Monday; 40 percent is earned, for a day at 200 an hour."""
    priya, tomas = people["priya"], people["tomas"]
    home = f"/projects/{project}"
    first = priya.send(f"{home}/tasks", _task("Write the booking page", 10, 6000), 201)["key"]
    second = priya.send(f"{home}/tasks", _task("Try it with patients", 5, 3000), 201)["key"]
    last = priya.send(f"{home}/tasks", {"title": "Ready to go live", "is_milestone": True}, 201)["key"]
    priya.send(f"/tasks/{second}/link", {"predecessor": first})
    priya.send(f"/tasks/{last}/link", {"predecessor": second})
    priya.send(f"/tasks/{first}/assign", {"person": cast.tomas.key})
    priya.send(f"{home}/baseline", {"reason": "Agreed with Ruth"}, 201)

    clock.move("2026-03-16 08:00")
    tomas.send(f"/works/{first}/time", {"on": "2026-03-13", "minutes": DAY, "note": "Drawing"}, 201)
    tomas.send(f"/tasks/{first}/report-progress", {"percent": 40})
    measures = priya.get(f"{home}/standing")["measures"]
    known = {name: Decimal(measures[name]) for name in ("bac", "pv", "ev", "ac", "spi", "cpi", "sv", "cv", "eac_cpi")}
    assert known == {
        "bac": 9000, "pv": 3000, "ev": 2400, "ac": 1600,
        "spi": Decimal("0.8"), "cpi": Decimal("1.5"), "sv": -600, "cv": 800, "eac_cpi": 6000,
    }  # fmt: skip

    clock.move("2026-03-27 17:00")
    for task in (first, second, last):
        priya.send(f"/tasks/{task}/report-progress", {"percent": 100})
    standing = priya.get(f"{home}/standing")
    assert (Decimal(standing["percent"]), standing["milestones_missed"]) == (100, [])


def _task(title: str, days: int, budget: int) -> dict[str, Any]:
    return {"title": title, "duration_minutes": days * DAY, "budget": budget}


def _is_accepted_and_handed_over(
    cast: Cast, people: dict[str, Speaker], project: str, service: str, clock: StoryClock
) -> None:
    priya, ines = people["priya"], people["ines"]
    (result,) = priya.get(f"/projects/{project}/deliverables")["items"]
    people["tomas"].send(f"/deliverables/{result['key']}/submit", {"evidence": ["Seen on three phones", "Minutes"]})
    verdicts = [{"is_met": True}, {"is_met": True}]
    accepted = people["ruth"].send(f"/deliverables/{result['key']}/accept", {"verdicts": verdicts})
    assert accepted["state"] == "accepted"

    ines.send(f"/services/{service}", {"customers": [cast.clinic.key], "team": cast.desk.key}, method="patch")
    targets = [
        {"metric": metric, "minutes": minutes, "calendar": cast.calendar.key, "goal_percent": 95}
        for metric, minutes in (("response", 60), ("resolution", DAY))
    ]
    promise = {"name": "Clinic agreement", "kind": "sla", "organisation": cast.clinic.key, "targets": targets}
    ines.send(f"/services/{service}/agreements", {**promise, "availability_percent": "99.5"}, 201)

    clock.move("2026-04-24 10:00")
    handover = priya.send(f"/projects/{project}/start-handover", {"service": service}, 201)
    home = f"/handovers/{handover['key']}"
    ines.send(f"{home}/pass", {}, 409)
    for item in handover["items"]:
        priya.send(f"{home}/readiness/{item['id']}/judge", {"is_ready": True, "evidence": "Seen on 24 April"})
    assert ines.send(f"{home}/pass", {})["passed_at"]
    live = ines.get(f"/services/{service}")
    assert (live["state"], live["stage"]) == ("catalogue", "provide")


def _is_used(people: dict[str, Speaker], service: str, clock: StoryClock) -> None:
    nadia, daniel = people["nadia"], people["daniel"]
    clock.move("2026-05-04 10:00")
    ticket = nadia.send("/tickets", {"title": "The free times do not load", "service": service}, 201)["key"]
    home = f"/tickets/{ticket}"
    clock.move("2026-05-04 10:30")
    daniel.send(f"{home}/take", {})
    daniel.send(f"{home}/answer", {"text": "On which telephone?", "waits_for": "Nadia Brook"})
    clock.move("2026-05-04 11:30")
    nadia.send(f"{home}/messages", {"text": "On the one in the waiting room."})
    clocks = {one["metric"]: one for one in daniel.get(f"{home}/clocks")}
    assert (clocks["response"]["state"], clocks["response"]["elapsed_minutes"]) == ("met", 30)
    assert [(part["kind"], part["open_minutes"]) for part in clocks["resolution"]["segments"]] == [
        ("ran", 30),
        ("paused", 60),
    ]
    assert clocks["resolution"]["due_at"] == "2026-05-05T09:00:00Z", "a day of eight hours from ten, and an hour waited"

    clock.move("2026-05-04 12:30")
    daniel.send(f"{home}/resolve", {"solution": "The old page was kept by the telephone."})
    daniel.send(f"/works/{ticket}/time", {"on": "2026-05-04", "minutes": 30}, 201)
    nadia.send(f"{home}/close", {})
    nadia.send(f"{home}/rate", {"rating": 5})
    found = daniel.get(home)
    assert (found["state"], found["rating"]) == ("closed", 5)


def _gives_back_what_was_promised(people: dict[str, Speaker], investment: str, service: str, clock: StoryClock) -> None:
    """Half of the way to the target is done in June; by then less was promised."""
    ines = people["ines"]
    clock.move("2026-06-01 09:00")
    month = "since=2026-05-01T00:00:00Z&until=2026-06-01T00:00:00Z"
    standing = ines.get(f"/services/{service}/standing?{month}")
    assert Decimal(standing["available"]) == 1
    assert {(one["metric"], one["kept"], one["missed"]) for one in standing["targets"]} == {
        ("response", 1, 0),
        ("resolution", 1, 0),
    }
    (benefit,) = ines.get(f"/investments/{investment}/benefits")["items"]
    ines.send(f"/measures/{benefit['measure']}/readings", {"on": "2026-06-01", "value": "7.7", "source": "Visits"}, 201)
    (benefit,) = ines.get(f"/investments/{investment}/benefits")["items"]
    assert (Decimal(benefit["value"]), benefit["kept"]) == (Decimal("7.7"), "kept")
    assert round(Decimal(benefit["promised"]), 2) == Decimal("8.83"), "61 of 364 days on the way from 9.4 to 6"
    assert Decimal(ines.get(f"/investments/{investment}")["spent"]) == 1600

    idea = ines.send(f"/services/{service}/improvements", {"title": "Remind patients a day before"}, 201)["key"]
    next_one = {
        "name": "Reminders",
        "outcome": "Hardly anybody forgets",
        "portfolio": ines.get(f"/investments/{investment}")["portfolio"],
        "sponsor": ines.get(f"/investments/{investment}")["sponsor"],
        "improvement": idea,
    }
    made = ines.send("/investments", next_one, 201)
    assert made["improvement"] == idea
    assert ines.get(f"/improvements/{idea}")["investment"] == made["key"]
