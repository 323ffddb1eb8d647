"""The house's pages."""

import csv
import io
import re
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.business.people.test_registers import furnish
from tests.cast import NOON, Cast, acting

from goldenthread.business.people.actions import NewPerson, add_person, give_role
from goldenthread.business.people.models import ApiToken, Notification, Person, RoleGrant, Skill, WorkCalendar
from goldenthread.business.people.queries import REGISTERS
from goldenthread.business.work.actions import ExchangeRateFacts, set_exchange_rate
from goldenthread.foundation.facts import Fact
from goldenthread.foundation.models import Event
from goldenthread.web.facts import FACTS, NAMES, detail
from goldenthread.web.format import Format


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="goldenthread.connectors.accounts.HouseBackend")
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8-sig")


def test_every_page_of_the_house_opens_for_an_administrator(cast: Cast) -> None:
    furnish(cast)
    client = signed_in(cast.emeka)
    for name in REGISTERS:
        assert "</table>" in text(client, f"/house/{name}/")
        text(client, f"/house/{name}/import/")
        text(client, f"/house/{name}/?q=zzzz")
    for name in ("people", "teams", "skills", "rates", "absences", "calendars", "organisations"):
        text(client, f"/house/{name}/new/")
    for address in (
        "/house/",
        "/house/audit/",
        f"/people/{cast.daniel.key}/",
        f"/people/{cast.daniel.key}/give-role/",
        f"/people/{cast.daniel.key}/rate-skill/",
        f"/people/{cast.daniel.key}/set-password/",
        f"/teams/{cast.desk.key}/",
        f"/teams/{cast.desk.key}/join/",
        f"/house/people/{cast.daniel.key}/",
        f"/house/teams/{cast.desk.key}/",
        f"/house/calendars/{cast.calendar.key}/",
        f"/house/calendars/{cast.calendar.key}/holidays/",
        f"/house/organisations/{cast.clinic.key}/",
        "/account/",
        "/account/tokens/",
        "/notifications/",
        "/accounts/password/change/",
        "/accounts/2fa/",
    ):
        text(client, address)


def test_the_house_is_shut_to_all_but_administrators_and_auditors(cast: Cast) -> None:
    for person in (cast.daniel, cast.nadia, cast.mara):
        client = signed_in(person)
        for address in ("/house/", "/house/people/", "/house/audit/", "/house/audit/export.csv"):
            text(client, address, 403)
        assert client.get("/house/people/export.csv").status_code == 403
    auditor = signed_in(cast.aoife)
    assert "Add person" not in text(auditor, "/house/people/")
    text(auditor, "/house/people/new/", 403)
    text(auditor, "/house/people/import/", 403)
    text(auditor, "/house/nonsense/", 404)


def test_who_sees_converted_money_opens_the_rates_it_was_converted_with(cast: Cast) -> None:
    for rate, on in (("0.86", date(2026, 2, 1)), ("1.0895", date(2026, 3, 1))):
        facts = ExchangeRateFacts(currency="USD", into="EUR", on=on, rate=Decimal(rate), source="")
        set_exchange_rate(acting(cast.emeka), new=facts)
    shown = text(signed_in(cast.mara), "/house/exchange-rates/?currency=USD")
    assert 'class="num">0.8600 EUR<' in shown, "with the decimals of the one that has most"
    assert 'class="num">1.0895 EUR<' in shown
    assert "/house/people/" not in shown, "what is not theirs is not offered"
    text(signed_in(cast.daniel), "/house/exchange-rates/", 403)
    text(signed_in(cast.mara), "/house/skills/", 403)


def test_who_serves_sees_a_colleague_but_not_what_belongs_to_administrators(cast: Cast) -> None:
    page = text(signed_in(cast.daniel), f"/people/{cast.priya.key}/")

    assert "Priya Nair" in page
    for word in ("Set a password", "Deactivate", "Give a role", "Project manager"):
        assert word not in page
    text(signed_in(cast.charlie), f"/people/{cast.nadia.key}/", 404)
    text(signed_in(cast.omar), f"/people/{cast.nadia.key}/")


