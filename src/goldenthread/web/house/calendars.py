"""A calendar: its year day by day, its feeds, and what its week amounts to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goldenthread.business.people import queries as people
from goldenthread.business.people.actions import drop_feed
from goldenthread.business.people.policies import may_administer
from goldenthread.business.people.queries import CalendarDay
from goldenthread.connectors.icalendar import add_feed
from goldenthread.foundation.policies import require
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.format import Format
from goldenthread.web.house.forms import FeedForm
from goldenthread.web.house.frame import house_tabs
from goldenthread.web.pages import do, page, submit

NEXT = 8


def calendar_facts(request: PageRequest, calendar: Any) -> dict[str, Any]:
    """`week`: open time of a week; `coming`: pairs of day and name of the next holidays."""
    seconds = sum(closing - opening for hours in calendar.hours().weekly for opening, closing in hours)
    today = request.fmt.local(request.fmt.now).date()
    coming = [date.fromisoformat(on) for on in sorted(calendar.whole_spec().get("holidays") or ())]
    coming = [on for on in coming if on >= today][:NEXT]
    years = {on.year for on in coming}
    names = people.country_holidays(calendar.country, calendar.region, years) if calendar.country and years else {}
    return {
        "week": request.fmt.worked(timedelta(seconds=seconds)),
        "coming": [(request.fmt.date(on), names.get(on, "–")) for on in coming],
    }


FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True)
class YearDay:
    """A day of the grid: `kind` is open, short, closed, off (no working day) or odd (a clock change)."""

    number: int
    url: str
    kind: str
    said: str
    is_chosen: bool
    is_today: bool


@signed_in
def calendar(request: PageRequest, key: str) -> HttpResponse:
    """The year of a calendar: every day with its hours; a day opens to why it is closed or short."""
    found = people.calendar(request.actor, key)
    year = _year(request)
    days = people.year_of(found, year)
    chosen = next((day for day in days if request.GET.get("day") == day.on.isoformat()), None)
    context = {
        "calendar": found,
        "year": year,
        "months": _months(request, key, days, chosen),
        "chosen": _told(request.fmt, chosen) if chosen else None,
        "earlier": url("calendar", {"year": str(year - 1)}, key=key) if year > FIRST_YEAR else "",
        "later": url("calendar", {"year": str(year + 1)}, key=key) if year < LAST_YEAR else "",
        "open_days": sum(bool(day.hours) for day in days),
        "open_for": _("%(hours)s h") % {"hours": request.fmt.number(_hours_in(days))},
        "closed": [_told(request.fmt, day) for day in days if day.rule != "weekly"],
        "may_administer": may_administer(request.actor),
    }
    return page(request, "house/year.html", context)


@signed_in
def add_feed_page(request: PageRequest, key: str) -> HttpResponse:
    """Let a calendar close on the days of a feed."""
    found = people.entry(request.actor, "calendars", key)
    require(may_administer(request.actor))
    back = reverse("house-entry", kwargs={"register": "calendars", "key": key})

    def act(data: dict[str, Any]) -> str:
        content = data["file"].read() if data.get("file") else None
        add_feed(request.acting, key, name=data["name"], url=data["url"], content=content)
        return back

    def show(_form: Any) -> dict[str, Any]:
        return {
            "tabs": house_tabs(request, "calendars"),
            "title": _("Add a feed to %(name)s") % {"name": found.name},
            "record": found,
            "can_remove": False,
            "back_url": back,
            "people": [],
        }

    return submit(request, FeedForm, show, act, template="house/feed.html", actor=request.actor)


@signed_in
@require_POST
def drop_feed_page(request: PageRequest, key: str) -> HttpResponse:
    """Let the days of a feed count no more."""

    def act() -> str:
        drop_feed(request.acting, key, name=str(request.POST.get("name", "")))
        return reverse("house-entry", kwargs={"register": "calendars", "key": key})

    return do(request, act, takes=("name",))


def _year(request: PageRequest) -> int:
    text = request.GET.get("year") or request.GET.get("day", "")[:4]
    year = int(text) if text.isdecimal() and len(text) == 4 else request.fmt.today.year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _months(
    request: PageRequest, key: str, days: list[CalendarDay], chosen: CalendarDay | None
) -> list[tuple[str, list[list[YearDay | None]]]]:
    """Twelve months, each as weeks of seven days from Monday, None outside the month."""
    months: list[tuple[str, list[list[YearDay | None]]]] = []
    for number in range(1, 13):
        own = [day for day in days if day.on.month == number]
        cells: list[YearDay | None] = [None] * own[0].on.weekday()
        cells += [
            YearDay(
                day.on.day,
                url("calendar", {"day": day.on.isoformat()}, key=key),
                _kind(day),
                f"{request.fmt.date(day.on)}: {_hours(day)}{_why(day)}",
                chosen is not None and day.on == chosen.on,
                day.on == request.fmt.today,
            )
            for day in own
        ]
        cells += [None] * (-len(cells) % 7)
        weeks = [cells[start : start + 7] for start in range(0, len(cells), 7)]
        months.append((request.fmt.month(own[0].on), weeks))
    return months


def _hours_in(days: list[CalendarDay]) -> int:
    """Whole hours that are open in all of these days."""
    return round(sum((day.open_for for day in days), timedelta(0)) / timedelta(hours=1))


def _kind(day: CalendarDay) -> str:
    if not day.hours:
        return "closed" if day.rule != "weekly" else "off"
    return "short" if day.rule == "exception" or day.breaks else "open"


def _hours(day: CalendarDay) -> str:
    return " ".join(f"{opening}–{closing}" for opening, closing in day.hours) or _("closed")


def _why(day: CalendarDay) -> str:
    reason = _reason(day)
    return f", {reason}" if reason else ""


def _reason(day: CalendarDay) -> str:
    """Why the day is not like its weekday; nothing for one that is."""
    words = {
        "holiday": _("holiday"),
        "closure": _("closed every year"),
        "exception": _("other hours on this day"),
        "weekly": "" if day.hours else _("no hours on this weekday"),
    }
    said = ", ".join(day.names) or words[day.rule]
    if day.breaks:
        cut = " ".join(f"{begin}–{end}" for begin, end in day.breaks)
        said = ", ".join(part for part in (said, _("break %(hours)s") % {"hours": cut}) if part)
    return said


def _told(fmt: Format, day: CalendarDay) -> dict[str, Any]:
    changed = day.lasts != timedelta(days=1)
    return {
        "on": fmt.date(day.on),
        "hours": _hours(day),
        "why": _reason(day),
        "open_for": fmt.duration(day.open_for),
        "lasts": fmt.duration(day.lasts) if changed else "",
    }
