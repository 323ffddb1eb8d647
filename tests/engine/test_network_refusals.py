"""A plan that cannot be is refused, with a code and what is wrong."""

from typing import Any

import pytest
from tests.engine.plans import HOUR, ZERO, at, plan

from goldenthread.engine import EngineError, Link, Project, Task, crash, path_estimate, reschedule, schedule

A, B = Task("A", HOUR), Task("B", HOUR)


@pytest.mark.parametrize(
    ("ask", "code", "values"),
    [
        (lambda: schedule(plan(A, A)), "duplicate_task", {"task": "A"}),
        (lambda: schedule(plan(A, links=(Link("A", "X"),))), "unknown_task", {"task": "X", "link": ("A", "X")}),
        (lambda: schedule(plan(Task("A", HOUR, parent="X"))), "unknown_task", {"task": "X", "parent_of": "A"}),
        (lambda: schedule(plan(A, links=(Link("A", "A"),))), "cycle", {"path": ["A", "A"]}),
        (
            lambda: schedule(plan(A, B, Task("C", HOUR), links=(Link("A", "B"), Link("B", "A", "SS"), Link("B", "C")))),
            "cycle",
            {"path": ["A", "B", "A"]},
        ),
        (
            lambda: schedule(plan(Task("A", HOUR, parent="B"), Task("B", HOUR, parent="A"))),
            "cycle",
            {"path": ["A", "B", "A"]},
        ),
        (
            lambda: schedule(plan(A, Task("B", HOUR, parent="A"), links=(Link("A", "B"),))),
            "link_to_own_summary",
            {"link": ("A", "B")},
        ),
        (
            lambda: schedule(plan(Task("S", ZERO, constraint="ALAP"), Task("B", HOUR, parent="S"))),
            "constraint_on_summary",
            {"task": "S", "constraint": "ALAP"},
        ),
        (
            lambda: schedule(plan(Task("A", HOUR, project="X"), projects=(Project("P"),))),
            "unknown_project",
            {"task": "A", "project": "X"},
        ),
        (lambda: Task("A", -HOUR), "negative_duration", {"task": "A"}),
        (lambda: Task("A", HOUR, constraint="MSO"), "constraint_needs_date", {"task": "A", "constraint": "MSO"}),
        (lambda: Task("A", HOUR, constraint="SOON"), "unknown_constraint", {"task": "A", "constraint": "SOON"}),
        (lambda: Task("A", HOUR, actual_start=at(2), actual_finish=at(1)), "finish_before_start", {"task": "A"}),
        (lambda: Link("A", "B", "XX"), "unknown_link_type", {"type": "XX", "link": ("A", "B")}),
        (
            lambda: Link("A", "B", lag_calendar="moon"),
            "unknown_lag_calendar",
            {"calendar": "moon", "link": ("A", "B")},
        ),
        (lambda: reschedule(plan(A), schedule(plan(A)), {"X": {}}), "unknown_task", {"task": "X"}),
        (lambda: path_estimate({"A": (3, 2, 4)}, []), "bad_estimate", {"task": "A", "estimate": (3, 2, 4)}),
        (lambda: crash(plan(A), {"X": (HOUR, 1)}, HOUR), "unknown_task", {"task": "X"}),
        (
            lambda: crash(plan(A), {"A": (2 * HOUR, 1)}, HOUR),
            "bad_crash_option",
            {"task": "A", "shortest": 2 * HOUR, "cost": 1},
        ),
        (
            lambda: crash(plan(A, B, links=(Link("A", "B"),)), {"A": (ZERO, 1)}, ZERO),
            "cannot_crash",
            {"to": ZERO, "shortest": HOUR},
        ),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_what_is_wrong(ask: Any, code: str, values: dict[str, Any]) -> None:
    with pytest.raises(EngineError) as refusal:
        ask()
    assert (refusal.value.code, refusal.value.values) == (code, values)
