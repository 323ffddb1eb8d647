"""The thread tells what is missing, offers what fills it to who may, and is spun towards nothing that is not there."""

from __future__ import annotations

from tests.business.portfolio.stage import a_portfolio, an_objective, approved, proposed
from tests.cast import NOON, Cast, actor

from goldenthread.business.people.models import Person
from goldenthread.business.services.models import PortfolioState, Service
from goldenthread.overviews.thread import Bead, Gap, thread


def line(person: Person, key: str) -> dict[str, Bead]:
    return {bead.kind: bead for bead in thread(actor(person), key, NOON)}


def gaps(person: Person, key: str) -> dict[str, Gap | None]:
    return {kind: bead.gap for kind, bead in line(person, key).items() if not bead.key}


def test_an_investment_before_its_charter_has_its_project_and_service_still_to_come(cast: Cast) -> None:
    portfolio = a_portfolio(cast)
    investment = proposed(cast, portfolio, an_objective(cast, portfolio))

    assert gaps(cast.mara, investment.key) == {"project": Gap(is_later=True), "service": Gap(is_later=True)}


def test_an_approved_investment_offers_its_charter_to_who_decides_alone(cast: Cast) -> None:
    portfolio = a_portfolio(cast)
    investment = approved(cast, portfolio, an_objective(cast, portfolio))

    assert gaps(cast.mara, investment.key)["project"] == Gap(is_later=True, act="charter", key=investment.key)
    assert gaps(cast.ines, investment.key)["project"] == Gap(is_later=True)


def test_an_objective_that_nothing_feeds_offers_a_proposal_and_its_strand_is_not_spun(cast: Cast) -> None:
    objective = an_objective(cast, a_portfolio(cast))

    assert gaps(cast.mara, objective.key)["investment"] == Gap(act="propose", key=objective.key)
    assert gaps(cast.daniel, objective.key)["investment"] == Gap()
    assert line(cast.mara, objective.key)["objective"].spun == 0


def test_a_proposal_without_an_objective_offers_to_name_one(cast: Cast) -> None:
    investment = proposed(cast, a_portfolio(cast))

    assert gaps(cast.mara, investment.key)["objective"] == Gap(act="weigh", key=investment.key)


def test_a_service_without_an_outcome_is_not_spun_towards_it_and_asks_its_owner_for_a_measure(cast: Cast) -> None:
    Service.objects.filter(pk=cast.service.pk).update(state=PortfolioState.CATALOGUE, live_at=NOON)
    cast.service.measures.all().delete()

    beads = line(cast.ines, cast.service.key)
    assert (beads["service"].shape, beads["service"].spun) == ("done", 0)
    assert beads["outcome"].gap == Gap(act="measure", key=cast.service.key)
    assert line(cast.daniel, cast.service.key)["outcome"].gap == Gap()


def test_the_thread_is_read_in_sentences(cast: Cast) -> None:
    portfolio = a_portfolio(cast)
    investment = approved(cast, portfolio, an_objective(cast, portfolio))

    said = {kind: bead.sentence for kind, bead in line(cast.mara, investment.key).items()}
    assert said["objective"] == "We want to reach it by December 2027."
    assert said["investment"] == "Its money is approved; the project opens with its charter."
    assert said["outcome"] == "Nobody has read it yet."
    assert said["project"] == "", "a step that is missing says nothing of itself"


def test_an_objective_shows_the_investment_that_is_nearest_to_its_value(cast: Cast) -> None:
    portfolio = a_portfolio(cast)
    objective = an_objective(cast, portfolio)
    far = approved(cast, portfolio, objective)
    proposed(cast, portfolio, objective, name="Letters in plain language")

    bead = line(cast.mara, objective.key)["investment"]
    assert (bead.key, bead.state) == (far.key, "approved")
    assert [name for _key, name in bead.others] == [far.name, "Letters in plain language"]
