"""A calendar's hours as people tell them, and its year day by day."""

from datetime import date, timedelta

import pytest
from tests.cast import NOON, Cast, acting

from goldenthread.business.people import actions
from goldenthread.business.people.queries import closures, closures_text, country_holidays, year_of
from goldenthread.foundation.actors import SYSTEM
from goldenthread.foundation.errors import Invalid


def test_a_shift_over_midnight_is_kept_as_its_two_parts(cast: Cast) -> None:
    week = {"fri": [["22:00", "06:00"]], "sun": [["20:00", "00:00"]]}
    facts = actions.CalendarFacts(
        name="Nights", timezone="Europe/Berlin", weekly=week, exceptions={"2026-12-24": [["18:00", "02:00"]]}
    )
    made = actions.add_calendar(acting(cast.emeka), new=facts)
    assert made.spec["weekly"]["fri"] == [["22:00", "24:00"]]
    assert made.spec["weekly"]["sat"] == [["00:00", "06:00"]]
    assert (made.spec["weekly"]["sun"], made.spec["weekly"]["mon"]) == ([["20:00", "24:00"]], [])
    assert made.spec["exceptions"] == {
        "2026-12-24": [["18:00", "24:00"]],
        "2026-12-25": [["00:00", "02:00"], ["22:00", "24:00"]],
    }
    again = actions.change_calendar(
        acting(cast.emeka), made.key, change=actions.CalendarFacts(weekly=made.spec["weekly"])
    )
    assert again.version == made.version


@pytest.mark.parametrize("text", ["12-24 to 01-02", "12-24..01-02", "12-24 01-02; 08-01"])
def test_closures_are_read_as_people_write_them(text: str) -> None:
    read = closures(text)
    assert read[0] == ["12-24", "01-02"]
    assert closures(closures_text(read)) == read


def test_the_year_says_of_each_day_why(cast: Cast) -> None:
    emeka, key = acting(cast.emeka), cast.calendar.key
    actions.take_country_holidays(emeka, key, country="DE", region="BY", years=[2026])
    change = actions.CalendarFacts(
        closures=[("12-27", "01-02")],
        exceptions={"2026-12-24": [["09:00", "12:00"]]},
        breaks={"2026-12-23": [["12:00", "13:00"]]},
    )
    found = actions.change_calendar(emeka, key, change=change)
    days = {day.on: day for day in year_of(found, 2026)}
    assert len(days) == 365
    assert (days[date(2026, 12, 25)].rule, len(days[date(2026, 12, 25)].names)) == ("holiday", 1)
    assert [days[date(2026, *on)].rule for on in ((1, 2), (12, 28), (12, 24), (6, 2))] == [
        "closure",
        "closure",
        "exception",
        "weekly",
    ]
    assert days[date(2026, 12, 23)].breaks == (("12:00", "13:00"),)
    assert days[date(2026, 12, 23)].open_for == timedelta(hours=7)
    assert (days[date(2026, 3, 29)].lasts, days[date(2026, 10, 25)].lasts) == (timedelta(hours=23), timedelta(hours=25))
    with pytest.raises(Invalid):
        actions.change_calendar(emeka, key, change=actions.CalendarFacts(closures=[("13-01", "01-02")]))


def test_holidays_have_the_names_of_their_country_wherever_the_process_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en_US")
    assert country_holidays("DE", "", [2026])[date(2026, 1, 1)] == "Neujahr"


def test_holidays_of_years_to_come_are_added_once(cast: Cast) -> None:
    actions.take_country_holidays(acting(cast.emeka), cast.calendar.key, country="DE", years=[2026])
    assert actions.renew_country_holidays(SYSTEM.at(NOON)) == 1
    assert actions.renew_country_holidays(SYSTEM.at(NOON)) == 0
    cast.calendar.refresh_from_db()
    assert {"2027-10-03", "2028-10-03"} <= set(cast.calendar.spec["holidays"])
