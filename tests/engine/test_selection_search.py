"""The searches inside a selection: they keep the rules, and what they find never brings less."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.choices import LONG, answer, cases

from goldenthread.engine.selection import Candidate, Limits
from goldenthread.engine.selection import search as searching
from goldenthread.engine.selection.cores import Cores
from goldenthread.engine.selection.problem import problem_of
from goldenthread.engine.selection.search import Search, improve
from goldenthread.engine.selection.solver import is_feasible, relaxation_of


@given(cases(), st.integers(0, 99))
@settings(max_examples=25)
def test_the_search_keeps_the_rules_and_is_the_same_without_a_kernel(
    case: tuple[list[Candidate], Limits], seed: int
) -> None:
    found, limits = case
    problem = problem_of(found, limits)
    relaxation = relaxation_of(problem)
    nothing = np.zeros(len(problem.values), np.bool_)
    if relaxation is None or not is_feasible(problem, nothing):
        return
    told = []
    for kernel in (searching.compiled(improve), improve):
        search = Search(problem, relaxation.prices, nothing, seed)
        search._run = kernel
        values = list(search.rounds(iter([1.0, 0.5])))
        assert values == sorted(values)
        assert is_feasible(problem, search.best)
        told.append((search.value, search.best.tolist()))
    assert told[0][0] == pytest.approx(told[1][0])
    assert told[0][1] == told[1][1]


@given(cases(), st.integers(0, 99))
@settings(max_examples=25)
def test_a_core_solved_exactly_keeps_the_rules_and_never_brings_less(
    case: tuple[list[Candidate], Limits], seed: int
) -> None:
    found, limits = case
    problem = problem_of(found, limits)
    relaxation = relaxation_of(problem)
    chosen = np.zeros(len(problem.values), np.bool_)
    if relaxation is None or not is_feasible(problem, chosen):
        return
    cores = Cores(problem, relaxation.prices, LONG, seed)
    cores._size = 2.0
    for _ in range(3):
        better = cores.improve(chosen, lambda exact, seconds, start: exact.solve(seconds, start))
        assert is_feasible(problem, better)
        assert problem.values[better].sum() >= problem.values[chosen].sum()
        chosen, cores._size = better, cores._size + 2
    cores._size = float(len(found))
    whole = cores.improve(chosen, lambda exact, seconds, start: exact.solve(seconds, start))
    told = answer(found, limits)
    assert told is not None
    assert problem.values[whole].sum() == pytest.approx(told.value)
