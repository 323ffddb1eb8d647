"""The pages of the portfolio: seen by those who may, kept from those who may not, sent and corrected."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.business.portfolio.stage import a_portfolio, an_objective, approved, go, proposed, prove, the_gate
from tests.cast import HOUSE, NOON, Cast, acting

from goldenthread.business.people.models import Person
from goldenthread.business.portfolio.models import Investment, Objective, Portfolio
from goldenthread.business.portfolio.queries import newest_case
from goldenthread.business.projects.models import Project
from goldenthread.business.services.actions import note_improvement, read_measure, record_purchase

TABS = ("", "case/", "gates/", "cash-flow/", "benefits/")


def reader(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="goldenthread.connectors.accounts.HouseBackend")
    return client


@pytest.fixture
def portfolio(cast: Cast) -> Portfolio:
    return a_portfolio(cast)


@pytest.fixture
def objective(cast: Cast, portfolio: Portfolio) -> Objective:
    return an_objective(cast, portfolio)


@pytest.fixture
def investment(cast: Cast, portfolio: Portfolio, objective: Objective) -> Investment:
    """Approved, with money spent and a benefit read; proposed by Mara, for a service of Ines."""
    made = approved(cast, portfolio, objective)
    made.services.add(cast.service)
    Investment.objects.filter(pk=made.pk).update(proposed_by=cast.mara)
    record_purchase(HOUSE, account_id=made.account_id, title="Kiosks", amount=Decimal(777), on=NOON.date())
    later = HOUSE.actor.at(timezone.now() + timedelta(days=1))
    measure = made.benefits.get().measure
    read_measure(later, measure.key, on=timezone.now().date(), value=Decimal("8.4"), source="Booking log")
    made.refresh_from_db()
    return made


INPUT = re.compile(r'<input class="[^"]*" type="[a-z-]+"[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
SELECT = re.compile(r'<select class="gt-in" name="([^"]+)" id="[^"]*"[^>]*>(.*?)</select>', re.DOTALL)
AREA = re.compile(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', re.DOTALL)


def fields(page: str) -> dict[str, str]:
    """What a browser would send of a page's main form, untouched."""
    form = page[page.index('<form class="gt-form') :]
    found = dict(INPUT.findall(form)) | dict(HIDDEN.findall(form))
    for name, body in SELECT.findall(form):
        chosen = re.search(r'value="([^"]*)" selected', body)
        if chosen:
            found[name] = chosen.group(1)
    found |= {name: text.strip() for name, text in AREA.findall(form)}
    return {name: value for name, value in found.items() if value}


def test_the_board_shows_columns_figures_and_cards(cast: Cast, portfolio: Portfolio, investment: Investment) -> None:
    proposed(cast, portfolio, name="Letters in plain language")

    page = reader(cast.mara).get("/portfolio/").content.decode()

    for words in ("Digital care", "Committed of limit", "8.00", "Approved", "Letters in plain language", "2.1"):
        assert words in page
    assert f'href="/investments/{investment.key}/"' in page


def test_the_board_filters_by_its_address_and_exports(cast: Cast, portfolio: Portfolio, investment: Investment) -> None:
    proposed(cast, portfolio, name="Letters in plain language")
    mara = reader(cast.mara)

    page = mara.get("/portfolio/", {"state": "approved"}).content.decode()
    assert "1 investment<" in page
    assert "Nothing matches" in mara.get("/portfolio/", {"state": "retired"}).content.decode()
    assert mara.get("/portfolio/", {"state": "nonsense"}).status_code == 422
    sheet = mara.get("/portfolio/", {"format": "csv", "state": "approved"})
    assert sheet["Content-Type"].startswith("text/csv")
    lines = sheet.content.decode().splitlines()
    assert (len(lines), "777" in lines[1]) == (2, True)


