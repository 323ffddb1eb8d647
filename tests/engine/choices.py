"""Generated and hard choices, the rules said once more in plain words, and what a selection answers or refuses."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from goldenthread.engine import EngineError
from goldenthread.engine.selection import Balance, Candidate, Limits, Prerequisite, Selection, select

PERIODS = 3
LONG = 300.0  # seconds: small ones are solved to the end long before
amounts = st.integers(0, 9).map(float)


@st.composite
def candidates(draw: st.DrawFn, name: str) -> Candidate:
    earliest = draw(st.integers(0, 1))
    is_under_way = earliest == 0 and draw(st.integers(0, 4)) == 0
    return Candidate(
        id=name,
        value=float(draw(st.integers(-2, 20))),
        cost={fund: draw(st.lists(amounts, max_size=2)) for fund in draw(st.sets(st.sampled_from("AB")))},
        capacity={"build": draw(st.lists(amounts, max_size=2))},
        risk=draw(amounts),
        earliest=earliest,
        latest=0 if is_under_way else earliest + draw(st.integers(0, 1)),
        mandatory=draw(st.integers(0, 6)) == 0,
        groups=tuple(draw(st.sets(st.sampled_from(["run", "grow"])))),
        stop_cost={"A": [1.0]} if is_under_way else {},
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Candidate], Limits]:
    names = [f"C{n}" for n in range(draw(st.integers(1, 5)))]
    found = [draw(candidates(name)) for name in names]
    pairs = [
        draw(st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True)) for _ in range(2 * (len(names) > 1))
    ]
    groups = sorted({group for candidate in found for group in candidate.groups})
    limits = Limits(
        money={(fund, p): float(draw(st.integers(0, 25))) for fund in "AB" for p in range(PERIODS)},
        capacity={("build", p): float(draw(st.integers(0, 20))) for p in range(PERIODS)},
        exclusive=tuple(tuple(pair) for pair in pairs[:1] if draw(st.booleans())),
        prerequisites=tuple(
            Prerequisite(*sorted(pair), lag=draw(st.integers(0, 1))) for pair in pairs[1:] if draw(st.booleans())
        ),
        balance=tuple(Balance(group, most=0.7, of="cost") for group in groups[:1] if draw(st.booleans())),
        risk=draw(st.none() | st.integers(5, 30).map(float)),
    )
    return found, limits


def every_choice(found: list[Candidate]) -> Iterator[dict[str, int]]:
    for way in product(*([None, *candidate.starts] for candidate in found)):
        yield {candidate.id: start for candidate, start in zip(found, way, strict=True) if start is not None}


def is_kept(found: list[Candidate], limits: Limits, starts: dict[str, int]) -> bool:
    """The rules, said once more in plain words."""
    chosen = [candidate for candidate in found if candidate.id in starts]

    def spent(table: str, name: str, period: int) -> float:
        total = 0.0
        for candidate in chosen:
            told = getattr(candidate, table).get(name, [])
            n = period - starts[candidate.id]
            total += told[n] if 0 <= n < len(told) else 0
        if table == "cost":
            for candidate in found:
                told = candidate.stop_cost.get(name, [])
                total += told[period] if candidate.id not in starts and period < len(told) else 0
        return total

    cost = sum(candidate.total_cost for candidate in chosen)
    return all(
        [
            all(candidate.id in starts for candidate in found if candidate.mandatory),
            all(spent("cost", *key) <= bound + 1e-9 for key, bound in limits.money.items()),
            all(spent("capacity", *key) <= bound + 1e-9 for key, bound in limits.capacity.items()),
            limits.risk is None or sum(candidate.risk for candidate in chosen) <= limits.risk + 1e-9,
            all(sum(name in starts for name in names) <= 1 for names in limits.exclusive),
            all(
                need.candidate not in starts
                or (need.needs in starts and starts[need.needs] + need.lag <= starts[need.candidate])
                for need in limits.prerequisites
            ),
            all(
                sum(c.total_cost for c in chosen if balance.group in c.groups) <= balance.most * cost + 1e-9
                for balance in limits.balance
            ),
        ]
    )


def value_of(found: list[Candidate], starts: dict[str, int]) -> float:
    return sum(candidate.value_at(starts[candidate.id]) for candidate in found if candidate.id in starts)


def answer(found: list[Candidate], limits: Limits, **more: Any) -> Selection | None:
    try:
        return select(found, limits, time_limit=LONG, **more)
    except EngineError as error:
        codes = ("mandatory_excluded", "mandatory_above_limit", "prerequisite_too_late", "no_start", "no_selection")
        assert error.code in codes  # noqa: PT017
        return None


def pick(*names: str, **more: Any) -> list[Candidate]:
    return [Candidate(id=name, value=10, cost={"A": [5]}, **more) for name in names]


def refused(found: list[Candidate], limits: Limits, **more: Any) -> EngineError:
    with pytest.raises(EngineError) as error:
        select(found, limits, **more)
    return error.value


def hard(count: int = 60) -> tuple[list[Candidate], Limits]:
    """One that takes a solver far longer than a second."""
    chance = np.random.default_rng(7)
    weights = chance.integers(100, 1000, (8, count))
    found = [
        Candidate(id=f"C{n}", value=float(weights[:, n].mean() + chance.integers(1, 500)), cost=costs(weights[:, n]))
        for n in range(count)
    ]
    return found, Limits(money={(str(row), 0): float(weights[row].sum() // 2) for row in range(len(weights))})


def costs(weights: Any) -> dict[str, list[float]]:
    return {str(row): [float(weight)] for row, weight in enumerate(weights)}
