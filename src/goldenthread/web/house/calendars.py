"""What a calendar amounts to: the hours of its week, and its next closed days by name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from goldenthread.business.people import queries as people
from goldenthread.web.door import PageRequest

NEXT = 8


def calendar_facts(request: PageRequest, calendar: Any) -> dict[str, Any]:
    """`week`: open time of a week; `coming`: pairs of day and name of the next holidays."""
    seconds = sum(closing - opening for hours in calendar.hours().weekly for opening, closing in hours)
    today = request.fmt.local(request.fmt.now).date()
    coming = [date.fromisoformat(on) for on in sorted(calendar.spec.get("holidays") or ())]
    coming = [on for on in coming if on >= today][:NEXT]
    years = {on.year for on in coming}
    names = people.country_holidays(calendar.country, calendar.region, years) if calendar.country and years else {}
    return {
        "week": request.fmt.duration(timedelta(seconds=seconds)),
        "coming": [(request.fmt.date(on), names.get(on, "–")) for on in coming],
    }