def test_the_board_costs_as_many_queries_for_many(cast: Cast, portfolio: Portfolio, investment: Investment) -> None:
    mara = reader(cast.mara)
    mara.get("/portfolio/")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert mara.get("/portfolio/").status_code == 200
        return len(caught)

    few = queries()
    for number in range(4):
        go(cast, proposed(cast, portfolio, name=f"Idea {number}"))
    assert queries() == few


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_for_the_sponsor(cast: Cast, investment: Investment, tab: str) -> None:
    page = reader(cast.ruth).get(f"/investments/{investment.key}/{tab}")

    assert page.status_code == 200
    assert "gt-thread" in page.content.decode()
    assert "Self-service booking" in page.content.decode()


def test_the_value_page_tells_promise_spent_and_returned(cast: Cast, investment: Investment) -> None:
    page = reader(cast.ruth).get(f"/investments/{investment.key}/").content.decode()

    for words in ("Value against promise", "777", "Net present value", "8.4", "Patients are seen", "Nobody uses it"):
        assert words in page


@pytest.mark.parametrize("tab", TABS)
def test_those_who_deliver_see_no_money(cast: Cast, investment: Investment, tab: str) -> None:
    page = reader(cast.ines).get(f"/investments/{investment.key}/{tab}")

    if tab in ("case/", "cash-flow/"):
        assert page.status_code == 404
        return
    text = page.content.decode()
    assert page.status_code == 200
    for canary in ("777", "Net present value", "1,440", "3,000", "Money released"):
        assert canary not in text


@pytest.mark.parametrize("path", ["/portfolio/", "/portfolio/list/", "/portfolio/decisions/"])
def test_the_served_find_no_portfolio(cast: Cast, investment: Investment, path: str) -> None:
    assert reader(cast.nadia).get(path).status_code == 404
    for tab in TABS:
        assert reader(cast.charlie).get(f"/investments/{investment.key}/{tab}").status_code == 404


def test_the_sheet_and_the_board_hide_money_too(cast: Cast, investment: Investment) -> None:
    ines = reader(cast.ines)

    for answer in (ines.get("/portfolio/"), ines.get("/portfolio/", {"format": "csv"}), ines.get("/portfolio/list/")):
        text = answer.content.decode()
        assert "Self-service booking" in text
        for canary in ("777", "1440", "1,440", "8.00"):
            assert canary not in text


def test_a_proposal_is_sent_whole(cast: Cast, portfolio: Portfolio, objective: Objective) -> None:
    ines = reader(cast.ines)
    form = fields(ines.get("/portfolio/propose/").content.decode())
    form |= {
        "name": "Letters in plain language",
        "outcome": "Patients understand what we write",
        "portfolio": portfolio.key,
        "sponsor": cast.ruth.key,
        "kind": "project",
        "starts_on": "2027-01-01",
        f"weight_{objective.key}": "40",
        "cost_0_memo": "Editors",
        "cost_0_kind": "opex",
        "cost_0_y0": "1200",
        "benefit_0_name": "Fewer calls",
        "benefit_0_unit": "calls",
        "benefit_0_direction": "down",
        "benefit_0_baseline": "900",
        "benefit_0_target": "500",
        "benefit_0_target_on": "2028-01-01",
        "benefit_0_worth_per_unit": "4",
        "benefit_0_y1": "2400",
        "risk_0_title": "Doctors do not like it",
        "risk_0_probability": "30",
    }

    answer = ines.post("/portfolio/propose/", form)

    assert answer.status_code == 303, answer.content.decode()
    made = Investment.objects.get()
    assert answer["Location"] == f"/investments/{made.key}/"
    assert newest_case(made).flows.count() == 24
    assert made.objectives.get() == objective
    assert made.benefits.get().measure.target == 500


def test_what_does_not_fit_stays_typed(cast: Cast, portfolio: Portfolio) -> None:
    ines = reader(cast.ines)
    form = fields(ines.get("/portfolio/propose/").content.decode())
    answer = ines.post("/portfolio/propose/", {**form, "name": "Kept words", "cost_0_y0": "10", "colour": "gold"})

    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Kept words", "Say what this cost is.", "no field colour"):
        assert words in page
    assert not Investment.objects.exists()


