"""What is chosen from: taken from cases, ledgers, risks, ties and people as they stand, with nothing typed again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.business.portfolio.stage import approved, proposed, prove
from tests.business.portfolio.test_charter_investment import charter
from tests.cast import HOUSE, NOON, Cast, acting

from goldenthread.business.people.models import Absence, PersonSkill, Skill
from goldenthread.business.portfolio.actions import charter_investment, prepare_scenario, relate_investment
from goldenthread.business.portfolio.models import Investment, Portfolio, Scenario
from goldenthread.business.portfolio.queries.choosing import ScenarioLimits, inputs
from goldenthread.business.portfolio.queries.choosing.hours import hours_left
from goldenthread.business.portfolio.queries.choosing.worth import Worth
from goldenthread.business.services.actions import record_purchase
from goldenthread.engine.selection import Prerequisite

AUTUMN = datetime(2026, 10, 15, 9, 0, tzinfo=UTC)
LATER = HOUSE.actor.at(AUTUMN)
MONEY = {"capex": {2026: Decimal(2000)}}


def scenario_of(cast: Cast, portfolio: Portfolio, **given: object) -> Scenario:
    limits = ScenarioLimits(**{"first_year": 2026, "years": 2, "money": MONEY, **given})  # type: ignore[arg-type]
    return prepare_scenario(acting(cast.mara), portfolio.key, name="As it is", limits=limits)


def worth(scenario: Scenario, at: datetime = NOON) -> Worth:
    return inputs(scenario, at).worths[0]


@pytest.fixture
def under_way(cast: Cast, portfolio: Portfolio) -> Investment:
    """1,200 of project cost from April 2026 over a year, 3,000 of benefit in the year after it."""
    made = approved(cast, portfolio)
    prove(cast, made)
    charter_investment(acting(cast.mara), made.key, charter=charter(cast))
    made.refresh_from_db()
    return made


@pytest.mark.parametrize(("spent", "left"), [(0, 1200), (300, 900), (800, 600)])
def test_what_is_under_way_enters_with_what_is_left_and_at_least_what_is_not_yet_spent(
    cast: Cast, portfolio: Portfolio, under_way: Investment, spent: int, left: int
) -> None:
    if spent:
        record_purchase(
            LATER, account_id=under_way.account_id, title="Kiosks", amount=Decimal(spent), on=date(2026, 9, 1)
        )
    found = worth(scenario_of(cast, portfolio), AUTUMN)
    assert found.is_under_way
    assert (found.starts_in, found.latest_in) == (2026, 2026)
    assert sum(found.cost["capex"]) == pytest.approx(left)
    assert found.cost["capex"][0] == pytest.approx(left / 2)


def test_what_is_spent_is_no_longer_part_of_the_value(cast: Cast, portfolio: Portfolio, under_way: Investment) -> None:
    scenario = scenario_of(cast, portfolio)
    record_purchase(LATER, account_id=under_way.account_id, title="All", amount=Decimal(1200), on=date(2026, 9, 1))
    before, after = worth(scenario), worth(scenario, AUTUMN)
    assert after.values[2026] > before.values[2026]


def test_a_case_whose_dates_have_passed_moves_as_a_whole(cast: Cast, portfolio: Portfolio) -> None:
    proposed(cast, portfolio)
    found = worth(scenario_of(cast, portfolio, delay_years=1), AUTUMN)
    assert (found.moved, found.starts_in, found.latest_in) == (6, 2026, 2027)
    assert sum(found.cost["capex"]) == 1200
    assert found.cost["capex"][0] == pytest.approx(300)
    assert 0 < found.values[2027] < found.values[2026]


def test_the_first_view_of_risks_is_the_expected_loss_and_widens_the_cost(cast: Cast, portfolio: Portfolio) -> None:
    proposed(cast, portfolio)
    found = worth(scenario_of(cast, portfolio, cost_spread=0))
    assert found.risk == pytest.approx(0.2 * 500)
    assert found.cost_spread == pytest.approx((0.2 * 0.8) ** 0.5 * 500 / (1200 + 240))


def test_hours_fall_as_the_project_cost_falls(cast: Cast, portfolio: Portfolio) -> None:
    skill = Skill.objects.create(key="SKL-1", name="Design")
    made = proposed(cast, portfolio)
    relate_investment(acting(cast.ines), made.key, hours={skill.key: 120})
    found = worth(scenario_of(cast, portfolio))
    assert found.hours == {skill.key: pytest.approx([90, 30, 0])}


def test_a_part_of_a_programme_needs_it_unless_it_is_under_way(cast: Cast, portfolio: Portfolio) -> None:
    whole, part = proposed(cast, portfolio, name="Whole"), proposed(cast, portfolio, name="Part")
    Investment.objects.filter(pk=part.pk).update(parent=whole)
    scenario = scenario_of(cast, portfolio)
    assert inputs(scenario, NOON).limits.prerequisites == (Prerequisite(part.key, whole.key),)
    Investment.objects.filter(pk=part.pk).update(state="in_delivery")
    assert inputs(scenario, NOON).limits.prerequisites == ()


def test_what_needs_one_that_is_kept_out_is_out_too(cast: Cast, portfolio: Portfolio) -> None:
    base, top, roof = (proposed(cast, portfolio, name=name) for name in ("Base", "Top", "Roof"))
    relate_investment(acting(cast.ines), top.key, needs=[base.key])
    relate_investment(acting(cast.ines), roof.key, needs=[top.key])
    found = inputs(scenario_of(cast, portfolio, out=(base.key,)), NOON)
    assert found.candidates == []
    assert dict(found.left_out) == {base.key: "kept_out", top.key: "needs_out", roof.key: "needs_out"}


def test_hours_of_a_skill_are_those_of_its_people_less_their_absences(cast: Cast) -> None:
    skill = Skill.objects.create(key="SKL-1", name="Design")
    at = datetime(2025, 12, 1, tzinfo=UTC)
    assert hours_left([skill.key], range(2026, 2027), at) == {(skill.key, 2026): 0}
    PersonSkill.objects.create(person=cast.tomas, skill=skill, level=3)
    first, last = date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal()
    days = sum(date.fromordinal(day).weekday() < 5 for day in range(first, last))
    assert hours_left([skill.key], range(2026, 2027), at) == {(skill.key, 2026): days * 8}
    Absence.objects.create(key="ABS-9", person=cast.tomas, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 13))
    assert hours_left([skill.key], range(2026, 2027), at) == {(skill.key, 2026): (days - 10) * 8}
    Absence.objects.create(key="ABS-10", person=cast.tomas, starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 16))
    assert hours_left([skill.key], range(2026, 2027), at) == {(skill.key, 2026): (days - 11) * 8}
