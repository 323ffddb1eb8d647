"""The incident log of a ServiceNow desk: whole, damaged, cut short, and read a second time."""

import gzip
import io
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from tests.cast import NOON, Cast, acting, actor

from goldenthread.business.desk.models import Ticket
from goldenthread.business.people.queries import is_set_up
from goldenthread.business.services.models import TargetReading
from goldenthread.connectors.servicenow import import_log, preview_log, staging
from goldenthread.connectors.servicenow.rows import COLUMNS, instant
from goldenthread.foundation.actors import SYSTEM, Acting
from goldenthread.foundation.errors import Invalid, NotAllowed
from goldenthread.foundation.events import imported
from goldenthread.foundation.facts import Fact
from goldenthread.foundation.models import Event
from goldenthread.overviews.desk_report import desk_report

SHARED = Path(os.environ.get("GOLDENTHREAD_SHARED", Path(__file__).parents[3] / "shared"))
SAMPLE = SHARED / "data" / "servicenow-incidents" / "incident_event_log_sample.csv.gz"
NOW = datetime(2026, 3, 2, tzinfo=UTC)
needs_sample = pytest.mark.skipif(not SAMPLE.exists(), reason=f"the real log is not at {SAMPLE}")
pytestmark = pytest.mark.django_db

PLAIN = {
    "number": "INC0000001",
    "incident_state": "New",
    "reassignment_count": "0",
    "reopen_count": "0",
    "sys_mod_count": "0",
    "made_sla": "true",
    "caller_id": "Caller 1",
    "opened_at": "29/2/2016 01:16",
    "sys_updated_at": "29/2/2016 01:23",
    "contact_type": "Phone",
    "location": "Location 1",
    "category": "Category 5",
    "subcategory": "Subcategory 17",
    "u_symptom": "?",
    "cmdb_ci": "?",
    "impact": "2 - Medium",
    "urgency": "2 - Medium",
    "priority": "3 - Moderate",
    "assignment_group": "Group 56",
    "assigned_to": "?",
    "closed_code": "code 5",
    "resolved_at": "29/2/2016 11:29",
    "closed_at": "5/3/2016 12:00",
}


def row(**changed: object) -> str:
    values = {**PLAIN, **{name: str(value) for name, value in changed.items()}}
    return ",".join(values[name] for name in COLUMNS)


def log(*rows: str) -> bytes:
    return "\n".join([",".join(COLUMNS), *rows, ""]).encode()


LIFE = (
    row(),
    row(sys_mod_count=1, incident_state="Active", sys_updated_at="29/2/2016 08:00", assigned_to="Resolver 3"),
    row(
        sys_mod_count=2, incident_state="Awaiting User Info", sys_updated_at="29/2/2016 09:00", assigned_to="Resolver 3"
    ),
    row(
        sys_mod_count=3,
        incident_state="Active",
        sys_updated_at="29/2/2016 10:00",
        assignment_group="Group 9",
        reassignment_count=1,
        priority="2 - High",
    ),
    row(sys_mod_count=4, incident_state="Resolved", sys_updated_at="29/2/2016 11:29", reassignment_count=1),
    row(
        sys_mod_count=5,
        incident_state="Closed",
        sys_updated_at="5/3/2016 12:00",
        reassignment_count=1,
        made_sla="false",
        assignment_group="Group 9",
        assigned_to="Resolver 4",
    ),
)


def run(content: bytes, **known: str) -> dict[str, object]:
    return import_log(SYSTEM.at(NOW), io.BytesIO(content), **known).figures()


def facts(number: str = "INC0000001") -> list[tuple[str, str]]:
    ticket = Ticket.objects.get(imported_number=number)
    found = Event.objects.filter(subject=ticket.key).order_by("at", "id")
    return [(event.name, event.at.strftime("%d %H:%M")) for event in found]


def counted() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Ticket, Event, TargetReading))


def test_an_incident_comes_with_its_history_at_its_own_time() -> None:
    assert run(log(*LIFE)) == {"events": 6, "incidents": 1, "created": 1, "unchanged": 0, "refused": []}

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.reassigned, ticket.work.priority) == ("closed", 1, 3)
    assert ticket.work.team is not None
    assert ticket.work.team.name == "Group 9"
    assert ticket.work.assignee is not None
    assert (ticket.work.assignee.name, ticket.work.assignee.is_active) == ("Resolver 4", False)
    assert ticket.resolved_at == datetime(2016, 2, 29, 11, 29, tzinfo=UTC)
    assert facts()[:6] == [
        ("TicketOpened", "29 01:16"),
        ("TicketAssigned", "29 01:23"),
        ("TicketAssigned", "29 08:00"),
        ("TicketTaken", "29 08:00"),
        ("TicketWaits", "29 09:00"),
        ("TicketAssigned", "29 10:00"),
    ]
    assert {name for name, _at in facts()} >= {"TicketPrioritised", "TicketResumed", "TicketResolved", "TicketClosed"}
    reading = TargetReading.objects.get()
    assert (reading.state, reading.is_imported, reading.priority) == ("missed", True, 3)


