"""Closed days from iCalendar files and addresses: what is read, what is refused, and where nobody is led to."""

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from tests.cast import NOON, Cast, acting

from goldenthread.business.people.models import WorkCalendar
from goldenthread.connectors.icalendar import add_feed, closed_days, read_feeds
from goldenthread.connectors.icalendar import fetching as outside
from goldenthread.foundation.actors import SYSTEM
from goldenthread.foundation.errors import Invalid, NotAllowed, Unavailable
from goldenthread.foundation.models import Event

SPAN = (date(2026, 1, 1), date(2027, 12, 31))


def feed(*events: str) -> bytes:
    inside = "".join(f"BEGIN:VEVENT\r\nUID:{n}\r\n{event}\r\nEND:VEVENT\r\n" for n, event in enumerate(events))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\n{inside}END:VCALENDAR\r\n".encode()


def test_whole_days_close_and_times_of_day_do_not() -> None:
    days = closed_days(
        feed(
            "DTSTART;VALUE=DATE:20260525\r\nSUMMARY:Whit Monday\\, off",
            "DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christmas",
            "DTSTART;VALUE=DATE:20260701\r\nDURATION:P2D\r\nSUMMARY:Inventory",
            "DTSTART:20260601T090000Z\r\nDTEND:20260601T100000Z\r\nSUMMARY:A meeting",
            "DTSTART;VALUE=DATE:20260602\r\nSTATUS:CANCELLED\r\nSUMMARY:Off again",
            "SUMMARY:Nowhere",
        ),
        *SPAN,
    )
    assert {on.isoformat(): name for on, name in days.items()} == {
        "2026-05-25": "Whit Monday, off",
        "2026-07-01": "Inventory",
        "2026-07-02": "Inventory",
        "2026-12-24": "Christmas",
        "2026-12-25": "Christmas",
        "2026-12-26": "Christmas",
    }


def test_repeated_days_are_written_out_within_the_span() -> None:
    days = closed_days(
        feed(
            "DTSTART;VALUE=DATE:20000501\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:May day",
            "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=MONTHLY;BYDAY=1MO;UNTIL=20260401T000000Z\r\n"
            "EXDATE;VALUE=DATE:20260202\r\nSUMMARY:First Monday",
            "DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=SECONDLY\r\nSUMMARY:Always",
        ),
        *SPAN,
    )
    assert [on.isoformat() for on in days] == ["2026-01-05", "2026-03-02", "2026-05-01", "2027-05-01"]


def test_a_moved_day_closes_where_it_went() -> None:
    moved = feed(
        "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\nSUMMARY:Inventory",
        "RECURRENCE-ID;VALUE=DATE:20260112\r\nDTSTART;VALUE=DATE:20260114\r\nSUMMARY:Inventory",
    ).replace(b"UID:1", b"UID:0")
    assert [on.day for on in closed_days(moved, *SPAN)] == [5, 14]


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"<html></html>", b"BEGIN:VCALENDAR\r\n" * 50, b"x" * 2_000_001])
def test_what_is_no_feed_is_told_and_nothing_breaks(content: bytes) -> None:
    with pytest.raises(Invalid):
        closed_days(content, *SPAN)


def test_a_file_closes_its_days_and_a_later_one_takes_its_place(cast: Cast) -> None:
    emeka, key = acting(cast.emeka), cast.calendar.key
    add_feed(emeka, key, name="School", content=feed("DTSTART;VALUE=DATE:20260304\r\nSUMMARY:Closed"))
    found = WorkCalendar.objects.get(pk=cast.calendar.pk)
    assert found.hours().next_open(NOON + timedelta(days=1, hours=6)) == datetime(2026, 3, 5, 8, tzinfo=UTC)
    assert found.spec["holidays"] == []
    add_feed(emeka, key, name="School", content=feed("DTSTART;VALUE=DATE:20260305\r\nSUMMARY:Closed"))
    assert list(WorkCalendar.objects.get(pk=found.pk).feeds[0]["days"]) == ["2026-03-05"]
    with pytest.raises(NotAllowed):
        add_feed(acting(cast.daniel), key, name="Mine", url="https://example.org/a.ics")
    for wrong in ("ftp://example.org/a.ics", "example.org", "", "file:///etc/passwd"):
        with pytest.raises(Invalid):
            add_feed(emeka, key, name="Wrong", url=wrong)


class Answers(BaseHTTPRequestHandler):
    """What the feed's server says: a feed, a redirect, or much too much."""

    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "/feed")
            self.end_headers()
        elif self.path == "/round":
            self.send_response(302)
            self.send_header("Location", "/round")
            self.end_headers()
        elif self.path == "/gone":
            self.send_error(404)
        else:
            self.send_response(200)
            self.end_headers()
            body = feed("DTSTART;VALUE=DATE:20260304\r\nSUMMARY:Closed")
            self.wfile.write(body if self.path == "/feed" else b"x" * 3_000_000)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    running = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    monkeypatch.setenv("GOLDENTHREAD_PRIVATE_FEEDS", "yes")
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def test_an_address_is_read_twice_a_day_and_keeps_its_days_when_it_fails(cast: Cast, server: str) -> None:
    add_feed(acting(cast.emeka), cast.calendar.key, name="School", url=f"{server}/away")
    assert read_feeds(SYSTEM.at(NOON)) == (1, 0)
    assert read_feeds(SYSTEM.at(NOON + timedelta(hours=11))) == (0, 0)
    found = WorkCalendar.objects.get(pk=cast.calendar.pk)
    assert found.feeds[0]["days"] == {"2026-03-04": "Closed"}
    assert Event.objects.filter(name="CalendarChanged").count() == 2

    assert read_feeds(SYSTEM.at(NOON + timedelta(hours=13))) == (1, 0)
    assert WorkCalendar.objects.get(pk=found.pk).version == found.version  # no news
    feeds = WorkCalendar.objects.get(pk=found.pk).feeds
    WorkCalendar.objects.update(feeds=[{**feeds[0], "url": f"{server}/gone"}])
    later = NOON + timedelta(hours=26)
    assert read_feeds(SYSTEM.at(later)) == (0, 1)
    assert read_feeds(SYSTEM.at(later + timedelta(minutes=30))) == (0, 0)
    (kept,) = WorkCalendar.objects.get(pk=found.pk).feeds
    assert kept["days"] == {"2026-03-04": "Closed"}
    assert "404" in kept["problem"]


@pytest.mark.parametrize("path", ["/round", "/much"])
def test_what_leads_on_for_ever_or_is_too_much_is_left(server: str, path: str) -> None:
    with pytest.raises(Unavailable):
        outside.fetch(server + path)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.1.2.3/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://224.0.0.1/",
        "https://user:word@example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "http:///nowhere",
    ],
)
def test_nobody_is_led_into_a_private_network(url: str) -> None:
    with pytest.raises(Unavailable):
        outside.fetch(url)


def test_a_host_with_one_private_address_among_its_own_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def both(host: str, port: int, **_more: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, 1, 6, "", (address, port)) for address in ("93.184.216.34", "10.0.0.7")]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(Unavailable):
        outside.public_address("two.example", 443)
