"""Reads about people and about the house."""

from goldenthread.business.people.queries.holidays import countries, country_holidays, regions
from goldenthread.business.people.queries.people import (
    Face,
    active_person,
    active_person_of_email,
    actor_of,
    actor_of_token,
    calendars,
    demo_people,
    house_name,
    is_set_up,
    names,
    person,
    rate_on,
    teams,
    unread,
)

__all__ = [
    "Face",
    "active_person",
    "active_person_of_email",
    "actor_of",
    "actor_of_token",
    "calendars",
    "countries",
    "country_holidays",
    "demo_people",
    "house_name",
    "is_set_up",
    "names",
    "person",
    "rate_on",
    "regions",
    "teams",
    "unread",
]
