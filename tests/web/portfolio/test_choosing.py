"""The pages on which investments are chosen: a scenario with its limits, its frontier, compared and put forward."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from tests.business.portfolio.stage import a_choice, a_portfolio, an_objective, approved, proposed
from tests.cast import NOON, Cast, acting
from tests.web.portfolio.test_pages import fields, reader

from goldenthread.business.people.models import Skill
from goldenthread.business.portfolio.actions import choose_investments, describe_investment, prepare_scenario
from goldenthread.business.portfolio.models import (
    Investment,
    InvestmentNeed,
    InvestmentTie,
    Objective,
    Portfolio,
    Scenario,
)
from goldenthread.business.portfolio.queries.choosing import ScenarioLimits, Share, limits_of
from goldenthread.foundation.models import Run

MONEY = {"capex": {2026: Decimal(1800)}}


@pytest.fixture
def portfolio(cast: Cast) -> Portfolio:
    return a_portfolio(cast)


@pytest.fixture
def two(cast: Cast, portfolio: Portfolio) -> tuple[Investment, Investment]:
    return approved(cast, portfolio, name="Booking"), proposed(cast, portfolio, name="Rota")


Two = tuple[Investment, Investment]


@pytest.fixture
def scenario(cast: Cast, portfolio: Portfolio, two: Two) -> Scenario:
    limits = ScenarioLimits(first_year=2026, years=1, money=MONEY)
    return prepare_scenario(acting(cast.mara), portfolio.key, name="As it is", limits=limits)


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_board_leads_to_the_newest_scenario(cast: Cast, scenario: Scenario) -> None:
    mara = reader(cast.mara)
    assert 'href="/portfolio/choose/"' in words(mara, "/portfolio/")
    assert mara.get("/portfolio/choose/")["Location"] == f"/scenarios/{scenario.key}/"
    assert 'href="/portfolio/choose/"' not in words(reader(cast.ruth), "/portfolio/")


def test_where_there_is_none_the_list_offers_one(cast: Cast, portfolio: Portfolio) -> None:
    mara = reader(cast.mara)
    where = mara.get("/portfolio/choose/")["Location"]
    assert f'href="/scenarios/new/?portfolio={portfolio.key}"' in words(mara, where)


def test_every_point_comes_with_the_page_with_what_enters_leaves_and_keeps_out(
    cast: Cast, scenario: Scenario, two: Two
) -> None:
    a_choice(cast, scenario)
    page = words(reader(cast.mara), f"/scenarios/{scenario.key}/")
    assert page.count('<template data-at="') == 4
    assert 'max="1" step="1" value="0"' in page
    here = page[page.index('data-here="steps"') : page.index("<template")]
    assert "1 of 2 investments" in here
    assert "Project cost 2026 is short by €\u202f300" in here
    assert "€\u202f500" in here  # per 1,000 more
    assert "20\u202f%" in here
    more = here[here.index("One step more") :]
    assert two[1].name in more


def test_without_script_the_slider_is_a_question_of_the_address(cast: Cast, scenario: Scenario) -> None:
    a_choice(cast, scenario)
    page = words(reader(cast.mara), f"/scenarios/{scenario.key}/?at=1")
    assert 'max="1" step="1" value="1"' in page
    here = page[page.index('data-here="steps"') : page.index("<template")]
    assert "2 of 2 investments" in here
    assert "no limit holds anything back" in here


def test_each_value_opens_to_what_it_is_made_of(cast: Cast, scenario: Scenario, two: Two) -> None:
    a_choice(cast, scenario)
    panel = words(reader(cast.mara), f"/scenarios/{scenario.key}/investments/{two[0].key}/")
    for part in ("Project cost 2026", "version 1 of its case", "Expected loss", "present value today"):
        assert part in panel


def test_while_it_is_chosen_anew_only_the_progress_is_asked_for_and_the_slider_stays(
    cast: Cast, scenario: Scenario
) -> None:
    a_choice(cast, scenario)
    mara, address = reader(cast.mara), f"/scenarios/{scenario.key}/"
    asked = choose_investments(acting(cast.mara), scenario.key)
    page = words(mara, address)
    assert f'hx-get="{address}?part=progress"' in page
    assert "data-points" in page
    asking = {"headers": {"HX-Request": "true"}}
    part = mara.get(f"{address}?part=progress", **asking)
    assert "begins as soon as a worker is free" in part.content.decode()
    assert "data-points" not in part.content.decode()
    Run.objects.filter(pk=asked.pk).update(state="done")
    assert mara.get(f"{address}?part=progress", **asking)["HX-Refresh"] == "true"


def test_it_says_what_has_changed_since(cast: Cast, scenario: Scenario, two: Two) -> None:
    a_choice(cast, scenario)
    describe_investment(acting(cast.ines), two[1].key, changes={"name": "Rota for all"})
    page = words(reader(cast.mara), f"/scenarios/{scenario.key}/")
    assert "Changed since: Rota for all." in page
    assert "Put it forward" not in page


def test_a_scenario_is_prepared_corrected_and_chosen_from(cast: Cast, portfolio: Portfolio, two: Two) -> None:
    mara = reader(cast.mara)
    address = f"/scenarios/new/?portfolio={portfolio.key}"
    given = fields(words(mara, address)) | {"name": "Lean", "capex_0": "1500"}
    refused = mara.post(address, given | {"hours_percent": "500"})
    assert refused.status_code == 422
    answer = mara.post(address, given)
    made = Scenario.objects.get()
    assert answer["Location"] == f"/scenarios/{made.key}/"
    assert limits_of(made.limits).money["capex"][limits_of(made.limits).first_year] == 1500
    assert Run.objects.get(about=made.key).state == "queued"
    assert "begins as soon as a worker is free" in words(mara, f"/scenarios/{made.key}/")


def test_other_limits_choose_anew_and_a_new_name_does_not(cast: Cast, scenario: Scenario) -> None:
    mara = reader(cast.mara)
    address = f"/scenarios/{scenario.key}/limits/"
    given = fields(words(mara, address))
    mara.post(address, given | {"name": "The plan"})
    scenario.refresh_from_db()
    assert (scenario.name, Run.objects.count()) == ("The plan", 0)
    given = fields(words(mara, address))
    mara.post(address, given | {"capex_0": "900", "share_0_group": "project", "share_0_most": "80"})
    scenario.refresh_from_db()
    assert limits_of(scenario.limits).budget == 900
    assert limits_of(scenario.limits).shares[0].most == 80
    assert Run.objects.count() == 1


def test_a_choice_is_put_forward_seen_at_the_gates_and_taken_back(cast: Cast, scenario: Scenario, two: Two) -> None:
    seen, newer = a_choice(cast, scenario), a_choice(cast, scenario)
    mara, address = reader(cast.mara), f"/scenarios/{scenario.key}/"
    assert f'name="run" value="{newer.key}"' in words(mara, address)
    given = {"point": "0", "note": "Within reach", "run": newer.key}
    assert mara.post(f"{address}propose/", {**given, "point": "9"}).status_code == 422
    assert mara.post(f"{address}propose/", {**given, "run": seen.key}).status_code == 409
    assert mara.post(f"{address}propose/", given).status_code == 303
    assert "Within reach" in words(mara, address)
    assert "Within reach" in words(mara, "/portfolio/decisions/")
    assert f"{scenario.key} puts it forward: in from 2026." in words(mara, f"/investments/{two[0].key}/gates/")
    assert f"{scenario.key} puts it forward to be left out." in words(mara, f"/investments/{two[1].key}/gates/")
    assert (
        mara.post(f"{address}limits/", fields(words(mara, f"{address}limits/")) | {"capex_0": "1"}).status_code == 409
    )
    assert mara.post(f"{address}take-back/").status_code == 303
    assert mara.post(f"{address}drop/")["Location"] == f"/scenarios/?portfolio={scenario.portfolio.key}"


def test_two_scenarios_stand_side_by_side(cast: Cast, scenario: Scenario, two: Two) -> None:
    mara = reader(cast.mara)
    assert "There is no other scenario" in words(mara, f"/scenarios/{scenario.key}/compare/")
    limits = ScenarioLimits(first_year=2026, years=1, money=MONEY, out=(two[0].key,))
    other = prepare_scenario(acting(cast.mara), scenario.portfolio.key, name="Without booking", limits=limits)
    a_choice(cast, scenario)
    assert "nothing is chosen in it yet." in words(mara, f"/scenarios/{scenario.key}/compare/")
    a_choice(cast, other)
    page = words(mara, f"/scenarios/{scenario.key}/compare/?with={other.key}")
    assert "Without booking" in page
    assert page.count('class="differs"') == 2
    assert "in from 2026" in page


def test_beside_another_it_says_what_is_kept_out_and_takes_none_of_another_portfolio(
    cast: Cast, scenario: Scenario, two: Two
) -> None:
    mara = reader(cast.mara)
    limits = ScenarioLimits(first_year=2026, years=1, money=MONEY, out=(two[0].key,))
    without = prepare_scenario(acting(cast.mara), scenario.portfolio.key, name="Without booking", limits=limits)
    for it in (scenario, without):
        a_choice(cast, it)
    assert "kept out by this scenario" in words(mara, f"/scenarios/{scenario.key}/compare/?with={without.key}")
    elsewhere = Portfolio.objects.create(key="POR-77", name="Elsewhere", currency="EUR", limit=1, manager=cast.mara)
    Scenario.objects.filter(pk=without.pk).update(portfolio=elsewhere)
    assert mara.get(f"/scenarios/{scenario.key}/compare/?with={without.key}").status_code == 404


def test_the_form_keeps_every_share_also_of_a_closed_objective(cast: Cast, scenario: Scenario) -> None:
    closed = an_objective(cast, scenario.portfolio)
    Objective.objects.update(name="Calm wards", closed_at=NOON)
    groups = ("project", "programme", "service", closed.key)
    Scenario.objects.update(limits=replace(limits_of(scenario.limits), shares=tuple(map(Share, groups))).plain())
    mara, address = reader(cast.mara), f"/scenarios/{scenario.key}/limits/"
    form = words(mara, address)
    assert "Calm wards" in form
    assert mara.post(address, fields(form) | {"name": "Renamed"}).status_code == 303
    scenario.refresh_from_db()
    assert scenario.name == "Renamed"
    assert tuple(share.group for share in limits_of(scenario.limits).shares) == groups


def test_money_of_a_year_after_the_last_is_refused_and_not_dropped(cast: Cast, scenario: Scenario) -> None:
    mara, address = reader(cast.mara), f"/scenarios/{scenario.key}/limits/"
    refused = mara.post(address, fields(words(mara, address)) | {"capex_2": "500"})
    assert refused.status_code == 422
    assert "2028 is not a year of this scenario." in refused.content.decode()


def test_a_share_of_a_group_without_investments_is_said_not_to_be_held(cast: Cast, scenario: Scenario) -> None:
    limits = replace(limits_of(scenario.limits), shares=(Share("programme", least=10),))
    Scenario.objects.update(limits=limits.plain())
    scenario.refresh_from_db()
    a_choice(cast, scenario)
    page = words(reader(cast.mara), f"/scenarios/{scenario.key}/")
    assert "Nothing that could be chosen belongs to: Programme." in page


def test_a_choice_kept_from_before_that_was_told_is_shown(cast: Cast, scenario: Scenario) -> None:
    kept = a_choice(cast, scenario)
    assert kept.answer is not None
    Run.objects.filter(pk=kept.pk).update(answer={k: v for k, v in kept.answer.items() if k != "empty_groups"})
    assert "data-choice" in words(reader(cast.mara), f"/scenarios/{scenario.key}/")


def test_a_scenario_is_found_by_name_and_key_by_those_who_govern(cast: Cast, scenario: Scenario) -> None:
    assert f'href="/scenarios/{scenario.key}/"' in words(reader(cast.mara), "/search/?q=as+it+is")
    assert reader(cast.mara).get(f"/search/?q={scenario.key}")["Location"] == f"/scenarios/{scenario.key}/"
    assert scenario.key not in words(reader(cast.ruth), "/search/?q=as+it+is")


def test_what_an_investment_needs_is_told_once_at_the_investment(cast: Cast, two: Two) -> None:
    skill = Skill.objects.create(key="SKL-1", name="Design")
    ines, address = reader(cast.ines), f"/investments/{two[1].key}/needs/"
    given = fields(words(ines, address)) | {"needs": [two[0].key], f"hours_{skill.key}": "120"}
    assert ines.post(address, given).status_code == 303
    assert InvestmentTie.objects.get().other == two[0]
    assert InvestmentNeed.objects.get().hours == 120
    assert 'value="120"' in words(ines, address)
    back = fields(words(reader(cast.mara), f"/investments/{two[0].key}/needs/")) | {"needs": [two[1].key]}
    refused = reader(cast.mara).post(f"/investments/{two[0].key}/needs/", back)
    assert refused.status_code == 422
    assert "goes round in a circle" in refused.content.decode()


def test_scenarios_are_not_there_for_those_who_do_not_govern(cast: Cast, scenario: Scenario) -> None:
    for person in (cast.ruth, cast.priya, cast.charlie):
        for address in ("", "limits/", "compare/"):
            assert reader(person).get(f"/scenarios/{scenario.key}/{address}").status_code == 404
        assert reader(person).get("/scenarios/").status_code == 404
