"""The numbers by which a file knows tasks, calendars and resources: those it came with, and new ones for the rest."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from goldenthread.business.people.models import Person
from goldenthread.business.projects.models import Resource
from goldenthread.business.projects.queries import WholePlan

K = TypeVar("K", bound=Hashable)


class Numbers:
    """`tasks`, `calendars` and `resources` by our id, `people` without a resource of their own by theirs."""

    def __init__(self, whole: WholePlan) -> None:
        roots = [one for one in whole.branches if one.depth == 0]
        self.has_top = len(roots) == 1 and roots[0].task.imported_uid == 0 and roots[0].is_summary
        """Whether the plan hangs on one summary that was the file's own line for the whole."""
        uids = {one.pk: one.imported_uid for one in whole.tasks if one.imported_uid or self.has_top}
        self.tasks = numbered((one.pk for one in whole.tasks), uids)
        known = {one.pk: whole.calendar_uids.get(one.key) for one in whole.calendars}
        self.calendars = numbered(known, known)
        given = {one.pk: one.imported_uid for one in whole.resources if one.imported_uid}
        self.resources = numbered((one.pk for one in whole.resources), given)
        self.resource_of: dict[int, Resource] = {
            one.person_id: one for one in whole.resources if one.person_id is not None
        }
        found = {one.person_id: one.person for on in whole.assignments.values() for one in on}
        self.persons: list[Person] = [found[pk] for pk in sorted(found) if pk not in self.resource_of]
        first = max(self.resources.values(), default=0) + 1
        self.people = {person.pk: first + number for number, person in enumerate(self.persons)}
        self.people |= {pk: self.resources[one.pk] for pk, one in self.resource_of.items()}
        taken = max((*self.calendars.values(), *whole.calendar_uids.values()), default=0) + 1
        everyone = sorted({*self.resources.values(), *self.people.values()})
        self.hours_of = {uid: taken + place for place, uid in enumerate(everyone)}
        """By a resource's number, that of the calendar which is its own in the file."""


def numbered(keys: Iterable[K], given: Mapping[K, int | None]) -> dict[K, int]:
    """The given number of each key, and for the others the next above all of those."""
    following = max((number for number in given.values() if number is not None), default=0) + 1
    found: dict[K, int] = {}
    for key in keys:
        number = given.get(key)
        if number is None:
            number, following = following, following + 1
        found[key] = number
    return found
