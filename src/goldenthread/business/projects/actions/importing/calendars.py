"""The file's calendars as ours: one that is here already is taken, another is made, and only that one changes later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from goldenthread.business.people.actions import CalendarFacts, add_calendar, change_calendar
from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.projects.actions.importing.given import GivenCalendar
from goldenthread.business.projects.models import Project
from goldenthread.engine.calendars import WorkCalendar as Hours
from goldenthread.engine.calendars.hours import Hours as DayHours
from goldenthread.foundation.actors import Acting

Known = dict[str, dict[str, Any]]
Meaning = tuple[str, tuple[DayHours, ...], dict[date, DayHours]]


class Calendars:
    """By the file's number; `known` is what is remembered for the next time."""

    def __init__(self, acting: Acting, project: Project, known: Known) -> None:
        self.acting, self.project = acting.as_house(), project
        self.known: Known = dict(known)
        self.created = self.updated = 0
        self.of: dict[int, WorkCalendar] = {}
        self._here = [project.calendar, *WorkCalendar.objects.exclude(pk=project.calendar_id).order_by("pk")]

    def bring(self, given: Sequence[GivenCalendar]) -> None:
        for one in given:
            self.of[one.uid] = self._one(one)

    def _one(self, given: GivenCalendar) -> WorkCalendar:
        wanted = meaning(given.spec)
        kept = self.known.get(str(given.uid), {})
        before = next((one for one in self._here if one.key == kept.get("calendar")), None)
        if before is not None and meaning(before.spec) == wanted:
            return before
        told = CalendarFacts(
            timezone=given.spec["timezone"],
            weekly=given.spec["weekly"],
            holidays=given.spec["holidays"],
            exceptions=given.spec["exceptions"],
            breaks={},
        )
        if before is not None and kept.get("is_own"):
            self.updated += 1
            changed: WorkCalendar = change_calendar(self.acting, before.key, change=told)
            self._here = [changed if one.pk == changed.pk else one for one in self._here]
            return changed
        found = next((one for one in self._here if meaning(one.spec) == wanted), None)
        is_own = found is None
        if found is None:
            name = f"{given.name} · {self.project.key}"[:200]
            found = add_calendar(self.acting, new=replace(told, name=name))
            self._here.append(found)
            self.created += 1
        self.known[str(given.uid)] = {"calendar": found.key, "is_own": is_own}
        return found


def meaning(spec: dict[str, Any]) -> Meaning:
    """What a calendar's spec comes to, however it says so: its zone, its week, and the days that differ."""
    hours = Hours.from_spec(spec)
    named = {*hours.holidays, *(on for on, _told in (*hours.breaks, *hours.exceptions))}
    differing = {on: hours.hours_on(on) for on in named if hours.hours_on(on) != hours.weekly[on.weekday()]}
    return hours.timezone, hours.weekly, differing
