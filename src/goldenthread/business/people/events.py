"""What happens to people and what is set up for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from goldenthread.foundation.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Changed(Fact):
    """Values by name, each with what it was and what it is."""

    changes: dict[str, list[Any]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class HouseSetUp(Fact):
    organisation: str


@dataclass(frozen=True, kw_only=True)
class PersonAdded(Fact):
    name: str


class PersonChanged(Changed):
    """An administrator changed what is known of a person."""


class SettingsChanged(Changed):
    """A person changed how the house speaks to them."""


class PersonDeactivated(Fact):
    """A person left: their sessions and tokens ended."""


class PersonReactivated(Fact):
    """A person came back."""


class SignedIn(Fact):
    """A person came in, with all the steps they have set up."""


class PasswordChanged(Fact):
    """A person changed their own password, which ended their other sessions."""


class PasswordSet(Fact):
    """An administrator set a person's password, which ended their sessions."""


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Fact):
    person: str
    role: str
    scope: str
    scope_id: int | None


@dataclass(frozen=True, kw_only=True)
class RoleTakenBack(Fact):
    role: str
    scope: str
    scope_id: int | None


@dataclass(frozen=True, kw_only=True)
class OrganisationAdded(Fact):
    name: str
    kind: str


class OrganisationChanged(Changed):
    """An organisation's name, kind, parent, calendar or currency changed."""


@dataclass(frozen=True, kw_only=True)
class LoadForecast(Fact):
    """What running the services asks of a team was read anew: so many weeks measured, so many forecast."""

    weeks: int
    measured: int


@dataclass(frozen=True, kw_only=True)
class TeamAdded(Fact):
    name: str


class TeamChanged(Changed):
    """A team's name, organisation or calendar changed."""


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Fact):
    person: str
    is_lead: bool


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Fact):
    person: str


@dataclass(frozen=True, kw_only=True)
class SkillAdded(Fact):
    name: str


class SkillChanged(Changed):
    """A skill was renamed."""


@dataclass(frozen=True, kw_only=True)
class SkillRated(Fact):
    """A person's level in a skill; 0 when it was taken away."""

    skill: str
    level: int


@dataclass(frozen=True, kw_only=True)
class CalendarAdded(Fact):
    name: str


class CalendarChanged(Changed):
    """A calendar's name, hours or holidays changed."""


@dataclass(frozen=True, kw_only=True)
class RateSet(Fact):
    """What an hour costs from a day on, for a person, a team, or (neither) the house."""

    person: str
    team: str
    per_hour: str
    currency: str
    valid_from: str


class RateChanged(Changed):
    """A rate was corrected."""


class RateRemoved(Fact):
    """A rate was taken out; another applies in its place."""


@dataclass(frozen=True, kw_only=True)
class AbsenceNoted(Fact):
    person: str
    starts_on: str
    ends_on: str


class AbsenceChanged(Changed):
    """An absence was moved."""


class AbsenceRemoved(Fact):
    """An absence was taken out."""


@dataclass(frozen=True, kw_only=True)
class ViewSaved(Fact):
    """A person kept a list's filters under a name."""

    name: str
    listing: str
    filters: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class ViewDropped(Fact):
    """A person no longer keeps a view."""

    name: str


@dataclass(frozen=True, kw_only=True)
class TokenMade(Fact):
    name: str
    permits: list[str]
    expires_at: str


class TokenRevoked(Fact):
    """A token opens nothing any more."""


@dataclass(frozen=True, kw_only=True)
class SheetImported(Fact):
    """A table of the house was read from a file."""

    sheet: str
    added: int
    changed: int
    unchanged: int
    refused: int