def test_the_order_of_the_file_does_not_matter() -> None:
    other = row(number="INC0000002")
    run(log(LIFE[5], other, *LIFE[:5][::-1]))
    assert Ticket.objects.get(imported_number="INC0000001").state == "closed"
    assert len(facts()) == 13


def test_a_second_run_changes_nothing() -> None:
    run(log(*LIFE))
    before = counted()
    assert run(log(*LIFE))["unchanged"] == 1
    assert counted() == before


def test_a_fuller_file_completes_and_a_shorter_one_leaves_alone() -> None:
    run(log(*LIFE[:3]))
    assert Ticket.objects.get().state == "waiting"
    first = facts()

    assert run(log(*LIFE))["created"] == 1
    assert Ticket.objects.get().state == "closed"
    assert facts()[: len(first)] == first
    whole = counted()

    assert run(log(*LIFE[:2]))["unchanged"] == 1
    assert counted() == whole


def test_a_fact_kept_before_its_kind_learnt_a_value_is_not_told_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    def as_once(fact: Fact, acting: Acting, action: str) -> Event:
        event = imported(fact, acting, action)
        if event.name == "TicketOpened":
            del event.data["team"]
        return event

    with monkeypatch.context() as earlier:
        earlier.setattr("goldenthread.business.desk.actions.importing.imported", as_once)
        run(log(row()))
    run(log(row(), row(sys_mod_count=1, incident_state="Active", assigned_to="Resolver 3")))
    assert [name for name, _at in facts()].count("TicketOpened") == 1


def test_a_damaged_row_in_the_middle_can_be_made_good_later() -> None:
    run(log(LIFE[0], LIFE[1].replace("29/2/2016 08:00", "30/2/2016 08:00"), *LIFE[2:]))
    assert ("TicketTaken", "29 08:00") not in facts()

    run(log(*LIFE))
    assert ("TicketTaken", "29 08:00") in facts()
    assert len([fact for fact in facts() if fact[0] == "TicketClosed"]) == 1


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (row(number=""), "number"),
        (row(incident_state="Sleeping"), "Sleeping"),
        (row(opened_at="31/2/2016 01:16"), "opened_at"),
        (row(sys_updated_at="?"), "sys_updated_at"),
        (row(resolved_at="2016-02-29"), "resolved_at"),
        (row(sys_mod_count="many"), "sys_mod_count"),
        (row(sys_mod_count="²"), "sys_mod_count"),
        (row(impact="7 - None"), "impact"),
        (row(made_sla="perhaps"), "made_sla"),
        (row() + ",one more", "fields"),
        (row(caller_id='"Caller'), "never closed"),
        (row(caller_id="Call\x00er"), "no field can hold"),
        (row(caller_id="Call\x01er"), "no field can hold"),
    ],
)
def test_a_damaged_row_is_refused_by_its_line_and_the_rest_imported(broken: str, why: str) -> None:
    figures = run(log(row(number="INC0000008"), broken, row(number="INC0000009")))

    assert (figures["events"], figures["created"]) == (2, 2)
    refused = figures["refused"]
    assert isinstance(refused, list)
    assert [one["row"] for one in refused] == [3]
    assert why in refused[0]["why"]


def test_a_quoted_field_may_run_over_lines() -> None:
    figures = run(log(row(location='"Building\nseven"'), row(number="INC0000009")))
    assert (figures["created"], figures["refused"]) == (2, [])


def test_another_file_is_refused_whole() -> None:
    for content in (b"", b"a,b\n1,2\n", b"\x89PNG\r\n\x1a\n"):
        with pytest.raises(Invalid) as refusal:
            run(content)
        assert "file" in refusal.value.fields
    assert counted() == (0, 0, 0)


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("pack", ["gzip", "zip", "none"])
def test_a_file_cut_short_gives_what_is_whole(pack: str, part: float) -> None:
    rows = [row(number=f"INC{number:07}", caller_id=f"Caller {number * 7919 % 977}") for number in range(400)]
    plain = log(*rows)
    packed = {"gzip": gzip.compress(plain), "zip": zipped(plain), "none": plain}[pack]
    figures = run(packed[: int(len(packed) * part)])

    assert isinstance(figures["created"], int)
    assert 0 < figures["created"] < 400
    assert figures["events"] == figures["created"] == Ticket.objects.count()
    assert figures["refused"]
    assert run(packed)["created"] == 400 - figures["created"]


