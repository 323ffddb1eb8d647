"""The file's resources: people of the project where they can be told, else resources of the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from goldenthread.business.people.models import Person, WorkCalendar
from goldenthread.business.projects.actions.importing.given import GivenResource, Said
from goldenthread.business.projects.models import Project, Resource

PLAIN = ("name", "kind", "email", "unit", "rates")
NUMBERS = ("units", "rate", "overtime_rate", "cost_per_use")


class Resources:
    """By the file's number: the person, and the resource that is kept of it; one of the two may be missing."""

    def __init__(self, project: Project, calendars: Mapping[int, WorkCalendar]) -> None:
        self.project, self.calendars = project, calendars
        self.created = self.updated = 0
        self.person: dict[int, Person] = {}
        self.resource: dict[int, Resource] = {}
        self._members = list(project.members.filter(is_active=True))
        here = list(Resource.objects.filter(project=project))
        self._here = {one.imported_uid: one for one in here if one.imported_uid is not None}
        self._by_name = {(one.name, one.kind): one for one in here if one.imported_uid is None}

    def bring(self, given: Sequence[GivenResource]) -> None:
        for one in given:
            self._one(one)

    def _one(self, given: GivenResource) -> None:
        person = self._person(given.said)
        if person is not None:
            self.person[given.uid] = person
        here = self._here.get(given.uid) or self._by_name.get((given.said["name"], given.said["kind"]))
        if here is None:
            if person is not None and not _says_more(given.said):
                return
            here = Resource(project=self.project, imported_uid=given.uid, person=person)
            self.created += 1
            changed = set(given.said)
        else:
            before = here.imported if here.imported is not None else self._told(here)
            changed = {name for name, value in given.said.items() if before.get(name) != value}
            self.updated += bool(changed)
        for name in changed:
            self._set(here, name, given.said[name])
        if changed or here.imported_uid is None:
            here.imported_uid, here.imported = given.uid, given.said
            here.save()
        self.resource[given.uid] = here

    def _set(self, here: Resource, name: str, value: Any) -> None:
        if name == "calendar":
            here.calendar = None if value is None else self.calendars.get(value)
        elif name in NUMBERS:
            setattr(here, name, Decimal(value))
        else:
            setattr(here, name, value)

    def _told(self, here: Resource) -> Said:
        """What a resource that no file has told of would say, to be compared with one."""
        of = {calendar.pk: uid for uid, calendar in self.calendars.items()}
        told: Said = {name: getattr(here, name) for name in PLAIN}
        told |= {name: number_text(getattr(here, name)) for name in NUMBERS}
        return told | {"calendar": of.get(here.calendar_id or 0)}

    def _person(self, said: Said) -> Person | None:
        """Of the project's people, the one with this address, else the only one of this name."""
        if said["kind"] != Resource.Kind.WORK:
            return None
        email, name = said["email"].strip().casefold(), said["name"].strip().casefold()
        if email:
            found = [one for one in self._members if one.email == email]
            if found:
                return found[0]
        same = [one for one in self._members if one.name.casefold() == name]
        return same[0] if len(same) == 1 else None


def _says_more(said: Said) -> bool:
    """Whether the file tells more of a person than who they are."""
    plain: Said = {
        "units": "100",
        "rate": "0",
        "overtime_rate": "0",
        "cost_per_use": "0",
        "rates": [],
        "calendar": None,
    }
    return said["units"] != "100" or any(said[name] != value for name, value in plain.items())


def number_text(value: Decimal | None) -> str | None:
    """The shortest text of a number, so that 100.00 and 100 are one."""
    if value is None:
        return None
    return f"{value.normalize():f}" if value else "0"
