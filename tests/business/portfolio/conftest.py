"""The portfolio and its objective, as most tests here need them."""

import pytest
from tests.business.portfolio.stage import a_portfolio, an_objective
from tests.cast import Cast

from goldenthread.business.portfolio.models import Objective, Portfolio


@pytest.fixture
def portfolio(cast: Cast) -> Portfolio:
    return a_portfolio(cast)


@pytest.fixture
def objective(cast: Cast, portfolio: Portfolio) -> Objective:
    return an_objective(cast, portfolio)
