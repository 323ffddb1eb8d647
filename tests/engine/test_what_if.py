"""What each risk does to a plan: the same chance with and without it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from goldenthread.engine import Link, Plan, Task
from goldenthread.engine.calendars import WorkCalendar
from goldenthread.engine.simulation import Mitigation, Risk, Targets, Triangular, what_if

DAY = timedelta(hours=24)
START = datetime(2026, 6, 1, tzinfo=UTC)
PLAN = Plan(
    tasks=(Task("a", 5 * DAY), Task("b", 5 * DAY)),
    links=(Link("a", "b"),),
    calendar=WorkCalendar.always("UTC"),
    start=START,
)
ESTIMATES = {name: Triangular(3 * DAY, 5 * DAY, 10 * DAY) for name in ("a", "b")}
RISKS = (
    Risk(id="flood", probability=0.5, tasks=("b",), delay=6 * DAY, cost=100),
    Risk(id="strike", probability=0.2, tasks=("a",), delay=2 * DAY),
)
PROMISED = Targets(finish=START + 13 * DAY, cost=50)


def test_every_risk_away_can_only_help_and_no_risk_changes_nothing() -> None:
    found = what_if(PLAN, ESTIMATES, RISKS, targets=PROMISED, iterations=2000)
    assert set(found.without) == {"flood", "strike"}
    for changed in found.without.values():
        assert changed.odds.finish >= found.as_is.odds.finish  # type: ignore[operator]
        assert changed.finish <= found.as_is.finish_at(0.8)


def test_a_treatment_lies_between_the_risk_and_its_absence() -> None:
    treated = {"flood": Mitigation(cost=1, probability=0.25)}
    found = what_if(PLAN, ESTIMATES, RISKS, treatments=treated, targets=PROMISED, iterations=4000)
    as_is, half, gone = found.as_is.odds, found.treated["flood"].odds, found.without["flood"].odds
    assert as_is.finish < half.finish < gone.finish  # type: ignore[operator]
    assert "strike" not in found.treated


def test_it_tells_how_far_it_is() -> None:
    heard: list[float] = []
    what_if(PLAN, ESTIMATES, RISKS, iterations=200, on_progress=heard.append)
    assert heard == pytest.approx([1 / 3, 2 / 3, 1])


def test_stopped_it_answers_the_changes_that_were_simulated_whole() -> None:
    heard: list[float] = []
    found = what_if(
        PLAN, ESTIMATES, RISKS, iterations=200, on_progress=heard.append, should_stop=lambda: len(heard) > 1
    )
    assert found.as_is.iterations == 200
    assert list(found.without) == ["flood"]
    whole = what_if(PLAN, ESTIMATES, RISKS, iterations=200)
    assert found.without["flood"] == whole.without["flood"]


def test_stopped_inside_a_simulation_it_answers_the_runs_done() -> None:
    """A change that was not simulated as often as the plan itself cannot be compared with it, and is left out."""
    heard: list[float] = []
    runs = 1_200_000  # many blocks each
    found = what_if(
        PLAN, ESTIMATES, RISKS, iterations=runs, on_progress=heard.append, should_stop=lambda: len(heard) > 2
    )
    assert 0 < found.as_is.iterations < runs
    assert (found.without, found.treated) == ({}, {})
    heard.clear()
    found = what_if(
        PLAN, ESTIMATES, RISKS, iterations=runs, on_progress=heard.append, should_stop=lambda: max(heard) > 0.4
    )
    assert found.as_is.iterations == runs
    assert found.without == {}
