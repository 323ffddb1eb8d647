"""Objectives and investments through the door for programs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.business.portfolio.stage import a_portfolio, approved, proposed, prove
from tests.cast import Cast, acting

from goldenthread.business.people.actions import make_token
from goldenthread.business.people.models import Person
from goldenthread.business.portfolio.models import Investment, Objective

MEASURE = {"unit": "%", "direction": "down", "baseline": "9.4", "target": "6", "target_on": "2028-01-01"}

A_YEAR = {"since": "2026-04-01", "amount": 1200, "months": 12}


class Program:
    """A program that speaks for a person."""

    def __init__(self, person: Person) -> None:
        _kept, secret = make_token(acting(person, timezone.now()), name="test")
        self.client, self.headers = Client(), {"Authorization": f"Bearer {secret}"}

    def get(self, path: str, status: int = 200) -> Any:
        answer = self.client.get(f"/api/v1{path}", headers=self.headers)
        assert answer.status_code == status, answer.content
        return answer.json()

    def send(self, path: str, body: Any, status: int = 200, method: str = "post", **headers: str) -> Any:
        send = getattr(self.client, method)
        text = json.dumps(body)
        answer = send(f"/api/v1{path}", text, content_type="application/json", headers={**self.headers, **headers})
        assert answer.status_code == status, answer.content
        return answer.json()


def idea(cast: Cast, portfolio: str, **more: object) -> dict[str, object]:
    return {
        "name": "Self-service booking",
        "outcome": "Fewer patients miss their appointment",
        "portfolio": portfolio,
        "sponsor": cast.ruth.key,
        "costs": [
            {"kind": "capex", "memo": "Build", "amounts": [{"since": "2026-04-01", "amount": 1200, "months": 12}]}
        ],
        "benefits": [
            {
                "name": "Fewer missed visits",
                "measure": MEASURE,
                "worth_per_unit": 1000,
                "amounts": [{"since": "2027-04-01", "amount": 3000, "months": 12}],
            }
        ],
        "risks": [{"title": "Nobody uses it", "probability": 20, "cost": 500}],
        **more,
    }


def test_the_whole_way_from_portfolio_to_project(cast: Cast) -> None:
    mara, ines = Program(cast.mara), Program(cast.ines)
    portfolio = mara.send("/portfolios", {"name": "Care", "limit": 8000000, "manager": cast.mara.key}, 201)["key"]
    aim = {"name": "Seen in two weeks", "portfolio": portfolio, "owner": cast.ruth.key, "due_on": "2030-01-01"}
    objective = mara.send("/objectives", {**aim, "measure": MEASURE}, 201)["key"]
    body = idea(cast, portfolio, objectives=[{"objective": objective, "weight": 70}])
    made = ines.send("/investments", body, 201)
    key = made["key"]
    assert (made["figures"]["cost"], made["promised"]) == ("1200.00", None)

    for state in ("defined", "analysed", "approved"):
        gate = show_everything(mara, key, state)
        decided = mara.send(f"/investments/{key}/gates/{gate}/decide", {"choice": "go", "money_released": 400})
        assert decided["case"] == 1
    show_everything(mara, key, "chartered")
    charter = {
        "name": "Booking on any phone",
        "template": "lean",
        "manager": cast.priya.key,
        "calendar": cast.calendar.key,
        "start_on": "2026-04-01",
        "deadline": "2027-01-18",
        "budget": 1200,
        "scope": "Booking",
        "deliverables": [{"name": "Page", "criteria": ["Works on a phone"]}],
        "service": cast.service.key,
    }
    chartered = mara.send(f"/investments/{key}/charter", charter, 201)
    assert chartered["services"] == [cast.service.key]

    found = mara.get(f"/investments/{key}")
    assert (found["state"], found["projects"]) == ("chartered", [chartered["project"]])
    assert found["objectives"] == [{"key": objective, "weight": 70}]
    assert found["promised"]["benefit"] == "3000.00"
    assert mara.get(f"/investments/{key}/value")["promised"][-1] == ["2028-03-31", "1800.00"]
    assert mara.get(f"/investments/{key}/benefits")["items"][0]["kept"] == "unread"


def show_everything(program: Program, key: str, leads_to: str) -> str:
    (gate,) = (it for it in program.get(f"/investments/{key}/gates")["items"] if it["leads_to"] == leads_to)
    for criterion in gate["criteria"]:
        body = {"place": criterion["place"], "is_met": True, "evidence": "Minutes of May"}
        program.send(f"/investments/{key}/gates/{gate['key']}/judge", body)
    return str(gate["key"])


@pytest.mark.parametrize(
    ("change", "field"),
    [({"colour": "gold"}, "body.colour"), ({"name": ""}, "name"), ({"sponsor": "PER-0"}, "sponsor")],
)
def test_what_does_not_fit_is_named(cast: Cast, change: dict[str, str], field: str) -> None:
    body = idea(cast, a_portfolio(cast).key, **change)

    problem = Program(cast.ines).send("/investments", body, 422)

    assert [error["field"] for error in problem["errors"]] == [field]
    assert not Investment.objects.exists()


def test_the_same_request_twice_proposes_once(cast: Cast) -> None:
    body, ines = idea(cast, a_portfolio(cast).key), Program(cast.ines)

    first = ines.send("/investments", body, 201, **{"Idempotency-Key": "abc"})
    again = ines.send("/investments", body, 201, **{"Idempotency-Key": "abc"})

    assert first["key"] == again["key"]
    assert Investment.objects.count() == 1


def test_a_stale_edit_says_what_changed(cast: Cast) -> None:
    investment, ines = proposed(cast, a_portfolio(cast)), Program(cast.ines)
    ines.send(f"/investments/{investment.key}", {"outcome": "Better"}, method="patch", **{"If-Match": '"1"'})

    problem = ines.send(f"/investments/{investment.key}", {"outcome": "Worse"}, 412, "patch", **{"If-Match": '"1"'})

    assert problem["changes"][0]["what"] == "InvestmentDescribed"


def test_lists_go_by_cursor_and_give_the_fields_asked_for(cast: Cast) -> None:
    portfolio = a_portfolio(cast)
    made = [proposed(cast, portfolio, name=f"Idea {number}").key for number in range(3)]
    mara = Program(cast.mara)

    found = mara.get("/investments?fields=key,name&state=proposed")

    assert found["items"][0] == {"key": made[2], "name": "Idea 2"}
    assert (len(found["items"]), found["next"]) == (3, None)
    assert mara.get("/investments?state=nowhere", 422)["errors"][0]["field"] == "state"
    assert mara.get("/investments?fields=secret", 422)["errors"][0]["field"] == "fields"


def test_the_served_see_nothing_and_deliverers_no_money(cast: Cast) -> None:
    investment = approved(cast, a_portfolio(cast))
    prove(cast, investment)
    investment.services.add(cast.service)
    Investment.objects.filter(pk=investment.pk).update(proposed_by=cast.mara)

    served, owner = Program(cast.nadia), Program(cast.ines)

    assert served.get("/investments")["items"] == []
    for path in ("", "/cases", "/benefits", "/gates", "/value"):
        served.get(f"/investments/{investment.key}{path}", 404)
    seen = owner.get(f"/investments/{investment.key}")
    assert (seen["figures"], seen["promised"], seen["spent"], seen["risks"][0]["cost"]) == (None, None, None, None)
    assert owner.get(f"/investments/{investment.key}/benefits")["items"][0]["worth"] is None
    owner.get(f"/investments/{investment.key}/cases", 404)
    owner.get(f"/investments/{investment.key}/value", 404)
    gates = json.dumps(owner.get(f"/investments/{investment.key}/gates"))
    assert "1440.00" not in gates


def test_holding_and_resuming(cast: Cast) -> None:
    investment, mara = proposed(cast, a_portfolio(cast)), Program(cast.mara)
    gate = investment.gates.order_by("place")[0].key
    path = f"/investments/{investment.key}"

    assert mara.send(f"{path}/gates/{gate}/decide", {"choice": "hold"}, 422)["errors"][0]["field"] == "reason"
    mara.send(f"{path}/gates/{gate}/decide", {"choice": "hold", "reason": "No people"})
    assert mara.send(f"{path}/cases", {"lines": []}, 409)["detail"].endswith("Resume it first.")
    assert mara.send(f"{path}/resume", {})["state"] == "proposed"
    assert mara.get("/gates/waiting")["items"] == []


def test_an_objective_is_read_and_closed(cast: Cast) -> None:
    portfolio, mara = a_portfolio(cast), Program(cast.mara)
    aim = {"name": "Seen soon", "portfolio": portfolio.key, "owner": cast.ruth.key, "due_on": "2030-01-01"}
    key = mara.send("/objectives", {**aim, "measure": MEASURE}, 201)["key"]

    assert mara.get(f"/objectives/{key}")["value"] is None
    assert mara.send(f"/objectives/{key}/close", {})["closed_at"]
    assert mara.get("/objectives")["items"] == []
    assert Objective.objects.get().key == key