def test_an_improvement_starts_a_proposal_with_its_history(
    cast: Cast, portfolio: Portfolio, investment: Investment
) -> None:
    idea = note_improvement(acting(cast.ines), cast.service.key, title="Remind by text")
    ines = reader(cast.ines)
    address = f"/portfolio/propose/?improvement={idea.key}"
    form = fields(ines.get(address).content.decode())
    assert form["name"] == "Remind by text"
    form |= {"outcome": "Nobody forgets", "portfolio": portfolio.key, "sponsor": cast.ruth.key, "kind": "project"}

    answer = ines.post(address, {**form, "services": [cast.service.key]})

    assert answer.status_code == 303, answer.content.decode()
    page = reader(cast.mara).get(answer["Location"]).content.decode()
    for words in ("Where it came from", idea.key, "Remind by text", investment.key):
        assert words in page


def test_a_decision_is_recorded_once_and_refused_without_evidence(cast: Cast, portfolio: Portfolio) -> None:
    made, mara = proposed(cast, portfolio), reader(cast.mara)
    gate = the_gate(made)
    address = f"/investments/{made.key}/gates/{gate.key}/decide/"
    form = {**fields(mara.get(address).content.decode()), "choice": "go"}
    refused = mara.post(address, form)
    assert (refused.status_code, "Missing:" in refused.content.decode()) == (409, True)

    prove(cast, made)
    form = {**fields(mara.get(address).content.decode()), "choice": "go", "money_released": "100"}
    first, again = mara.post(address, form), mara.post(address, form)

    assert (first.status_code, again.status_code) == (303, 303)
    made.refresh_from_db()
    assert made.state == "defined"
    assert gate.decisions.count() == 1


def test_a_stale_form_is_refused(cast: Cast, portfolio: Portfolio) -> None:
    made, mara = proposed(cast, portfolio), reader(cast.mara)
    address = f"/investments/{made.key}/edit/"
    form = fields(mara.get(address).content.decode())
    assert mara.post(address, {**form, "outcome": "First"}).status_code == 303

    answer = mara.post(address, {**form, "outcome": "Second", "_once": "other"})

    assert answer.status_code == 412
    made.refresh_from_db()
    assert made.outcome == "First"


def test_the_case_is_edited_by_year_and_keeps_untouched_months(cast: Cast, portfolio: Portfolio) -> None:
    made, ines = proposed(cast, portfolio), reader(cast.ines)
    go(cast, made)
    before = {(flow.kind, flow.period): flow.amount for flow in newest_case(made).flows.all()}
    address = f"/investments/{made.key}/case/edit/?grain=year"
    form = fields(ines.get(address).content.decode())
    changed = next(name for name, value in form.items() if value == "900")

    answer = ines.post(address, {**form, changed: "1200"})

    assert answer.status_code == 303, answer.content.decode()
    case = newest_case(made)
    after = {(flow.kind, flow.period): flow.amount for flow in case.flows.all()}
    assert case.number == 2
    moved = {place for place in before if after.get(place) != before[place]}
    assert {(kind, period.year) for kind, period in moved} == {("capex", 2026)}
    assert sum(amount for (kind, period), amount in after.items() if kind == "capex" and period.year == 2026) == 1200


def test_a_charter_opens_the_project(cast: Cast, investment: Investment) -> None:
    prove(cast, investment)
    mara = reader(cast.mara)
    address = f"/investments/{investment.key}/charter/"
    form = fields(mara.get(address).content.decode())
    assert form["budget"].startswith("1200")
    form |= {
        "template": "service",
        "manager": cast.priya.key,
        "calendar": cast.calendar.key,
        "start_on": "2027-01-04",
        "deadline": "2027-09-30",
        "result_0_name": "Booking page",
        "result_0_criteria": "Works on a phone\nWorks at night",
    }

    answer = mara.post(address, {**form, "members": [cast.tomas.key]})

    assert answer.status_code == 303, answer.content.decode()
    project = Project.objects.get()
    assert answer["Location"] == f"/projects/{project.key}/"
    assert len(project.deliverables.get().criteria) == 2


