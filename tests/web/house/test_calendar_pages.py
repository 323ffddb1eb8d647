"""The year of a calendar as a page, its feeds, and the same by the API."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Cast
from tests.connectors.test_icalendar import feed

from goldenthread.business.people.models import Person, WorkCalendar


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="goldenthread.connectors.accounts.HouseBackend")
    return client


@pytest.fixture
def closed(cast: Cast) -> WorkCalendar:
    calendar = cast.calendar
    calendar.spec = {**calendar.spec, "closures": [["12-24", "01-02"]], "exceptions": {"2026-03-03": []}}
    calendar.save()
    return calendar


def test_the_year_shows_each_day_and_opens_to_why(cast: Cast, closed: WorkCalendar) -> None:
    shown = signed_in(cast.daniel).get(f"/calendars/{closed.key}/?day=2026-12-28").content.decode()
    assert shown.count("<table>") == 12
    assert "closed every year" in shown
    assert 'aria-current="true"' in shown
    assert "other hours on this day" in shown
    spring = signed_in(cast.daniel).get(f"/calendars/{closed.key}/?day=2026-03-29").content.decode()
    assert "The day lasts" in spring
    assert signed_in(cast.daniel).get(f"/calendars/{closed.key}/?year=0000&day=x").status_code == 200


def test_a_feed_is_added_as_a_file_and_dropped(cast: Cast, closed: WorkCalendar) -> None:
    emeka = signed_in(cast.emeka)
    file = SimpleUploadedFile("school.ics", feed("DTSTART;VALUE=DATE:20260611\r\nSUMMARY:Bridge day"))
    where = f"/house/calendars/{closed.key}/feeds/"
    assert emeka.post(f"{where}add/", {"name": "School", "url": "", "file": file, "_once": "1"}).status_code == 303
    assert "Bridge day" in emeka.get(f"/calendars/{closed.key}/?year=2026").content.decode()
    assert "School" in emeka.get(f"/house/calendars/{closed.key}/").content.decode()
    wrong = SimpleUploadedFile("school.ics", b"nothing of the kind")
    assert emeka.post(f"{where}add/", {"name": "No", "url": "", "file": wrong, "_once": "2"}).status_code == 422
    assert emeka.post(f"{where}drop/", {"name": "School", "_once": "3"}).status_code == 303
    assert WorkCalendar.objects.get(pk=closed.pk).feeds == []
    assert signed_in(cast.daniel).get(f"{where}add/").status_code == 403
