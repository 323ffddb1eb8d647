"""Long calculations: carried out apart, told on their way, stopped at a word, never lost."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from tests.cast import NOON, Cast, acting
from tests.foundation import calculations

from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.apart import Answer, Apart, Broke, Computation, SoFar
from goldenthread.foundation.errors import GoldenthreadError, NotAllowed, NotFound, Refused
from goldenthread.foundation.models import Event, Run
from goldenthread.foundation.runs import RunKind, Told, ask_run, carry_out, carrying, run, runs, stop_run
from goldenthread.foundation.runs.kinds import RUN_KINDS

COUNT = Computation(calculations.count, (3, 0.0), tells="tell", stops="should_stop")
ENDLESS = Computation(calculations.count, (10_000, 0.01), tells="tell", stops="should_stop")


def later() -> datetime:
    return NOON + timedelta(hours=1)


@pytest.fixture
def ask(cast: Cast) -> Iterator[Callable[..., Run]]:
    """Ask for a computation as Priya; the kind is known only to this test."""
    computations: dict[str, Computation] = {}

    def explain(_run: Run, error: Exception) -> GoldenthreadError | None:
        return Refused("Nothing can be divided by zero.") if isinstance(error, ZeroDivisionError) else None

    def tell(_run: Run, number: int, _context: object) -> Told:
        return Told({"count": number}, number, 3)

    kind = RunKind("count", lambda _acting, _run: computations["asked"], tell, explain)
    RUN_KINDS[kind.name] = kind

    @action(may=lambda actor: actor.is_known)
    def ask_for_count(acting: Acting, computation: Computation) -> Run:
        computations["asked"] = computation
        return ask_run(acting, kind, about="PRJ-1", question={"to": 3})

    yield lambda computation: ask_for_count(acting(cast.priya), computation)
    del RUN_KINDS[kind.name]


def fresh(asked: Run) -> Run:
    return Run.objects.get(pk=asked.pk)


def jobs_of(asked: Run) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE args->>'key' = %s ORDER BY id", [asked.key])
        return [str(status) for (status,) in cursor.fetchall()]


def test_a_computation_tells_on_its_way_and_answers_in_the_end() -> None:
    apart = Apart(COUNT)
    assert [message for message in apart if message] == [SoFar(1), SoFar(2), SoFar(3), Answer(3)]
    apart.end()


def test_a_computation_that_breaks_tells_its_error() -> None:
    apart = Apart(Computation(calculations.divide, (0,)))
    (message,) = [message for message in apart if message]
    assert isinstance(message, Broke)
    assert isinstance(message.error, ZeroDivisionError)
    apart.end()


def test_what_is_asked_is_stored_with_its_job(ask: Callable[..., Run]) -> None:
    asked = ask(COUNT)
    assert (asked.state, asked.about, asked.question) == ("queued", "PRJ-1", {"to": 3})
    assert jobs_of(asked) == ["todo"]


def test_a_run_is_done_with_its_last_word_kept(ask: Callable[..., Run]) -> None:
    asked = ask(COUNT)
    carry_out(asked.key, later)
    done = fresh(asked)
    assert (done.state, done.answer, done.done, done.of) == ("done", {"count": 3}, 3, 3)
    assert done.ended_at == later()
    assert Event.objects.filter(subject=asked.key).order_by("id").values_list("name", flat=True).last() == "RunEnded"


def test_a_job_that_runs_again_does_nothing_again(ask: Callable[..., Run]) -> None:
    asked = ask(COUNT)
    carry_out(asked.key, later)
    carry_out(asked.key, later)
    assert fresh(asked).starts == 1
    assert Event.objects.filter(subject=asked.key, name="RunEnded").count() == 1


def test_an_error_of_the_computation_ends_it_with_a_sentence(ask: Callable[..., Run]) -> None:
    asked = ask(Computation(calculations.divide, (0,)))
    carry_out(asked.key, later)
    assert (fresh(asked).state, fresh(asked).why) == ("failed", "Nothing can be divided by zero.")


def test_a_surprise_is_raised_for_the_log_and_quoted_to_the_reader(ask: Callable[..., Run]) -> None:
    asked = ask(Computation(calculations.divide, ("no number",)))
    with pytest.raises(TypeError):
        carry_out(asked.key, later)
    assert fresh(asked).state == "failed"
    assert asked.key in fresh(asked).why


def test_a_computation_that_is_killed_fails_with_a_way_out(ask: Callable[..., Run]) -> None:
    asked = ask(Computation(calculations.die))
    carry_out(asked.key, later)
    assert (fresh(asked).state, fresh(asked).why[-10:]) == ("failed", "Ask again.")


def test_a_run_whose_worker_was_killed_is_taken_up_and_at_last_fails(ask: Callable[..., Run]) -> None:
    asked = ask(COUNT)
    Run.objects.filter(pk=asked.pk).update(state="running", starts=carrying.MOST_STARTS - 1, started_at=NOON)
    carry_out(asked.key, later)
    assert fresh(asked).state == "done"

    Run.objects.filter(pk=asked.pk).update(state="running", starts=carrying.MOST_STARTS)
    carry_out(asked.key, later)
    assert fresh(asked).state == "failed"
    assert "3 times" in fresh(asked).why


def test_a_run_that_is_stopped_keeps_its_best(ask: Callable[..., Run], cast: Cast) -> None:
    asked = ask(ENDLESS)
    looks: list[int] = []

    def stop_at_the_third_look() -> bool:
        looks.append(1)
        if len(looks) == 3:
            stop_run(acting(cast.priya), asked.key)
        return False

    carry_out(asked.key, later, stop_at_the_third_look)
    stopped = fresh(asked)
    assert stopped.state == "cancelled"
    assert stopped.answer is not None
    assert 3 <= stopped.answer["count"] < 10_000


def test_one_that_does_not_listen_is_ended(ask: Callable[..., Run], cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(carrying, "PATIENCE", 0.1)
    asked = ask(Computation(calculations.deaf, (600,)))
    Run.objects.filter(pk=asked.pk).update(is_unwanted=True)
    carry_out(asked.key, later)
    assert fresh(asked).state == "cancelled"
    assert multiprocessing.active_children() == []


def test_a_run_that_waits_its_turn_is_over_at_once_when_stopped(ask: Callable[..., Run], cast: Cast) -> None:
    asked = ask(COUNT)
    assert stop_run(acting(cast.priya), asked.key).state == "cancelled"
    carry_out(asked.key, later)
    assert fresh(asked).starts == 0
    with pytest.raises(Refused):
        stop_run(acting(cast.priya), asked.key)


def test_a_worker_that_leaves_puts_the_run_back(ask: Callable[..., Run]) -> None:
    asked = ask(ENDLESS)
    carry_out(asked.key, later, lambda: True)
    assert (fresh(asked).state, fresh(asked).starts) == ("queued", 0)
    assert jobs_of(asked) == ["todo", "todo"]


def test_a_run_is_open_to_who_asked_alone(ask: Callable[..., Run], cast: Cast) -> None:
    asked = ask(COUNT)
    assert run(acting(cast.priya).actor, asked.key) == asked
    assert [found.key for found in runs(acting(cast.priya).actor, kind="count").rows] == [asked.key]
    for other in (cast.mara, cast.emeka, cast.charlie):
        with pytest.raises(NotFound):
            run(acting(other).actor, asked.key)
        with pytest.raises((NotFound, NotAllowed)):
            stop_run(acting(other), asked.key)
