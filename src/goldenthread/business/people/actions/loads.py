"""What running the services asks of a team, written into it from above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.business.people.events import LoadForecast
from goldenthread.business.people.models import Load, Team
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting, Actor
from goldenthread.foundation.events import record

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class WeekLoad:
    """Work in one week, from its Monday; for a measured week the three are the same."""

    week: date
    expected: timedelta
    low: timedelta
    high: timedelta
    is_forecast: bool


def _is_the_house(actor: Actor, team: Team) -> bool:
    return actor.is_house


@action(on=Team, may=_is_the_house)
def write_loads(
    acting: Acting, team: Team, weeks: Sequence[WeekLoad], *, error: timedelta | None, naive_error: timedelta | None
) -> int:
    """Put these weeks in the place of what was known of a team from the first of them on. Returns how many."""
    if not weeks:
        return 0
    Load.objects.filter(team=team, skill=None, week__gte=min(one.week for one in weeks)).delete()
    Load.objects.bulk_create(_load(acting, team, one, error, naive_error) for one in weeks)
    ahead = sum(one.is_forecast for one in weeks)
    record(LoadForecast(subject=team.key, weeks=ahead, measured=len(weeks) - ahead), version=team.version)
    return len(weeks)


def _load(acting: Acting, team: Team, one: WeekLoad, error: timedelta | None, naive_error: timedelta | None) -> Load:
    return Load(
        team=team,
        week=one.week,
        minutes=one.expected // MINUTE,
        low=one.low // MINUTE,
        high=max(one.high // MINUTE, one.expected // MINUTE),
        is_forecast=one.is_forecast,
        error=None if error is None or not one.is_forecast else error // MINUTE,
        naive_error=None if naive_error is None or not one.is_forecast else naive_error // MINUTE,
        read_at=acting.at,
    )
