"""The best choice within a scenario's limits, from the investments' own lines, told with prices and reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from tests.business.portfolio.stage import a_choice, approved, proposed
from tests.cast import NOON, Cast, acting, actor

from goldenthread.business.people.models import PersonSkill, Skill
from goldenthread.business.portfolio.actions import (
    Amount,
    NewLine,
    change_scenario,
    choose_investments,
    describe_investment,
    drop_scenario,
    prepare_scenario,
    propose_scenario,
    relate_investment,
    revise_case,
    take_back_scenario,
)
from goldenthread.business.portfolio.models import Investment, Objective, Portfolio, Scenario
from goldenthread.business.portfolio.queries import choosing
from goldenthread.business.portfolio.queries.choosing import ScenarioLimits, Share
from goldenthread.foundation.errors import Invalid, NotFound, Refused
from goldenthread.foundation.models import Event, Run
from goldenthread.foundation.runs import carry_out, run
from goldenthread.worker.runs import carry_out_run

YEARS = {2026: Decimal(2000), 2027: Decimal(2000)}
LIMITS = ScenarioLimits(first_year=2026, years=2, money={"capex": YEARS}, delay_years=0)


SOME = ScenarioLimits(first_year=2026, years=1, money={"capex": {2026: Decimal(1)}})


def reckoned(cast: Cast, portfolio: Portfolio, name: str, cost: int, brings: int, **given: Any) -> Investment:
    """An investment that costs so much in April 2026 and brings so much in April 2027."""
    made = proposed(cast, portfolio, name=name)
    lines = [
        NewLine("capex", "Build", (Amount(date(2026, 4, 1), Decimal(cost)),)),
        NewLine("benefit", "Fewer missed visits", (Amount(date(2027, 4, 1), Decimal(brings)),)),
    ]
    revise_case(acting(cast.ines), made.key, lines=lines)
    describe_investment(acting(cast.ines), made.key, changes=given, risks=())
    made.refresh_from_db()
    return made


def prepared(cast: Cast, portfolio: Portfolio, limits: ScenarioLimits = LIMITS) -> Scenario:
    return prepare_scenario(acting(cast.mara), portfolio.key, name="As it is", limits=limits)


def chosen(cast: Cast, scenario: Scenario) -> dict[str, Any]:
    asked = choose_investments(acting(cast.mara), scenario.key)
    carry_out(asked.key, lambda: NOON)
    known = choosing.choice(actor(cast.mara), choosing.scenario(actor(cast.mara), scenario.key))
    assert known.run is not None
    assert known.run.why == ""
    assert known.answer is not None
    return known.answer


def own(answer: dict[str, Any]) -> dict[str, Any]:
    point: dict[str, Any] = answer["points"][answer["own"]]
    return point


def why_not(cast: Cast, scenario: Scenario) -> str:
    asked = choose_investments(acting(cast.mara), scenario.key)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: NOON)
        carry_out_run(asked.key)
    ended = run(actor(cast.mara), asked.key)
    assert ended.state == "failed"
    return ended.why


@pytest.fixture
def three(cast: Cast, portfolio: Portfolio) -> tuple[Investment, Investment, Investment]:
    return (
        reckoned(cast, portfolio, "Small", 800, 2000),
        reckoned(cast, portfolio, "Large", 1500, 3000),
        reckoned(cast, portfolio, "Dear", 2500, 5000),
    )


Three = tuple[Investment, Investment, Investment]


def test_the_best_is_chosen_within_the_budget_and_what_is_dropped_says_which_limit_pushed_it_out(
    cast: Cast, portfolio: Portfolio, three: Three
) -> None:
    small, large, dear = three
    answer = chosen(cast, prepared(cast, portfolio))
    assert own(answer)["starts"] == {large.key: 2026}
    assert own(answer)["dropped"][small.key]["lacks"] == [
        {"kind": "money", "names": ["capex"], "year": 2026, "amount": pytest.approx(300)}
    ]
    assert own(answer)["dropped"][dear.key]["lacks"][0]["amount"] == pytest.approx(2000)


def test_more_money_brings_more_in_and_never_less_value(cast: Cast, portfolio: Portfolio, three: Three) -> None:
    points = chosen(cast, prepared(cast, portfolio))["points"]
    values = [point["value"] for point in points]
    assert values == sorted(values)
    assert len(points[0]["starts"]) < len(points[-1]["starts"]) == len(three)
    assert points[-1]["budget"] > points[0]["budget"]
    assert any(use["price"] > 0 for point in points for use in point["used"])


def test_the_stability_is_a_share_of_draws_for_every_investment(cast: Cast, portfolio: Portfolio, three: Three) -> None:
    stability = own(chosen(cast, prepared(cast, portfolio)))["stability"]
    assert set(stability) == {it.key for it in three}
    assert all(0 <= share <= 1 for share in stability.values())


def test_a_later_start_keeps_within_the_budget_of_each_year(cast: Cast, portfolio: Portfolio, three: Three) -> None:
    small, large, _dear = three
    limits = ScenarioLimits(first_year=2026, years=2, money={"capex": YEARS}, delay_years=1)
    starts = own(chosen(cast, prepared(cast, portfolio, limits)))["starts"]
    assert sorted(starts[key] for key in (small.key, large.key)) == [2026, 2027]


def test_what_is_mandatory_is_in_and_what_is_kept_out_is_out(cast: Cast, portfolio: Portfolio, three: Three) -> None:
    small, large, dear = three
    limits = ScenarioLimits(
        first_year=2026, years=2, money={"capex": YEARS}, delay_years=0, must=(small.key,), out=(dear.key,)
    )
    answer = chosen(cast, prepared(cast, portfolio, limits))
    assert own(answer)["starts"] == {small.key: 2026}
    assert answer["left_out"] == [[dear.key, "kept_out"]]
    assert large.key in own(answer)["dropped"]


def test_what_rules_another_out_and_what_needs_another_are_kept(cast: Cast, portfolio: Portfolio, three: Three) -> None:
    small, large, dear = three
    relate_investment(acting(cast.ines), large.key, excludes=[small.key])
    relate_investment(acting(cast.ines), dear.key, needs=[small.key])
    richly = ScenarioLimits(first_year=2026, years=2, money={"capex": {2026: Decimal(9000)}}, delay_years=0)
    assert own(chosen(cast, prepared(cast, portfolio, richly)))["starts"] == {small.key: 2026, dear.key: 2026}


def test_hours_of_a_skill_hold_back_where_people_have_none(cast: Cast, portfolio: Portfolio, three: Three) -> None:
    skill = Skill.objects.create(key="SKL-1", name="Design")
    PersonSkill.objects.create(person=cast.tomas, skill=skill, level=3)
    small, large, _dear = three
    relate_investment(acting(cast.ines), large.key, hours={skill.key: 100_000})
    relate_investment(acting(cast.ines), small.key, hours={skill.key: 100})
    limits = ScenarioLimits(first_year=2026, years=2, money={"capex": YEARS}, delay_years=0, hours_percent=100)
    answer = chosen(cast, prepared(cast, portfolio, limits))
    assert own(answer)["starts"] == {small.key: 2026}
    assert "capacity" in [lack["kind"] for lack in own(answer)["dropped"][large.key]["lacks"]]


def test_a_share_of_an_objective_is_kept(cast: Cast, portfolio: Portfolio, objective: Objective, three: Three) -> None:
    small, large, _dear = three
    describe_investment(acting(cast.ines), small.key, changes={}, objectives=((objective.key, 50),))
    limits = ScenarioLimits(
        first_year=2026,
        years=2,
        money={"capex": YEARS},
        delay_years=0,
        shares=(Share(objective.key, least=100, of="count"),),
    )
    assert own(chosen(cast, prepared(cast, portfolio, limits)))["starts"] == {small.key: 2026}
    assert large.key not in own(chosen(cast, prepared(cast, portfolio, limits)))["starts"]


def test_what_was_approved_is_the_present_choice(cast: Cast, portfolio: Portfolio) -> None:
    kept = approved(cast, portfolio)
    reckoned(cast, portfolio, "Small", 800, 2000)
    assert chosen(cast, prepared(cast, portfolio))["now"] == [kept.key]


def test_a_mandatory_pair_that_excludes_itself_is_refused_by_name(
    cast: Cast, portfolio: Portfolio, three: Three
) -> None:
    small, large, _dear = three
    for it in (small, large):
        describe_investment(acting(cast.ines), it.key, changes={"is_mandatory": True})
    relate_investment(acting(cast.ines), small.key, excludes=[large.key])
    why = why_not(cast, prepared(cast, portfolio))
    assert f"Small ({small.key})" in why
    assert f"Large ({large.key})" in why
    assert "rule each other out" in why


def test_a_mandatory_one_above_the_budget_is_refused_with_both_amounts(
    cast: Cast, portfolio: Portfolio, three: Three
) -> None:
    dear = three[2]
    describe_investment(acting(cast.ines), dear.key, changes={"is_mandatory": True})
    why = why_not(cast, prepared(cast, portfolio))
    assert f"Dear ({dear.key})" in why
    assert "Project cost 2026 has EUR\u202f2\u202f000" in why
    assert "EUR\u202f2\u202f500" in why


def test_the_refusal_is_told_in_the_language_of_who_asked(cast: Cast, portfolio: Portfolio, three: Three) -> None:
    describe_investment(acting(cast.ines), three[2].key, changes={"is_mandatory": True})
    cast.mara.locale = "de"
    cast.mara.save()
    assert "Was sein muss, braucht mehr, als da ist: Projektkosten 2026" in why_not(cast, prepared(cast, portfolio))


def test_needing_in_a_circle_is_refused_with_the_way_round(cast: Cast, portfolio: Portfolio, three: Three) -> None:
    small, large, _dear = three
    relate_investment(acting(cast.ines), small.key, needs=[large.key])
    with pytest.raises(Invalid) as error:
        relate_investment(acting(cast.ines), large.key, needs=[small.key])
    assert f"{large.key} → {small.key} → {large.key}" in str(error.value.fields["needs"])


@pytest.mark.parametrize(
    ("some", "wrong", "field"),
    [
        (SOME, {"money": {}}, "money"),
        (SOME, {"first_year": 2025, "money": {"capex": {2025: Decimal(1)}}}, "first_year"),
        (SOME, {"years": 9}, "years"),
        (SOME, {"money": {"capex": {2029: Decimal(1)}}}, "money"),
        (SOME, {"money": {"gold": {2026: Decimal(1)}}}, "money"),
        (SOME, {"must": ("INV-99",)}, "must"),
        (SOME, {"shares": (Share("x"),)}, "shares"),
        (SOME, {"shares": (Share("project", least=60, most=40),)}, "shares"),
        (SOME, {"value_spread": 101}, "value_spread"),
        (SOME, {"hours_percent": 0}, "hours_percent"),
        (SOME, {"delay_years": 7}, "delay_years"),
    ],
)
def test_limits_that_cannot_be_meant_are_refused_at_their_field(
    cast: Cast, portfolio: Portfolio, some: ScenarioLimits, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as error:
        prepared(cast, portfolio, replace(some, **wrong))
    assert list(error.value.fields) == [field]


def test_the_limits_come_back_as_they_were_kept(cast: Cast, portfolio: Portfolio) -> None:
    scenario = prepared(cast, portfolio)
    scenario.refresh_from_db()
    assert choosing.limits_of(scenario.limits) == LIMITS


def test_the_answer_says_which_investments_have_changed_since(cast: Cast, portfolio: Portfolio, three: Three) -> None:
    scenario = prepared(cast, portfolio)
    chosen(cast, scenario)
    mara = actor(cast.mara)
    assert not choosing.choice(mara, scenario).is_of_before
    describe_investment(acting(cast.ines), three[0].key, changes={"name": "Smaller"})
    late = proposed(cast, portfolio, name="Late")
    assert set(choosing.choice(mara, scenario).changed) == {three[0].key, late.key}
    chosen(cast, scenario)
    assert not choosing.choice(mara, scenario).is_of_before
    changed = change_scenario(
        acting(cast.mara),
        scenario.key,
        limits=ScenarioLimits(first_year=2026, years=1, money={"capex": {2026: Decimal(5)}}),
    )
    assert choosing.choice(mara, changed).has_other_limits


def test_a_choice_is_put_forward_once_and_approves_nothing(cast: Cast, portfolio: Portfolio, three: Three) -> None:
    scenario = prepared(cast, portfolio)
    with pytest.raises(Refused, match="Choose first"):
        propose_scenario(acting(cast.mara), scenario.key, point=0)
    answer = chosen(cast, scenario)
    states = list(Investment.objects.order_by("pk").values_list("state", "version"))
    put = propose_scenario(acting(cast.mara), scenario.key, point=answer["own"], note="As planned")
    assert put.proposal is not None
    assert put.proposal["starts"] == own(answer)["starts"]
    assert list(Investment.objects.order_by("pk").values_list("state", "version")) == states
    assert choosing.put_forward_for(actor(cast.mara), three[0])[0].key == scenario.key
    with pytest.raises(Refused, match="put forward"):
        propose_scenario(acting(cast.mara), scenario.key, point=0)
    with pytest.raises(Refused, match="put forward"):
        change_scenario(acting(cast.mara), scenario.key, limits=ScenarioLimits(first_year=2026, years=1))
    with pytest.raises(Refused, match="put forward"):
        choose_investments(acting(cast.mara), scenario.key)
    assert change_scenario(acting(cast.mara), scenario.key, name="The plan").name == "The plan"
    take_back_scenario(acting(cast.mara), scenario.key)
    assert choosing.put_forward(actor(cast.mara)) == []
    names = list(Event.objects.filter(subject=scenario.key).order_by("id").values_list("name", flat=True))
    assert names == ["ScenarioPrepared", "ScenarioProposed", "ScenarioChanged", "ScenarioTakenBack"]


def test_what_is_of_before_is_not_put_forward(cast: Cast, portfolio: Portfolio, three: Three) -> None:
    scenario = prepared(cast, portfolio)
    chosen(cast, scenario)
    describe_investment(acting(cast.ines), three[0].key, changes={"name": "Smaller"})
    with pytest.raises(Refused, match="changed since"):
        propose_scenario(acting(cast.mara), scenario.key, point=0)


def test_the_choice_that_was_seen_is_put_forward_and_no_newer_one(
    cast: Cast, portfolio: Portfolio, three: Three
) -> None:
    scenario = prepared(cast, portfolio)
    seen, newer = a_choice(cast, scenario), a_choice(cast, scenario)
    with pytest.raises(Refused, match="found meanwhile"):
        propose_scenario(acting(cast.mara), scenario.key, point=0, run=seen.key)
    put = propose_scenario(acting(cast.mara), scenario.key, point=0, run=newer.key)
    assert put.proposal is not None
    assert put.proposal["run"] == newer.key


def test_what_is_still_bettered_is_not_put_forward(cast: Cast, portfolio: Portfolio, three: Three) -> None:
    scenario = prepared(cast, portfolio)
    best = a_choice(cast, scenario)
    Run.objects.filter(pk=best.pk).update(state=Run.State.RUNNING)
    with pytest.raises(Refused, match="still being looked for"):
        propose_scenario(acting(cast.mara), scenario.key, point=0)


def test_what_is_put_forward_stays_in_sight_when_another_choice_is_found(
    cast: Cast, portfolio: Portfolio, three: Three
) -> None:
    scenario = prepared(cast, portfolio)
    seen = a_choice(cast, scenario)
    put = propose_scenario(acting(cast.mara), scenario.key, point=0)
    late = a_choice(cast, scenario)
    known = choosing.choice(actor(cast.mara), put)
    assert (known.found, known.run) == (seen, late)
    taken_back = take_back_scenario(acting(cast.mara), scenario.key)
    assert choosing.choice(actor(cast.mara), taken_back).found == late


def test_an_investment_is_told_every_choice_put_forward_that_names_it(
    cast: Cast, portfolio: Portfolio, three: Three
) -> None:
    first = prepared(cast, portfolio)
    a_choice(cast, first)
    propose_scenario(acting(cast.mara), first.key, point=0)
    for number in range(20):
        others = {"run": "", "point": 0, "budget": 1, "value": 1, "starts": {}, "out": [], "note": ""}
        Scenario.objects.create(
            key=f"SCN-9{number}", name="Other", portfolio=portfolio, limits={}, made_at=NOON, proposal=others,
            proposed_at=NOON + timedelta(hours=1),
        )  # fmt: skip
    assert [it.key for it in choosing.put_forward_for(actor(cast.mara), three[0])] == [first.key]


def test_a_scenario_is_there_for_those_who_govern_its_portfolio_alone(
    cast: Cast, portfolio: Portfolio, three: Three
) -> None:
    scenario = prepared(cast, portfolio)
    asked = choose_investments(acting(cast.mara), scenario.key)
    for other in (cast.ruth, cast.ines, cast.priya, cast.charlie):
        for act in (choose_investments, drop_scenario):
            with pytest.raises(NotFound):
                act(acting(other), scenario.key)
        with pytest.raises(NotFound):
            run(actor(other), asked.key)
    drop_scenario(acting(cast.mara), scenario.key)
    assert not Scenario.objects.exists()
    carry_out(asked.key, lambda: NOON)
    assert "dropped meanwhile" in Run.objects.get(key=asked.key).why


def test_a_first_scenario_begins_with_part_of_what_is_asked(cast: Cast, portfolio: Portfolio, three: Three) -> None:
    usual = choosing.usual_limits(portfolio, NOON)
    assert usual.first_year == 2026
    assert set(usual.money) == {"capex"}
