"""The house's registers, out to a file and in again."""

from datetime import date
from decimal import Decimal

import pytest
from tests.cast import Cast, acting, actor

from goldenthread.business.people.actions import (
    AbsenceFacts,
    CalendarFacts,
    RateFacts,
    add_skill,
    change_calendar,
    give_role,
    import_register,
    note_absence,
    rate_skill,
    set_rate,
    take_country_holidays,
)
from goldenthread.business.people.models import Membership, Person, Rate, RoleGrant, Skill, WorkCalendar
from goldenthread.business.people.queries import REGISTERS, register_lines, register_page
from goldenthread.business.work.actions import ExchangeRateFacts, set_exchange_rate
from goldenthread.foundation.errors import Invalid, NotAllowed
from goldenthread.foundation.models import Event


def furnish(cast: Cast) -> None:
    """Something in every register."""
    at = acting(cast.emeka)
    skill = add_skill(at, name="Databases")
    rate_skill(at, cast.daniel.key, skill=skill.key, level=3)
    set_rate(at, new=RateFacts(per_hour=Decimal("80.00"), valid_from=date(2026, 1, 1)))
    set_rate(at, new=RateFacts(person=cast.priya.key, per_hour=Decimal("95.50"), valid_from=date(2026, 1, 1)))
    set_rate(at, new=RateFacts(team=cast.desk.key, per_hour=Decimal(60), valid_from=date(2026, 2, 1)))
    set_exchange_rate(
        at, new=ExchangeRateFacts("usd", "EUR", date(2026, 2, 2), Decimal("0.92150000"), "European Central Bank")
    )
    note_absence(at, new=AbsenceFacts(person=cast.daniel.key, starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 13)))
    give_role(at, person=cast.tomas.key, role="service_owner", on=cast.service.key)
    take_country_holidays(at, cast.calendar.key, country="DE", region="BE", years=[2026])
    change_calendar(
        at,
        cast.calendar.key,
        change=CalendarFacts(
            exceptions={"2026-12-31": [["09:00", "12:00"]], "2026-08-01": []},
            breaks={"2026-12-24": [["12:00", "13:00"]]},
        ),
    )


def exported(cast: Cast, name: str) -> list[list[str]]:
    return [list(line) for line in register_lines(actor(cast.emeka), name, {})]


@pytest.mark.parametrize("name", sorted(REGISTERS))
def test_a_register_read_back_changes_nothing(cast: Cast, name: str) -> None:
    furnish(cast)
    lines = exported(cast, name)
    assert len(lines) > 1, "there is something to export"
    facts = Event.objects.count()

    report = import_register(acting(cast.emeka), name=name, lines=lines)

    assert (report.added, report.changed, report.refused) == (0, 0, [])
    assert report.unchanged == len(lines) - 1
    assert Event.objects.count() == facts
    assert exported(cast, name) == lines


@pytest.mark.parametrize("name", sorted(set(REGISTERS) - {"members", "levels"}))
def test_a_register_is_known_without_its_keys(cast: Cast, name: str) -> None:
    furnish(cast)
    lines = exported(cast, name)

    report = import_register(acting(cast.emeka), name=name, lines=[line[1:] for line in lines])

    assert (report.added, report.changed, report.refused) == (0, 0, [])


def test_each_row_is_done_whole_or_refused_with_why(cast: Cast) -> None:
    before = Person.objects.count()
    lines = [
        ["name", "email", "organisation", "job"],
        ["Zoe Arm", "zoe@vallenbrook.example", cast.house.key, "Nurse"],
        ["", "nameless@vallenbrook.example", cast.house.key, ""],
        ["Daniel Sato", "daniel@vallenbrook.example", cast.house.key, "Night desk"],
        ["Yan", "not an email", cast.house.key, ""],
        ["Xe", "xe@vallenbrook.example", "ORG-99", ""],
        ["too", "short"],
        [],
    ]

    report = import_register(acting(cast.emeka), name="people", lines=lines)

    assert (report.added, report.changed) == (1, 1)
    assert [row for row, _why in report.refused] == [3, 5, 6, 7]
    assert "name" in report.refused[0][1]
    assert "ORG-99" in report.refused[2][1]
    assert Person.objects.count() == before + 1
    assert Event.objects.filter(name="SheetImported", data__refused=4).count() == 1
    added = Event.objects.get(name="PersonAdded")
    assert (added.actor_kind, added.on_behalf_of) == ("house", cast.emeka.pk)


def test_a_check_tells_and_does_nothing(cast: Cast) -> None:
    facts = Event.objects.count()

    report = import_register(
        acting(cast.emeka), name="skills", lines=[["name"], ["Databases"], ["x" * 300]], only_check=True
    )

    assert (report.added, len(report.refused)) == (1, 1)
    assert not Skill.objects.exists()
    assert Event.objects.count() == facts