def test_a_person_is_added_with_a_first_role(cast: Cast) -> None:
    client = signed_in(cast.emeka)
    form = {
        "name": "Zoe Arm",
        "email": "zoe@vallenbrook.example",
        "organisation": cast.house.key,
        "job": "",
        "calendar": "",
        "locale": "de",
        "timezone": "Europe/Berlin",
        "password": "",
        "role": "desk_agent",
        "_once": "one",
    }
    answer = client.post("/house/people/new/", form)
    again = client.post("/house/people/new/", form)

    person = Person.objects.get(email="zoe@vallenbrook.example")
    assert (answer.status_code, answer["Location"]) == (303, f"/people/{person.key}/")
    assert again["Location"] == answer["Location"], "a double press does one thing"
    assert RoleGrant.objects.get(person=person).role == "desk_agent"


def test_bad_input_is_said_and_what_was_typed_is_kept(cast: Cast) -> None:
    answer = signed_in(cast.emeka).post(
        "/house/people/new/",
        {"name": "Zoe Arm", "email": cast.daniel.email, "organisation": cast.house.key, "locale": "en"}
        | {"timezone": "UTC", "salary": "1"},
    )

    assert answer.status_code == 422
    assert "Zoe Arm" in answer.content.decode()
    assert "no field salary" in answer.content.decode()


def test_a_stale_edit_is_refused(cast: Cast) -> None:
    client = signed_in(cast.emeka)
    form = {"name": "Front desk", "organisation": cast.house.key, "calendar": "", "_version": cast.desk.version}
    assert client.post(f"/house/teams/{cast.desk.key}/", form).status_code == 303

    answer = client.post(f"/house/teams/{cast.desk.key}/", form | {"name": "Back desk"})

    assert answer.status_code == 412
    page = answer.content.decode()
    assert "Team changed, " in page
    assert "now Front desk" in page
    assert "datetime" not in page
    assert 'value="Back desk"' in page, "what was typed is kept"
    again = re.search(r'name="_version" value="(\d+)"', page)
    assert again is not None
    assert (
        client.post(f"/house/teams/{cast.desk.key}/", form | {"name": "Back desk", "_version": again[1]}).status_code
        == 303
    )
    cast.desk.refresh_from_db()
    assert cast.desk.name == "Back desk"
    for odd in ("\u00b2", "x", "9" * 5000):
        assert client.post(f"/house/teams/{cast.desk.key}/", form | {"_version": odd}).status_code == 422


def test_a_calendar_is_edited_as_people_write_hours(cast: Cast) -> None:
    client = signed_in(cast.emeka)
    form = {"name": "Office hours", "timezone": "Europe/Berlin", "mon": "08:00-12:00 13:00-17:00", "tue": "closed"}
    form |= {"holidays": "2026-12-25\n2026-12-26", "exceptions": "2026-12-31 09:00-12:00\n2026-08-01 closed"}

    assert client.post(f"/house/calendars/{cast.calendar.key}/", form).status_code == 303
    spec = WorkCalendar.objects.get(pk=cast.calendar.pk).spec
    assert spec["weekly"]["mon"] == [["08:00", "12:00"], ["13:00", "17:00"]]
    assert spec["weekly"]["tue"] == []
    assert spec["exceptions"] == {"2026-08-01": [], "2026-12-31": [["09:00", "12:00"]]}

    answer = client.post(f"/house/calendars/{cast.calendar.key}/", form | {"mon": "nine to five"})
    assert answer.status_code == 422
    assert "nine to five" in answer.content.decode()


def test_a_file_goes_out_and_comes_in_unchanged(cast: Cast) -> None:
    for person, name in ((cast.nadia, "=HYPERLINK(1)"), (cast.daniel, "'=led already")):
        person.name = name
        person.save()
    client = signed_in(cast.emeka)
    exported = text(client, "/house/people/export.csv")
    assert "'=HYPERLINK(1)" in exported, "a spreadsheet must not run a name"

    file = SimpleUploadedFile("people.csv", exported.encode())
    page = client.post("/house/people/import/", {"file": file}).content.decode()

    assert "Every row fits." in page
    assert not Event.objects.filter(name="SheetImported").exists()