def zipped(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("log.csv", content)
    return out.getvalue()


def test_a_zip_cut_short_gives_what_is_whole_also_where_a_folder_or_a_note_comes_first() -> None:
    rows = [row(number=f"INC{number:07}", caller_id=f"Caller {number * 7919 % 977}") for number in range(400)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("desk/", "")
        archive.writestr("desk/readme.txt", "What this is.")
        archive.writestr("desk/log.csv", log(*rows))
    figures = run(out.getvalue()[: out.tell() // 2])

    assert figures["events"] == figures["created"] == Ticket.objects.count()
    assert 0 < Ticket.objects.count() < 400
    assert figures["refused"]


def test_a_whole_zip_and_its_lack_of_a_log() -> None:
    assert run(zipped(log(*LIFE)))["created"] == 1
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(Invalid):
        run(out.getvalue())


def test_dates_are_told_in_the_zone_given() -> None:
    run(log(*LIFE), timezone="Europe/Lisbon")
    assert facts()[0] == ("TicketOpened", "29 01:16")
    run(log(row(number="INC0000007", opened_at="1/7/2016 12:00")), timezone="Europe/Lisbon")
    assert Ticket.objects.get(imported_number="INC0000007").work.opened_at == datetime(2016, 7, 1, 11, tzinfo=UTC)
    assert instant("27/3/2016 01:30", ZoneInfo("Europe/Lisbon")) == datetime(2016, 3, 27, 1, 30, tzinfo=UTC)
    with pytest.raises(Invalid):
        run(log(*LIFE), timezone="Mars/Olympus")


def test_a_state_nobody_knew_leaves_the_former_one() -> None:
    run(log(LIFE[0], LIFE[1], row(sys_mod_count=2, incident_state="-100", sys_updated_at="29/2/2016 09:00")))
    assert Ticket.objects.get().state == "in_progress"


def test_an_incident_with_more_rows_than_a_batch_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "BATCH", 2)
    assert run(log(row(number="INC0000000"), *LIFE, row(number="INC0000002")))["created"] == 3
    assert Ticket.objects.get(imported_number="INC0000001").state == "closed"


def test_a_run_that_was_cut_off_is_completed_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row(number=f"INC{number:07}") for number in range(9)]
    monkeypatch.setattr(staging, "BATCH", 4)
    asked = []

    def cut(what: str, done: int, total: int) -> None:
        asked.append(done)
        if what == "Writing" and done >= 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_log(SYSTEM.at(NOW), io.BytesIO(log(*rows)), advance=cut)
    written = Ticket.objects.count()
    assert 0 < written < 9
    assert run(log(*rows))["created"] == 9 - written


def test_importing_does_not_set_up_the_house() -> None:
    run(log(*LIFE))
    assert not is_set_up()


def test_only_administrators_import_or_look(cast: Cast) -> None:
    for who in (cast.daniel, cast.nadia):
        with pytest.raises(NotAllowed):
            import_log(acting(who), io.BytesIO(log(*LIFE)))
        with pytest.raises(NotAllowed):
            preview_log(acting(who), io.BytesIO(log(*LIFE)))
    assert import_log(acting(cast.emeka), io.BytesIO(log(*LIFE))).created == 1


def test_a_preview_counts_and_writes_nothing() -> None:
    seen = preview_log(SYSTEM.at(NOW), io.BytesIO(log(*LIFE, row(number="x y"))))
    assert (seen.events, seen.incidents, len(seen.refused)) == (6, 1, 1)
    assert seen.first_at == datetime(2016, 2, 29, 1, 23, tzinfo=UTC)
    assert counted() == (0, 0, 0)


def test_no_reaction_follows_an_imported_fact() -> None:
    run(log(*LIFE))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (0,)


@needs_sample
def test_the_real_log_gives_the_figures_it_should(cast: Cast) -> None:
    with SAMPLE.open("rb") as file:
        figures = import_log(SYSTEM.at(NOW), file).figures()
    assert figures == {"events": 28232, "incidents": 4969, "created": 4969, "unchanged": 0, "refused": []}

    report = desk_report(actor(cast.daniel), NOON).figures()
    assert report["sla"] == {
        "met": 3173,
        "missed": 1796,
        "by_priority": {
            "1": {"met": 0, "missed": 50},
            "2": {"met": 0, "missed": 84},
            "3": {"met": 3044, "missed": 1638},
            "4": {"met": 129, "missed": 24},
        },
    }
    assert (report["incidents"], report["unresolved"]) == (4969, 330)
    assert report["resolve_hours"]["mean"] == pytest.approx(174.406, abs=0.001)
    assert report["resolve_hours"]["median"] == pytest.approx(22.35)
    assert (report["reassigned"], report["reopened"]) == (2270, 57)
