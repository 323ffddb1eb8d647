"""A choice that takes long: it tells how far it is, and stopped or out of time it answers by what it knows."""

from dataclasses import replace

import numpy as np
import pytest
from tests.engine.choices import hard, is_kept, refused

from goldenthread.engine.selection import Candidate, Limits, frontier, select


def test_a_choice_tells_how_far_it_is() -> None:
    heard: list[float] = []
    select(*hard(), time_limit=0.6, draws=3, on_progress=heard.append)
    assert heard == sorted(set(heard))
    assert len(heard) > 5
    assert heard[-1] == 1
    heard.clear()
    frontier(*hard(), along="money", points=3, time_limit=0.6, on_progress=heard.append)
    assert heard == sorted(set(heard))
    assert heard[-1] == 1


@pytest.mark.parametrize("share", [0.0, 0.05, 0.3])
def test_stopped_a_choice_is_the_best_known_with_its_bound(share: float) -> None:
    found, limits = hard(300)
    heard = [0.0]
    told = select(
        found, limits, time_limit=20, on_progress=heard.append, should_stop=lambda: heard[-1] >= share, draws=1000
    )
    assert heard[-1] == 1  # it came to its end, and not by the time
    assert sum(share < told < 1 for told in heard) < 60
    assert is_kept(found, limits, dict(told.starts))
    assert 0 < told.value <= told.bound < float("inf")
    assert told.gap < 0.2


def test_stopped_before_anything_was_found_says_so() -> None:
    """All must go into two periods that hold little more than half of all funds each."""
    chance = np.random.default_rng(5)
    found, limits = hard(120)
    forced = [replace(candidate, mandatory=True, latest=1) for candidate in found]
    money = {
        (fund, p): bound * chance.uniform(1.0, 1.0004) for (fund, _), bound in limits.money.items() for p in (0, 1)
    }
    assert refused(forced, Limits(money=money), should_stop=lambda: True, time_limit=60).code == "stopped"
    both = [Candidate(id=n, value=1, cost={"A": [5]}, mandatory=True) for n in "ab"]
    assert refused(both, Limits(exclusive=(("a", "b"),)), should_stop=lambda: True).code == "mandatory_excluded"


def test_no_time_to_find_any_is_told_as_such() -> None:
    """All must go into two periods that hold hardly more than half of all funds each: nobody knows so soon."""
    chance = np.random.default_rng(5)
    found, limits = hard(150)
    forced = [replace(candidate, mandatory=True, latest=1) for candidate in found]
    money = {
        (fund, p): bound * chance.uniform(1.0, 1.0004) for (fund, _), bound in limits.money.items() for p in (0, 1)
    }
    error = refused(forced, Limits(money=money), time_limit=0.2)
    assert (error.code, error.values["seconds"]) == ("time_over", 0.2)
    assert len(error.values["candidates"]) == 150
