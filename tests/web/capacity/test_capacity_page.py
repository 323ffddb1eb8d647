"""Capacity by page and by API."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone
from tests.cast import Cast, acting

from goldenthread.business.people.actions import make_token


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person, backend="goldenthread.connectors.accounts.HouseBackend")  # type: ignore[arg-type]
    return client


def test_a_figure_opens_to_what_it_is_made_of(cast: Cast) -> None:
    page = signed_in(cast.daniel).get(f"/capacity/?since=2026-03-02&row={cast.desk.key}&week=2026-03-09")
    text = page.content.decode()
    assert "week of 9 Mar" in text
    assert "Calendar gives" in text
    assert 'class="heat-0 sel"' in text


def test_a_day_that_cannot_be_read_shows_this_week(cast: Cast) -> None:
    assert signed_in(cast.daniel).get("/capacity/?since=never&row=no&week=x").status_code == 200


def test_requesters_are_shown_the_door(cast: Cast) -> None:
    assert signed_in(cast.nadia).get("/capacity/").status_code == 403


def test_programs_get_the_same_hours(cast: Cast) -> None:
    _token, text = make_token(acting(cast.daniel), name="Capacity", days=366)
    client = Client(headers={"Authorization": f"Bearer {text}"})
    (team,) = [one for one in client.get("/api/v1/capacity?since=2026-03-02&weeks=2").json()["rows"] if one["people"]]
    assert [week["week"] for week in team["weeks"]] == ["2026-03-02", "2026-03-09"]
    assert team["weeks"][0]["gives"] > 0


def test_a_day_that_no_plan_reaches_is_told(cast: Cast) -> None:
    _kept, text = make_token(acting(cast.daniel, timezone.now()), name="Far")
    program = Client(headers={"Authorization": f"Bearer {text}"})
    for day in ("0001-01-01", "9999-12-31"):
        assert program.get(f"/api/v1/capacity?since={day}").status_code == 422
        assert signed_in(cast.daniel).get(f"/capacity/?since={day}").status_code == 200