def test_an_export_follows_the_filters(cast: Cast) -> None:
    rows = list(csv.reader(io.StringIO(text(signed_in(cast.emeka), "/house/people/export.csv?q=nadia"))))

    assert [row[1] for row in rows] == ["name", "Nadia Brook"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00", "no UTF-8 text"),
        (b"name,salary\nX,1\n", "must name columns"),
        (b'name\n"unclosed', "cannot be read as a table"),
        (b"", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(cast: Cast, content: bytes, sentence: str) -> None:
    file = SimpleUploadedFile("skills.csv", content)

    answer = signed_in(cast.emeka).post("/house/skills/import/", {"file": file})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("damage", ["\x00", "\x01", "\x7f"])
def test_a_row_with_a_control_character_is_refused_and_the_others_are_done(cast: Cast, damage: str) -> None:
    file = SimpleUploadedFile("skills.csv", f"name\nBefore\nWi{damage}th\nAfter\n".encode())

    page = signed_in(cast.emeka).post("/house/skills/import/", {"file": file}).content.decode()

    assert '<th scope="row">3</th>' in page
    assert "name: Take out the control characters" in page
    assert set(Skill.objects.values_list("name", flat=True)) >= {"Before", "After"}


def test_a_control_character_is_refused_under_its_field(cast: Cast) -> None:
    page = signed_in(cast.emeka).post("/house/skills/new/", {"name": "Wi\x01th"})

    assert page.status_code == 422
    assert "Take out the control characters" in page.content.decode()
    assert not Skill.objects.filter(name__startswith="Wi").exists()


def test_refused_rows_are_listed_with_their_number(cast: Cast) -> None:
    file = SimpleUploadedFile("skills.csv", b"name\nDatabases\n" + b"x" * 300 + b"\n")

    page = signed_in(cast.emeka).post("/house/skills/import/", {"file": file}).content.decode()

    assert "1 row was refused" in page
    assert '<th scope="row">3</th>' in page


def test_the_audit_tells_who_did_what_for_whom(cast: Cast) -> None:
    person = add_person(
        acting(cast.emeka),
        organisation=cast.house.key,
        new=NewPerson("Zoe Arm", "zoe@vallenbrook.example", role="operator"),
    )
    client = signed_in(cast.aoife)

    page = text(client, f"/house/audit/?subject={person.key}")
    assert "Person added" in page
    assert "for Emeka Obi" in page, "the house gave the role on his behalf"
    assert "Nothing happened that fits" in text(client, f"/house/audit/?person={cast.mara.key}")
    assert "Role given" in text(client, f"/house/audit/?person={cast.emeka.email}&fact=RoleGranted")
    assert "2026-13-01 is no date" in text(client, "/house/audit/?from=2026-13-01", 422)
    assert "Person added" in text(client, "/house/audit/?from=2026-03-02&to=2026-03-02")
    assert "Nothing happened" in text(client, "/house/audit/?from=2026-03-03")

    rows = list(csv.DictReader(io.StringIO(text(client, f"/house/audit/export.csv?subject={person.key}"))))
    assert {(row["what"], row["who"], row["on_behalf_of"]) for row in rows} == {
        ("Role given", "Goldenthread", "Emeka Obi"),
        ("Person added", "Emeka Obi", ""),
    }
    assert rows[0]["at"] == NOON.isoformat()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "0000-01-01", "x"])
@pytest.mark.parametrize("end", ["from", "to"])
def test_a_day_that_the_audit_cannot_begin_or_end_with_is_said(cast: Cast, end: str, day: str) -> None:
    client = signed_in(cast.aoife)
    for page in ("/house/audit/", "/house/audit/export.csv"):
        assert f"{day} is no date" in text(client, f"{page}?{end}={day}", 422)


@pytest.mark.parametrize("words", ["0000-01-01", "2026-13-99", "9999-12-31T23:59-12:00", "0001-01-01T00:00+14:00"])
def test_words_that_only_look_like_a_day_stay_as_they_were_written(words: str) -> None:
    fmt = Format("de", "Europe/Berlin", NOON)
    assert detail({"reason": words}, fmt)[0][1] == words
    assert detail({"changes": {"title": ["A", words]}}, fmt)[0][1].endswith(words)


