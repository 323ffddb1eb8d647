"""A long calculation by page and by API, for who asked."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.cast import NOON, Cast, acting

from goldenthread.business.people.actions import make_token
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.models import Run
from goldenthread.foundation.runs import RunKind
from goldenthread.foundation.runs.kinds import RUN_KINDS


def a_run(cast: Cast, **given: object) -> Run:
    values = {"key": next_key("RUN"), "kind": "of a test", "asked_by": cast.priya.pk, "asked_at": NOON}
    return Run.objects.create(**{**values, **given})  # type: ignore[arg-type]


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person, backend="goldenthread.connectors.accounts.HouseBackend")  # type: ignore[arg-type]
    return client


def test_while_it_goes_on_the_page_says_how_far_and_asks_again(cast: Cast) -> None:
    run = a_run(cast, state="running", done=3, of=12)
    page = signed_in(cast.priya).get(f"/runs/{run.key}/").content.decode()
    assert "3 of 12 steps" in page
    assert 'hx-trigger="every 1s"' in page


def test_once_it_is_over_the_page_asks_no_more(cast: Cast) -> None:
    run = a_run(cast, state="failed", why="Nothing can be divided by zero.")
    page = signed_in(cast.priya).get(f"/runs/{run.key}/").content.decode()
    assert "Nothing can be divided by zero." in page
    assert "every 1s" not in page


def test_one_word_stops_it_and_a_second_is_refused(cast: Cast) -> None:
    run = a_run(cast)
    client = signed_in(cast.priya)
    assert client.post(f"/runs/{run.key}/stop/").status_code == 303
    assert Run.objects.get(pk=run.pk).state == "cancelled"
    assert client.post(f"/runs/{run.key}/stop/").status_code == 409


def test_the_best_is_offered_to_be_kept_only_where_there_is_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run = a_run(cast, state="running")
    client = signed_in(cast.priya)
    assert "Stop and keep the best" not in client.get(f"/runs/{run.key}/").content.decode()

    kind = RunKind("of a test", _never, _never, _never, keeps_best=True)
    monkeypatch.setitem(RUN_KINDS, kind.name, kind)
    assert "Stop and keep the best" in client.get(f"/runs/{run.key}/").content.decode()


def _never(*_given: object) -> Any:
    raise AssertionError("nothing is computed here")


def test_programs_read_and_stop_their_own_and_no_others(cast: Cast) -> None:
    run, other = a_run(cast), a_run(cast, asked_by=cast.mara.pk)
    _token, text = make_token(acting(cast.priya), name="Runs", days=366)
    client = Client(headers={"Authorization": f"Bearer {text}"})
    assert [one["key"] for one in client.get("/api/v1/runs").json()["items"]] == [run.key]
    assert client.get(f"/api/v1/runs/{other.key}").status_code == 404
    assert client.post(f"/api/v1/runs/{run.key}/stop").json()["state"] == "cancelled"
