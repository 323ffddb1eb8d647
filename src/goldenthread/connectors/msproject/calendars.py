"""The file's calendars as specs of ours: weeks, working weeks of a season, exceptions, and what base calendars give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.connectors.msproject.losses import Losses
from goldenthread.connectors.msproject.reading import Row, refuse
from goldenthread.connectors.msproject.recurrences import MOST_DAYS, days_of
from goldenthread.connectors.msproject.values import day, whole
from goldenthread.engine.calendars.hours import WEEKDAYS, wall_seconds, wall_text
from goldenthread.engine.errors import EngineError

Pairs = list[list[str]]
OFFICE: Pairs = [["08:00", "12:00"], ["13:00", "17:00"]]


class Week:
    """What one calendar says itself: hours by weekday, by day of a season, and by exception."""

    def __init__(self, row: Row, losses: Losses) -> None:
        self.name = row.get("Name") or _("Calendar %(uid)s") % {"uid": row.get("UID")}
        self.base = whole(row.get("BaseCalendarUID"), -1)
        self.losses = losses
        self.weekly: dict[int, Pairs] = {}
        self.season: dict[date, Pairs] = {}
        self.exceptions: dict[date, Pairs] = {}
        self._read_days(row.all("WeekDays", "WeekDay"))
        for season in row.all("WorkWeeks", "WorkWeek"):
            self._read_season(season)
        for exception in row.all("Exceptions", "Exception"):
            self._except(exception, exception)

    def _read_days(self, days: Sequence[Row]) -> None:
        for one in days:
            kind = whole(one.get("DayType"), 0) or 0
            if 1 <= kind <= 7:
                self.weekly[(kind + 5) % 7] = self._hours(one)
            else:  # how files before 2007 tell an exception, and later ones repeat it
                self._except(one, one)

    def _except(self, exception: Row, hours: Row) -> None:
        days, is_cut = days_of(exception)
        if is_cut:
            name = exception.get("Name")
            self.losses.add(
                "Exception", self.name, name, _("It goes on for ever; here it ends on %(day)s.") % {"day": days[-1]}
            )
        if not days:
            self.losses.add("Exception", self.name, exception.get("Name"), _("It does not say on which days it falls."))
        read = self._hours(hours)
        for on in days:
            self.exceptions[on] = read

    def _read_season(self, season: Row) -> None:
        period = season.all("TimePeriod")
        first = day(period[0].get("FromDate")) if period else None
        last = day(period[0].get("ToDate")) if period else None
        if first is None or last is None or (last - first).days > MOST_DAYS:
            self.losses.add(
                "WorkWeek", self.name, season.get("Name"), _("It does not say from when to when, or lasts for decades.")
            )
            return
        told = {(kind + 5) % 7: self._hours(one) for kind, one in _typed(season.all("WeekDays", "WeekDay"))}
        for number in range((last - first).days + 1):
            on = first + timedelta(days=number)
            if on.weekday() in told:
                self.season[on] = told[on.weekday()]

    def _hours(self, row: Row) -> Pairs:
        times = row.all("WorkingTimes", "WorkingTime")
        if not row.is_set("DayWorking") and not times:
            return []
        found: Pairs = []
        for one in times:
            begin, end = one.get("FromTime"), one.get("ToTime")
            if not begin and not end:
                continue
            try:
                opening, closing = wall_seconds(begin), wall_seconds(end)
            except EngineError:
                self.losses.add("WorkingTime", self.name, f"{begin}–{end}", _("This is no time of day."))
                continue
            if closing <= opening:
                if closing:
                    self.losses.add(
                        "WorkingTime", self.name, f"{begin}–{end}", _("It runs backwards; taken to midnight.")
                    )
                closing = 86_400
            found.append([wall_text(opening), wall_text(closing)])
        return sorted(found)


def _typed(days: Sequence[Row]) -> list[tuple[int, Row]]:
    return [(kind, one) for one in days if 1 <= (kind := whole(one.get("DayType"), 0) or 0) <= 7]


class Calendars:
    """Every calendar of a file by its number."""

    def __init__(self, rows: Sequence[Row], timezone: str, losses: Losses) -> None:
        self.timezone = timezone
        self.weeks: dict[int, Week] = {}
        self.standard: int | None = None
        for row in rows:
            uid = whole(row.get("UID"))
            if uid is None:
                continue
            if uid in self.weeks:
                raise refuse(
                    _("Number %(uid)s is given to two calendars, “%(one)s” and “%(other)s”.")
                    % {"uid": uid, "one": self.weeks[uid].name, "other": row.get("Name")}
                )
            self.weeks[uid] = Week(row, losses)
            if self.standard is None and row.is_set("IsBaseCalendar"):
                self.standard = uid
        self._specs: dict[int, dict[str, Any]] = {}

    def spec(self, uid: int) -> dict[str, Any]:
        """The calendar with all that its base calendars give it; Invalid where those go round."""
        if uid not in self._specs:
            self._specs[uid] = self._build(self._line(uid))
        return self._specs[uid]

    def _line(self, uid: int) -> list[Week]:
        """The calendar, its base, and that one's, from the nearest on."""
        line: list[int] = []
        at: int | None = uid
        while at is not None and at in self.weeks:
            if at in line:
                raise refuse(
                    _("The base calendars of “%(name)s” go round in a circle.") % {"name": self.weeks[uid].name}
                )
            line.append(at)
            at = self.weeks[at].base
        return [self.weeks[one] for one in line]

    def _build(self, line: list[Week]) -> dict[str, Any]:
        """The nearest word counts; any exception goes before a season, and that before the week."""
        weekly = {
            name: next((week.weekly[number] for week in line if number in week.weekly), OFFICE if number < 5 else [])
            for number, name in enumerate(WEEKDAYS)
        }
        days: dict[date, Pairs] = {}
        for week in reversed(line):
            days |= week.season
        for week in reversed(line):
            days |= week.exceptions
        differing = {on: hours for on, hours in days.items() if hours != weekly[WEEKDAYS[on.weekday()]]}
        return {
            "timezone": self.timezone,
            "weekly": weekly,
            "holidays": sorted(on.isoformat() for on, hours in differing.items() if not hours),
            "exceptions": {on.isoformat(): hours for on, hours in sorted(differing.items()) if hours},
        }