def test_objectives_are_listed_opened_and_set(cast: Cast, portfolio: Portfolio, objective: Objective) -> None:
    mara = reader(cast.mara)
    assert objective.name in mara.get("/objectives/").content.decode()
    assert "Nothing feeds it yet" in mara.get(f"/objectives/{objective.key}/").content.decode()
    form = {
        "name": "Nobody waits on the phone",
        "portfolio": portfolio.key,
        "owner": cast.ruth.key,
        "due_on": "2030-01-01",
        "measure": "Seconds to an answer",
        "unit": "s",
        "direction": "down",
        "baseline": "140",
        "target": "30",
        "_once": "one",
    }
    wrong = mara.post("/objectives/new/", {**form, "target": "200"})
    assert (wrong.status_code, "wrong side" in wrong.content.decode()) == (422, True)

    answer = mara.post("/objectives/new/", form)

    assert answer.status_code == 303
    assert "Seconds to an answer" in mara.get(answer["Location"]).content.decode()
    assert reader(cast.nadia).get(f"/objectives/{objective.key}/").status_code == 404


def test_holding_from_the_page_and_resuming(cast: Cast, portfolio: Portfolio) -> None:
    made, mara = proposed(cast, portfolio), reader(cast.mara)
    address = f"/investments/{made.key}/gates/{the_gate(made).key}/decide/"
    form = fields(mara.get(address).content.decode())
    assert mara.post(address, {**form, "choice": "hold"}).status_code == 422
    assert mara.post(address, {**form, "choice": "hold", "reason": "No people"}).status_code == 303
    assert "Resume it" in mara.get(f"/investments/{made.key}/").content.decode()
    assert mara.get(f"/investments/{made.key}/resume/").status_code == 405

    assert mara.post(f"/investments/{made.key}/resume/").status_code == 303

    made.refresh_from_db()
    assert made.state == "proposed"


def test_a_decision_is_asked_for_on_the_thread_of_its_investment_beside_what_it_freezes(
    cast: Cast, investment: Investment
) -> None:
    page = reader(cast.mara).get(f"/investments/{investment.key}/gates/{the_gate(investment).key}/decide/?choice=hold")

    shown = page.content.decode()
    assert investment.name in shown
    assert 'class="gt-thread"' in shown
    for words in ("What is frozen", "Net present value", "Rate of return", "Paid back", "Show what is met"):
        assert words in shown


def test_the_thread_of_an_approved_investment_leads_to_its_charter(cast: Cast, investment: Investment) -> None:
    shown = reader(cast.mara).get(f"/investments/{investment.key}/gates/").content.decode()

    assert f'href="/investments/{investment.key}/charter/" title="Charter the project"' in shown


def test_the_forecast_that_a_gate_froze_opens_to_what_it_was_made_of(cast: Cast, investment: Investment) -> None:
    shown = reader(cast.mara).get(f"/investments/{investment.key}/gates/").content.decode()

    assert shown.count("What is changed later leaves it as it was.") == 3, "one for each gate that was passed"
    for words in ("Value then forecast", "Rate of return", "Paid back"):
        assert words in shown


def test_what_is_missing_in_a_form_is_asked_for_in_words_of_its_kind(cast: Cast, portfolio: Portfolio) -> None:
    shown = reader(cast.mara).post("/objectives/new/", {"portfolio": portfolio.key, "direction": "up"})

    assert shown.status_code == 422
    page = shown.content.decode()
    for words in ("Fill this in.", "Choose one.", "Name a day.", "Give a number."):
        assert words in page
    assert "This field is required." not in page


def test_a_charter_is_planned_on_the_calendar_of_the_organisation(cast: Cast, investment: Investment) -> None:
    prove(cast, investment)

    shown = reader(cast.mara).get(f"/investments/{investment.key}/charter/").content.decode()
    assert fields(shown)["calendar"] == cast.mara.organisation.calendar.key
