"""Scenarios for programs: prepared, chosen from, put forward, dropped."""

from __future__ import annotations

from django.test import Client
from tests.business.portfolio.stage import a_choice, a_portfolio, proposed
from tests.cast import Cast, acting

from goldenthread.business.people.actions import make_token
from goldenthread.business.portfolio.models import Scenario

LIMITS = {"first_year": 2026, "years": 1, "money": {"capex": {"2026": "1500.00"}}}


def program(cast: Cast, who: str = "mara") -> Client:
    _token, text = make_token(acting(getattr(cast, who)), name="Choosing", days=366)
    return Client(headers={"Authorization": f"Bearer {text}"})


def test_a_program_does_all_that_the_page_does(cast: Cast) -> None:
    portfolio = a_portfolio(cast)
    investment, other = proposed(cast, portfolio, name="Booking"), proposed(cast, portfolio, name="Rota")
    client, json = program(cast), "application/json"
    made = client.post(f"/api/v1/portfolios/{portfolio.key}/scenarios", {"name": "Lean", "limits": LIMITS}, json)
    assert made.status_code == 201
    address = f"/api/v1/scenarios/{made.json()['key']}"
    assert client.get(address).json()["limits"]["money"] == {"capex": {"2026": "1500.00"}}
    assert client.patch(address, {"name": "Leaner"}, json).json()["name"] == "Leaner"
    refused = client.patch(address, {"limits": LIMITS | {"years": 9}}, json)
    assert refused.status_code == 422
    assert client.post(f"{address}/choose").json()["state"] == "queued"
    seen = a_choice(cast, Scenario.objects.get())
    found = client.get(f"{address}/choice").json()
    assert found["answer"]["points"][0]["starts"] == {investment.key: 2026}
    assert found["changed"] == []
    assert client.post(f"{address}/propose", {"point": 1, "run": "RUN-999"}, json).status_code == 409
    put = client.post(f"{address}/propose", {"point": 1, "run": seen.key, "note": "All"}, json)
    assert set(put.json()["proposal"]["starts"]) == {investment.key, other.key}
    assert client.delete(address).status_code == 409
    assert client.post(f"{address}/take-back").json()["proposal"] is None
    assert [one["name"] for one in client.get("/api/v1/scenarios").json()["items"]] == ["Leaner"]
    assert client.delete(address).status_code == 204


def test_a_program_tells_what_an_investment_needs(cast: Cast) -> None:
    portfolio = a_portfolio(cast)
    one, other = proposed(cast, portfolio, name="Booking"), proposed(cast, portfolio, name="Rota")
    client = program(cast)
    told = client.put(f"/api/v1/investments/{one.key}/needs", {"excludes": [other.key]}, "application/json")
    assert told.json() == {"needs": [], "excludes": [other.key], "hours": {}}
    assert client.get(f"/api/v1/investments/{one.key}/needs").json() == told.json()


def test_scenarios_are_not_there_for_programs_of_others(cast: Cast) -> None:
    portfolio = a_portfolio(cast)
    client = program(cast, "ruth")
    assert client.get("/api/v1/scenarios").json()["items"] == []
    answer = client.post(
        f"/api/v1/portfolios/{portfolio.key}/scenarios", {"name": "Lean", "limits": LIMITS}, "application/json"
    )
    assert answer.status_code == 403
