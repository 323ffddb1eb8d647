"""What a working calendar promises for any hours, zone and instant."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.strategies import calendars, exact_minutes, instants, minutes, pause_lists

from goldenthread.engine import EngineError, WorkCalendar, WorkingDays

MINUTE = timedelta(minutes=1)
OFFICE = {
    "timezone": "Europe/Berlin",
    "weekly": {day: [["09:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}


def berlin(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)


def is_inside_or_closing(calendar: WorkCalendar, at: datetime) -> bool:
    return calendar.is_open(at) or calendar.previous_open(at) == at


@given(calendars(), instants(), minutes)
def test_between_measures_what_add_added(calendar: WorkCalendar, start: datetime, work: timedelta) -> None:
    assert calendar.between(start, calendar.add(start, work)) == work


@given(st.data(), calendars(), instants(), minutes)
def test_between_measures_what_add_added_around_pauses(
    data: st.DataObject, calendar: WorkCalendar, start: datetime, work: timedelta
) -> None:
    pauses = data.draw(pause_lists(start))
    assert calendar.between(start, calendar.add(start, work, pauses), pauses) == work


@given(calendars(), st.lists(st.dates(date(2025, 1, 1), date(2027, 12, 31)), max_size=9))
def test_a_date_opens_where_it_has_hours_however_often_it_is_asked(calendar: WorkCalendar, days: list[date]) -> None:
    for on in [*days, *days]:
        assert calendar.opens_on(on) == bool(calendar.hours_on(on))


@given(calendars(), instants(), minutes)
def test_between_measures_what_subtract_took(calendar: WorkCalendar, end: datetime, work: timedelta) -> None:
    assert calendar.between(calendar.subtract(end, work), end) == work


@given(calendars(), instants(), exact_minutes)
def test_subtract_undoes_add_on_open_time(calendar: WorkCalendar, at: datetime, work: timedelta) -> None:
    start = calendar.next_open(at)
    assert calendar.subtract(calendar.add(start, work), work) == start
    end = calendar.previous_open(at)
    assert calendar.add(calendar.subtract(end, work), work) == end


@given(st.data(), calendars(), instants(), exact_minutes)
def test_a_deadline_is_the_first_instant_that_fits(
    data: st.DataObject, calendar: WorkCalendar, start: datetime, work: timedelta
) -> None:
    pauses = data.draw(pause_lists(start))
    due = calendar.add(start, work, pauses)
    assert is_inside_or_closing(calendar, due)
    assert calendar.between(start, due - MINUTE, pauses) == work - MINUTE


@given(calendars(), instants(), st.integers(-9, 9), st.sampled_from(["clamp", "roll"]), st.booleans())
def test_a_day_deadline_lies_in_the_hours_or_at_a_closing(
    calendar: WorkCalendar, start: datetime, days: int, landing: str, end_of_day: bool
) -> None:
    due = calendar.add_days(start, days, landing=landing, end_of_day=end_of_day)
    assert is_inside_or_closing(calendar, due)


@given(st.data(), calendars(), instants(), st.integers(0, 9))
def test_a_day_deadline_moves_by_the_open_time_of_the_pauses_before_it(
    data: st.DataObject, calendar: WorkCalendar, start: datetime, days: int
) -> None:
    pauses = data.draw(pause_lists(start))
    plain, due = calendar.add_days(start, days), calendar.add_days(start, days, pauses=pauses)
    if plain >= start:
        assert calendar.between(start, due, pauses) == calendar.between(start, plain)


@given(calendars(), instants(), minutes, minutes)
def test_splitting_a_span_changes_nothing(
    calendar: WorkCalendar, start: datetime, first: timedelta, second: timedelta
) -> None:
    middle, end = start + first, start + first + second
    whole = calendar.between(start, end)
    assert calendar.between(start, middle) + calendar.between(middle, end) == whole
    assert sum((b - a for a, b in calendar.segments(start, end)), timedelta(0)) == whole
    if first and second:
        assert calendar.add(calendar.add(start, first), second) == calendar.add(start, first + second)


@given(calendars(), instants(), minutes)
def test_the_sums_agree_with_counting_minute_by_minute(
    calendar: WorkCalendar, start: datetime, length: timedelta
) -> None:
    days = {(start + timedelta(days=n)).date() for n in range(-2, 8)}
    open_minutes = set()
    for on in days:
        for opening, closing in calendar.day_open(on):
            open_minutes.update(range(opening // 60_000_000, closing // 60_000_000))
    first = int(start.timestamp()) // 60
    counted = sum(minute in open_minutes for minute in range(first, first + length // MINUTE))
    assert calendar.between(start, start + length) == counted * MINUTE
    assert calendar.is_open(start) == (first in open_minutes)


@given(calendars())
def test_a_calendar_survives_being_told_and_read_back(calendar: WorkCalendar) -> None:
    again = WorkCalendar.from_spec(calendar.to_spec())
    assert again == calendar
    assert hash(again) == hash(calendar)


def test_a_spring_day_of_an_always_open_calendar_has_23_hours() -> None:
    always = WorkCalendar.always("Europe/Berlin")
    assert always.between(berlin(2026, 3, 29), berlin(2026, 3, 30)) == timedelta(hours=23)
    assert always.between(berlin(2026, 10, 25), berlin(2026, 10, 26)) == timedelta(hours=25)
    assert list(always.segments(berlin(2025, 12, 1), berlin(2026, 2, 1))) == [(berlin(2025, 12, 1), berlin(2026, 2, 1))]


def test_a_holiday_closes_even_a_day_with_hours_of_its_own_and_breaks_cut_them() -> None:
    calendar = WorkCalendar.from_spec(
        {
            **OFFICE,
            "holidays": ["2026-12-25"],
            "exceptions": {"2026-12-24": [["09:00", "12:00"]], "2026-12-25": [["09:00", "12:00"]]},
            "breaks": {"2026-12-24": [["10:00", "10:30"]]},
        }
    )
    assert list(calendar.segments(berlin(2026, 12, 24), berlin(2026, 12, 28))) == [
        (berlin(2026, 12, 24, 9), berlin(2026, 12, 24, 10)),
        (berlin(2026, 12, 24, 10, 30), berlin(2026, 12, 24, 12)),
    ]


def test_a_yearly_closure_wraps_new_year_in_every_year_and_an_exception_opens_a_day_of_it() -> None:
    calendar = WorkCalendar.from_spec(
        {**OFFICE, "closures": [["12-24", "01-02"]], "exceptions": {"2027-12-29": [["10:00", "11:00"]]}}
    )
    for year in (2026, 2027, 2030):
        assert calendar.next_open(berlin(year, 12, 25, 12)) >= berlin(year + 1, 1, 3) or year == 2027
    assert list(calendar.segments(berlin(2027, 12, 24), berlin(2028, 1, 3))) == [
        (berlin(2027, 12, 29, 10), berlin(2027, 12, 29, 11))
    ]
    assert calendar.add(berlin(2026, 12, 23, 16), timedelta(hours=2)) == berlin(2027, 1, 4, 10)
    assert [calendar.day(date(2027, 12, on)).rule for on in (23, 24, 29)] == ["weekly", "closure", "exception"]


def test_a_closure_over_the_end_of_february_holds_in_leap_years_too() -> None:
    calendar = WorkCalendar.from_spec({**OFFICE, "closures": [["02-28", "03-01"]]})
    assert [calendar.day(date(2028, *day)).rule for day in ((2, 27), (2, 28), (2, 29), (3, 1), (3, 2))] == [
        "weekly",
        *["closure"] * 3,
        "weekly",
    ]


@pytest.mark.parametrize(
    ("zone", "on", "length"),
    [
        ("Europe/Berlin", date(2026, 3, 29), timedelta(hours=23)),
        ("Europe/Berlin", date(2026, 10, 25), timedelta(hours=25)),
        ("Australia/Lord_Howe", date(2026, 10, 4), timedelta(hours=23, minutes=30)),
        ("Australia/Lord_Howe", date(2026, 4, 5), timedelta(hours=24, minutes=30)),
        ("America/Sao_Paulo", date(2018, 11, 4), timedelta(hours=23)),
        ("Pacific/Apia", date(2011, 12, 30), timedelta(0)),
    ],
)
def test_a_day_is_as_long_as_the_zone_made_it(zone: str, on: date, length: timedelta) -> None:
    always = WorkCalendar.always(zone)
    begin, end = always.instant(on, "00:00"), always.instant(on, "24:00")
    assert end - begin == length
    assert always.between(begin, end) == length
    assert always.add(begin, length) == end if length else always.is_open(begin)


def test_a_night_shift_of_a_changing_night_is_as_long_as_it_really_was() -> None:
    nights = [["00:00", "06:00"], ["22:00", "24:00"]]
    week = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    calendar = WorkCalendar.from_spec({"timezone": "Australia/Lord_Howe", "weekly": dict.fromkeys(week, nights)})
    evening, morning = calendar.instant(date(2026, 10, 3), "22:00"), calendar.instant(date(2026, 10, 4), "06:00")
    assert calendar.between(evening, morning) == timedelta(hours=7, minutes=30)
    assert calendar.add(evening, timedelta(hours=7, minutes=30)) == morning


def test_a_landing_outside_the_hours_is_clamped_to_its_day_or_rolls_on() -> None:
    calendar = WorkCalendar.from_spec(OFFICE)
    friday_noon, early, late = berlin(2026, 6, 5, 12, 30), berlin(2026, 6, 5, 7), berlin(2026, 6, 5, 20)
    assert calendar.add_days(friday_noon, 1) == berlin(2026, 6, 8, 13)
    assert calendar.add_days(early, 1) == berlin(2026, 6, 8, 9)
    assert calendar.add_days(late, 1) == berlin(2026, 6, 8, 17)
    assert calendar.add_days(late, 1, landing="roll") == berlin(2026, 6, 9, 9)
    assert calendar.add_days(berlin(2026, 6, 6, 11), 1) == berlin(2026, 6, 9, 9)
    assert calendar.add_days(berlin(2026, 6, 6, 11), -1) == berlin(2026, 6, 4, 17)


def test_no_offset_is_the_due_instant_itself() -> None:
    calendar, night = WorkCalendar.from_spec(OFFICE), berlin(2026, 6, 5, 23)
    assert calendar.step(night, timedelta(0)) == calendar.step(night, WorkingDays(0)) == night


def test_any_zone_names_the_same_instant() -> None:
    calendar = WorkCalendar.from_spec(OFFICE)
    at = berlin(2026, 6, 5, 16)
    elsewhere = at.astimezone(timezone(timedelta(hours=9)))
    assert calendar.add(elsewhere, timedelta(hours=2)) == calendar.add(at, timedelta(hours=2)) == berlin(2026, 6, 8, 10)


@pytest.mark.parametrize(
    ("spec", "code"),
    [
        ({}, "unknown_timezone"),
        ({"timezone": "Mars/Olympus"}, "unknown_timezone"),
        ({"timezone": "UTC", "weekly": {"monday": []}}, "unknown_weekday"),
        ({"timezone": "UTC", "weekly": {"mon": [["17:00", "09:00"]]}}, "reversed_hours"),
        ({"timezone": "UTC", "weekly": {"mon": [["09:00", "24:30"]]}}, "bad_wall_time"),
        ({"timezone": "UTC", "weekly": {"mon": ["09:00"]}}, "bad_hours"),
        ({"timezone": "UTC", "holidays": ["2026-02-30"]}, "bad_date"),
        ({"timezone": "UTC", "open": []}, "unknown_calendar_field"),
        ({"timezone": "UTC", "closures": [["12-24"]]}, "bad_closure"),
        ({"timezone": "UTC", "closures": ["12-24"]}, "bad_closure"),
        ({"timezone": "UTC", "closures": [["12-24", "13-02"]]}, "bad_year_day"),
        ({"timezone": "UTC", "closures": [["02-30", "03-02"]]}, "bad_year_day"),
    ],
)
def test_a_bad_spec_is_refused_with_its_code(spec: dict, code: str) -> None:
    with pytest.raises(EngineError) as refusal:
        WorkCalendar.from_spec(spec)
    assert refusal.value.code == code


def test_a_question_without_an_answer_is_refused() -> None:
    calendar, shut = WorkCalendar.from_spec(OFFICE), WorkCalendar.from_spec({"timezone": "UTC"})
    gone = WorkCalendar.from_spec({**OFFICE, "closures": [["03-01", "02-29"]]})
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for ask, code in [
        (lambda: calendar.add(datetime(2026, 1, 1), MINUTE), "naive_instant"),  # noqa: DTZ001
        (lambda: calendar.add(at, -MINUTE), "negative_work"),
        (lambda: calendar.add(at, MINUTE, [(at, at - MINUTE)]), "reversed_pause"),
        (lambda: calendar.add_days(at, 1, landing="slide"), "unknown_landing"),
        (lambda: calendar.next_open(datetime(9999, 12, 31, tzinfo=UTC)), "out_of_range"),
        (lambda: shut.add(at, MINUTE), "never_open"),
        (lambda: shut.previous_open(at), "never_open"),
        (lambda: gone.next_open(at), "never_open"),
        (lambda: shut.add_days(at, 1), "never_open"),
    ]:
        with pytest.raises(EngineError) as refusal:
            ask()
        assert refusal.value.code == code
    assert shut.between(at, at + timedelta(days=9)) == timedelta(0)
    assert calendar.instant(date(2026, 1, 1), "24:00") == berlin(2026, 1, 2)