def test_an_unknown_column_refuses_the_file(cast: Cast) -> None:
    for header in (["name", "salary"], ["name", "name"], []):
        with pytest.raises(Invalid) as refusal:
            import_register(acting(cast.emeka), name="skills", lines=[header, ["Databases", "1"]])
        assert "file" in refusal.value.fields


def test_the_last_administrator_cannot_be_imported_away(cast: Cast) -> None:
    lines = [["key", "name", "email", "state"], [cast.emeka.key, "Emeka Obi", cast.emeka.email, "left"]]

    report = import_register(acting(cast.emeka), name="people", lines=lines)

    assert "last administrator" in report.refused[0][1]
    cast.emeka.refresh_from_db()
    assert cast.emeka.is_active


def test_members_and_levels_come_and_change(cast: Cast) -> None:
    at = acting(cast.emeka)
    row = [cast.desk.key, cast.tomas.key, "yes"]
    assert import_register(at, name="members", lines=[["team", "person", "lead"], row]).added == 1
    assert Membership.objects.get(person=cast.tomas).is_lead
    row[2] = "maybe"
    assert import_register(at, name="members", lines=[["team", "person", "lead"], row]).refused


def test_only_administrators_import_and_only_auditors_read(cast: Cast) -> None:
    for person in (cast.aoife, cast.daniel, cast.nadia):
        with pytest.raises(NotAllowed):
            import_register(acting(person), name="skills", lines=[["name"], ["Databases"]])
    with pytest.raises(NotAllowed):
        register_page(actor(cast.daniel), "people", {})
    assert register_page(actor(cast.aoife), "grants", {}).rows
    furnish(cast)
    assert not register_page(actor(cast.aoife), "rates", {}).rows, "auditors see no rates"


def test_a_list_is_narrowed_by_its_filters(cast: Cast) -> None:
    found = register_page(actor(cast.emeka), "people", {"organisation": cast.clinic.key, "q": "náDia"})

    assert [person.key for person in found.rows] == [cast.nadia.key]


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("weekly", CalendarFacts(weekly={"mon": [["09:00", "09:00"]]})),
        ("weekly", CalendarFacts(weekly={"mon": [["9 o'clock", "17:00"]]})),
        ("weekly", CalendarFacts(weekly={"noday": []})),
        ("timezone", CalendarFacts(timezone="Mars/Base")),
        ("holidays", CalendarFacts(holidays=["2026-02-30"])),
        ("name", CalendarFacts(name=" ")),
    ],
)
def test_a_calendar_that_cannot_be_read_is_not_kept(cast: Cast, field: str, facts: CalendarFacts) -> None:
    spec = cast.calendar.spec

    with pytest.raises(Invalid) as refusal:
        change_calendar(acting(cast.emeka), cast.calendar.key, change=facts)

    assert field in refusal.value.fields
    assert WorkCalendar.objects.get(pk=cast.calendar.pk).spec == spec


def test_a_rate_has_one_owner_and_one_day(cast: Cast) -> None:
    furnish(cast)
    at = acting(cast.emeka)
    for wrong in (
        RateFacts(person=cast.daniel.key, team=cast.desk.key, per_hour=Decimal(1), valid_from=date(2026, 1, 1)),
        RateFacts(person=cast.priya.key, per_hour=Decimal(1), valid_from=date(2026, 1, 1)),
        RateFacts(person=cast.priya.key, per_hour=Decimal(-1), valid_from=date(2026, 5, 1)),
        RateFacts(person=cast.priya.key, per_hour=Decimal(1)),
        RateFacts(person=cast.priya.key, per_hour=Decimal(1), valid_from=date(2026, 5, 1), currency="XXQ"),
    ):
        with pytest.raises(Invalid):
            set_rate(at, new=wrong)
    assert Rate.objects.count() == 3


def test_one_notes_ones_own_absence_only(cast: Cast) -> None:
    days = {"starts_on": date(2026, 3, 9), "ends_on": date(2026, 3, 10)}
    assert note_absence(acting(cast.tomas), new=AbsenceFacts(**days)).person_id == cast.tomas.pk

    with pytest.raises(NotAllowed):
        note_absence(acting(cast.tomas), new=AbsenceFacts(person=cast.daniel.key, **days))
    with pytest.raises(Invalid):
        note_absence(acting(cast.tomas), new=AbsenceFacts(starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 1)))


def test_a_grant_keeps_its_scope_in_the_file(cast: Cast) -> None:
    furnish(cast)

    assert [line[3] for line in exported(cast, "grants") if line[1] == cast.tomas.key] == ["", cast.service.key]
    assert RoleGrant.objects.filter(scope="service").count() == 1
