"""What the desk's people logged on tickets, week by week, tells what running the services will ask of their teams."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import partial

from django.db.models import Sum
from django.db.models.functions import TruncWeek

from goldenthread.business.people.actions import WeekLoad, write_loads
from goldenthread.business.people.models import Team
from goldenthread.business.work.models import TimeEntry
from goldenthread.engine.forecast import LoadForecast, LoadWeek, forecast
from goldenthread.foundation.actors import Acting

KNOWN_WEEKS, AHEAD_WEEKS, SHOWN_WEEKS = 156, 53, 13
HOUR = timedelta(hours=1)


def forecast_loads(acting: Acting) -> int:
    """Measure the weeks that are over, forecast those to come, and write both into the teams. Returns how many teams.

    A ticket's time counts for the team that holds the ticket. The week under way is forecast whole. A team whose
    history is too short gets what was measured, and no forecast.
    """
    monday = acting.at.date() - timedelta(days=acting.at.weekday())
    history = _history(monday)
    read = forecast(history, weeks=AHEAD_WEEKS, until=monday - timedelta(weeks=1)) if history else ()
    keys = dict(Team.objects.values_list("pk", "key"))
    for one in read:
        errors = [None if value is None else value * HOUR for value in (one.error, one.naive_error)]
        write_loads(acting.as_house(), keys[int(one.team)], _weeks(one, monday), error=errors[0], naive_error=errors[1])
    return len(read)


def _history(monday: date) -> list[LoadWeek]:
    """Hours by team and week, oldest first; weeks without any within a team's history are idle ones."""
    logged = TimeEntry.objects.filter(
        work__space="desk", work__team__isnull=False, on__lt=monday, on__gte=monday - timedelta(weeks=KNOWN_WEEKS)
    )
    rows = logged.annotate(week=TruncWeek("on")).values("work__team", "week").annotate(sum=Sum("minutes"))
    minutes: dict[int, dict[date, int]] = defaultdict(partial(defaultdict, int))
    for row in rows:
        minutes[row["work__team"]][row["week"]] += row["sum"]
    return [
        LoadWeek(str(team), "", week, weeks[week] / 60) for team, weeks in minutes.items() for week in sorted(weeks)
    ]


def _weeks(one: LoadForecast, monday: date) -> list[WeekLoad]:
    """The last quarter as measured, then what is expected."""
    past = one.history[-SHOWN_WEEKS:]
    first = monday - timedelta(weeks=len(past))
    measured = [
        WeekLoad(first + timedelta(weeks=n), hours * HOUR, hours * HOUR, hours * HOUR, is_forecast=False)
        for n, hours in enumerate(past)
    ]
    return measured + [
        WeekLoad(
            week.week,
            max(week.expected, 0) * HOUR,
            max(min(week.low, week.expected), 0) * HOUR,
            week.high * HOUR,
            is_forecast=True,
        )
        for week in one.weeks
    ]
