"""Both halves of every sight of this context agree, whoever looks; and who sees what."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.business.portfolio.stage import approved, proposed, prove
from tests.business.portfolio.test_charter_investment import charter
from tests.business.sights import actors, disagreements
from tests.cast import Cast, acting

from goldenthread.business.people.models import Role
from goldenthread.business.portfolio import models
from goldenthread.business.portfolio.actions import NewPortfolio, charter_investment, open_portfolio
from goldenthread.business.portfolio.models import Investment, Objective, Portfolio
from goldenthread.business.portfolio.policies import may_see_money_of
from goldenthread.business.portfolio.queries import cases
from goldenthread.foundation.actors import Actor, Grant
from goldenthread.foundation.errors import NotFound
from goldenthread.foundation.models import Record
from goldenthread.foundation.policies import SIGHTS, visible

KINDS = (models.Portfolio, models.Objective, models.Investment, models.Gate, models.Benefit)


def furnish(cast: Cast, portfolio: Portfolio, objective: Objective) -> Investment:
    """One proposed by Ines in one portfolio; one chartered for Priya in another, for a service of Ines."""
    other = open_portfolio(acting(cast.mara), new=NewPortfolio("Estates", Decimal(10), cast.tomas.key))
    proposed(cast, other, name="Roof")
    investment = approved(cast, portfolio, objective)
    prove(cast, investment)
    charter_investment(acting(cast.mara), investment.key, charter=replace(charter(cast), service=cast.service.key))
    models.Investment.objects.filter(pk=investment.pk).update(proposed_by=cast.mara)
    return models.Investment.objects.get(pk=investment.pk)


def test_both_halves_agree(cast: Cast, portfolio: Portfolio, objective: Objective) -> None:
    investment = furnish(cast, portfolio, objective)
    project = investment.deliveries.get().project_id
    records: dict[type[Record], list[Record]] = {kind: list(kind._default_manager.all()) for kind in KINDS}
    scopes = [("portfolio", portfolio.pk), ("project", project), ("service", cast.service.pk)]
    here = st.builds(lambda role, scope: Grant(str(role), *scope), st.sampled_from(Role), st.sampled_from(scopes))

    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(actor=actors(cast), more=st.frozensets(here, max_size=2), kind=st.sampled_from(KINDS))
    def agree(actor: Actor, more: frozenset[Grant], kind: type[Record]) -> None:
        actor = replace(actor, grants=actor.grants | more) if actor.is_known else actor
        assert not disagreements(kind, actor, records[kind])

    agree()


def test_every_record_of_the_context_has_a_sight() -> None:
    owned = [value for value in vars(models).values() if isinstance(value, type) and issubclass(value, Record)]
    assert not [kind for kind in owned if not kind._meta.abstract and kind not in SIGHTS]


@pytest.mark.parametrize(
    ("who", "sees", "sees_money"),
    [
        ("mara", True, True),
        ("ruth", True, True),
        ("priya", True, False),
        ("ines", True, False),
        ("tomas", False, False),
        ("daniel", False, False),
        ("nadia", False, False),
        ("charlie", False, False),
    ],
)
def test_who_sees_an_investment_and_its_money(
    cast: Cast, portfolio: Portfolio, objective: Objective, who: str, sees: bool, sees_money: bool
) -> None:
    investment = furnish(cast, portfolio, objective)
    actor = acting(getattr(cast, who)).actor

    assert visible(Investment, actor).filter(pk=investment.pk).exists() == sees
    assert may_see_money_of(actor, investment) == sees_money
    if not sees_money:
        with pytest.raises(NotFound):
            cases(actor, investment)
