"""People and the house for programs: what its pages can do, with the same words."""

from goldenthread.api.people import calendars, events, mine, persons, rates, registers, teams

__all__ = ["calendars", "events", "mine", "persons", "rates", "registers", "teams"]
