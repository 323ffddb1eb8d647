"""Dates, numbers, money and durations as the reader writes them, in their zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  the method of the same name would hide it
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
from django.utils.translation import gettext as _

THIN = "\u202f"  # a thin no-break space between a number and its unit
DAY = {"en": "d MMM", "de": "d.\u00a0MMM"}  # German sets a stop, which must not end a line
LONGEST_SIGN = 3  # letters of a unit that is a sign: €, min, MB


@dataclass(frozen=True)
class Format:
    """A reader's way of writing; `now` tells which year goes without saying."""

    locale: str
    timezone: str
    now: datetime

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @cached_property
    def _babel(self) -> Locale:
        return _locale(self.locale)

    @cached_property
    def today(self) -> Day:
        """The reader's day, in their zone."""
        return self.local(self.now).date()

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self._zone)

    def day(self, day: Day) -> str:
        """16 Dec, whatever the year, where the column or the days around it tell."""
        return format_date(day, DAY[self.locale], locale=self._babel)

    def date(self, day: Day | None) -> str:
        """16 Dec, with the year only when it is not this one; a dash for none."""
        if day is None:
            return "–"
        on = self.local(day).date() if isinstance(day, datetime) else day
        is_this_year = on.year == self.today.year
        pattern = DAY[self.locale] + ("" if is_this_year else " y")
        return _written(on, pattern, self.locale)

    def time(self, instant: datetime | None) -> str:
        return "–" if instant is None else f"{self.local(instant):%H:%M}"

    def instant(self, instant: datetime | None) -> str:
        """The time alone for today, else date and time."""
        if instant is None:
            return "–"
        if self.local(instant).date() == self.today:
            return self.time(instant)
        return self.day_and_time(instant)

    def day_and_time(self, instant: datetime | None) -> str:
        """Both, also for today: where dates stand below each other."""
        return "–" if instant is None else f"{self.date(instant)}, {self.time(instant)}"

    def full(self, instant: datetime) -> str:
        return format_datetime(self.local(instant), "EEE d MMM y HH:mm zzz", locale=self._babel)

    def month(self, day: Day) -> str:
        return _written(day, "MMM y", self.locale)

    def weekday(self, day: Day) -> str:
        """Mo, Tu: the letters of a day where seven stand side by side."""
        return _written(day, "EEEEEE", self.locale)

    def iso(self, instant: Day) -> str:
        return instant.isoformat()

    def number(self, value: Decimal | float | None, digits: int = 0) -> str:
        if value is None:
            return "–"
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return format_decimal(value, pattern, locale=self._babel).replace("-", "−")

    def percent(self, share: Decimal | float | None, digits: int = 0) -> str:
        """A share (0.61) as 61 %."""
        return "–" if share is None else f"{self.number(Decimal(str(share)) * 100, digits)}{THIN}%"

    def with_unit(self, number: object, unit: str) -> str:
        """29 %, 610 calls: a sign stands close to its number, a word apart, and neither on a line of its own."""
        gap = THIN if len(unit) <= LONGEST_SIGN else "\u00a0"
        return f"{number}{gap}{unit}".strip()

    def money(self, amount: Decimal | float | None, currency: str = "EUR", *, short: bool = False) -> str:
        """€ 1,310,000 in full; € 1.31 m in short."""
        if amount is None:
            return "–"
        value = Decimal(str(amount))
        sign = format_currency(0, currency, "¤", locale=self._babel).strip()
        minus = "−" if value < 0 else ""
        return f"{minus}{sign}{THIN}{self._magnitude(abs(value)) if short else self.number(abs(value))}"

    def _magnitude(self, value: Decimal) -> str:
        if value >= 999_500:
            return self.with_unit(self.number(value / 1_000_000, 2), _("m"))
        if value >= 10_000:
            return self.with_unit(self.number(value / 1_000), _("k"))
        return self.number(value)

    def duration(self, span: timedelta | None) -> str:
        """3 h 42; 12 min; 2 d 4 h of 24-hour days. The sentence around it names the kind of time."""
        if span is None:
            return "–"
        hours = abs(int(span.total_seconds())) // 3600
        if hours < 48:
            return self.worked(span)
        days, hours = divmod(hours, 24)
        return self.with_unit(days, _("d")) + (f" {hours}{THIN}h" if hours else "")

    def worked(self, span: timedelta | None) -> str:
        """82 h 10; 12 min: time of work or of open hours, never in days, for a working day has no 24 hours."""
        if span is None:
            return "–"
        hours, rest = divmod(abs(int(span.total_seconds())) // 60, 60)
        if hours == 0:
            return f"{rest}{THIN}min"
        return f"{self.number(hours)}{THIN}h" + (f"{THIN}{rest:02d}" if rest else "")

    def minutes(self, minutes: int | None) -> str:
        """Minutes of work."""
        return "–" if minutes is None else self.worked(timedelta(minutes=minutes))


@cache
def _locale(name: str) -> Locale:
    return Locale.parse("en_GB" if name == "en" else name)


@lru_cache(4096)
def _written(day: Day, pattern: str, locale: str) -> str:
    """A day as a locale writes it; a list has few days and asks for each again and again."""
    return format_date(day, pattern, locale=_locale(locale))