def test_every_fact_has_its_words() -> None:
    kept = {name for name, kind in Fact.kinds.items() if not kind.__subclasses__() and "tests" not in kind.__module__}

    assert kept - set(FACTS) == set()


def test_every_value_of_a_fact_has_its_word() -> None:
    kept = [kind for kind in Fact.kinds.values() if not kind.__subclasses__() and "tests" not in kind.__module__]
    told = {field.name for kind in kept for field in fields(kind)} - {"subject", "changes"}

    assert told - set(NAMES) == set()


def test_the_audit_writes_days_and_amounts_as_its_reader_does() -> None:
    data = {
        "month": "2026-10-01",
        "amount": "1800.00",
        "starts_at": "2026-03-02T11:00:00+00:00",
        "wbs": "1.10",
        "changes": {"deadline": ["2026-03-01", None]},
    }
    assert detail(data, Format("de", "Europe/Berlin", NOON)) == [
        ("month", "1.\u00a0Okt."),
        ("amount", "1.800,00"),
        ("beginning", "2.\u00a0März, 12:00"),
        ("place in the plan", "1.10"),
        ("deadline", "1.\u00a0März, now –"),
    ]


def test_ones_own_settings_take_effect_at_once(cast: Cast) -> None:
    client = signed_in(cast.nadia)
    form = {"name": "Nadia Brook", "locale": "de", "timezone": "Europe/Berlin", "density": "roomy", "theme": "dark"}

    answer = client.post("/account/", form)

    assert answer.status_code == 303
    assert answer.cookies["theme"].value == "dark"
    page = client.get("/account/")
    assert page["Content-Language"] == "de"
    assert 'data-theme="dark"' in page.content.decode()
    assert 'data-density="roomy"' in page.content.decode()


def test_a_token_is_shown_once_and_opens_the_api_until_revoked(cast: Cast) -> None:
    client = signed_in(cast.daniel)
    page = client.post("/account/tokens/", {"name": "Export", "days": "7", "permits": ["open_ticket"]}).content.decode()
    secret = page.partition('id="secret">')[2].partition("<")[0]
    token = ApiToken.objects.get()

    assert secret.startswith("gt_")
    assert token.digest not in page
    assert token.permits == ["open_ticket"]
    assert secret not in text(client, "/account/tokens/")

    assert signed_in(cast.tomas).post(f"/tokens/{token.key}/revoke/").status_code == 404
    assert client.post(f"/tokens/{token.key}/revoke/").status_code == 303
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_notifications_are_ones_own_and_are_marked_read(cast: Cast) -> None:
    mine = Notification.objects.create(person=cast.daniel, subject="INC-1", sentence="Yours to take", at=NOON)
    other = Notification.objects.create(person=cast.priya, subject="INC-2", sentence="Not for Daniel", at=NOON)
    client = signed_in(cast.daniel)

    page = text(client, "/notifications/")
    assert "Yours to take" in page
    assert "Not for Daniel" not in page

    client.post("/notifications/read/", {"id": str(other.pk)})
    other.refresh_from_db()
    assert other.read_at is None
    client.post("/notifications/read/")
    mine.refresh_from_db()
    assert mine.read_at is not None
    other.refresh_from_db()
    assert other.read_at is None


def test_the_last_administrator_is_told_why_not(cast: Cast) -> None:
    grant = RoleGrant.objects.get(person=cast.emeka)

    answer = signed_in(cast.emeka).post(f"/grants/{grant.key}/take-back/")

    assert answer.status_code == 409
    assert "last administrator" in answer.content.decode()


def test_lists_cost_the_same_however_long(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(60):
        new = NewPerson(f"Person {number}", f"p{number}@vallenbrook.example")
        person = add_person(acting(cast.emeka), organisation=cast.house.key, new=new)
        give_role(acting(cast.emeka), person=person.key, role="team_member")
    client = signed_in(cast.emeka)
    for address in ("/house/people/", "/house/grants/", "/house/audit/"):
        with django_assert_max_num_queries(9):
            text(client, address)
