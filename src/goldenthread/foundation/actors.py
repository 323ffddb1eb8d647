"""Who acts, when, and on whose behalf: the first argument of every read and every write."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

ActorKind = Literal["person", "token", "house", "nobody"]


@dataclass(frozen=True, slots=True)
class Grant:
    """A role on a scope: kind is house, organisation, team, service, project or portfolio; id is None for the house."""

    role: str
    scope: str = "house"
    scope_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """One who reads or acts. Built once per request; holds plain values, never records."""

    id: int | None
    kind: ActorKind
    name: str = ""
    organisation_id: int | None = None
    team_ids: frozenset[int] = frozenset()
    grants: frozenset[Grant] = frozenset()
    permits: frozenset[str] | None = None
    on_behalf_of: int | None = None
    locale: str = field(default="en", compare=False)
    timezone: str = field(default="UTC", compare=False)

    @property
    def is_house(self) -> bool:
        return self.kind == "house"

    @property
    def is_known(self) -> bool:
        return self.kind != "nobody"

    def holds(self, *roles: str, on: tuple[str, int | None] | None = None) -> bool:
        """True where one of the roles is granted on the whole house, or on the scope given as (kind, id)."""
        if self.is_house:
            return True
        return any(
            grant.role in roles and (grant.scope == "house" or (on is not None and (grant.scope, grant.scope_id) == on))
            for grant in self.grants
        )

    def holds_anywhere(self, *roles: str) -> bool:
        """True where one of the roles is granted on any scope at all."""
        return self.is_house or any(grant.role in roles for grant in self.grants)

    def scopes(self, scope: str, *roles: str) -> frozenset[int]:
        """The ids of every scope of this kind on which one of the roles is granted."""
        return frozenset(
            grant.scope_id
            for grant in self.grants
            if grant.role in roles and grant.scope == scope and grant.scope_id is not None
        )

    def at(self, instant: datetime, seen: int | None = None) -> Acting:
        """This actor at an instant, having seen a version of the subject (None: whatever stands now)."""
        return Acting(self, instant, seen)


@dataclass(frozen=True, slots=True)
class Acting:
    """An actor at an instant: what the door hands to an action."""

    actor: Actor
    at: datetime
    seen: int | None = None

    def as_house(self) -> Acting:
        """The house, on behalf of this actor: how one action calls another."""
        behalf = self.actor.on_behalf_of if self.actor.is_house else self.actor.id
        return Acting(replace(SYSTEM, on_behalf_of=behalf), self.at)


SYSTEM = Actor(id=None, kind="house", name="Goldenthread")
NOBODY = Actor(id=None, kind="nobody")
