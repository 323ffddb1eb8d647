"""Reads about people."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import CharField, Q, QuerySet, Value

from goldenthread.business.people.models import (
    ApiToken,
    Membership,
    Organisation,
    Person,
    Rate,
    Role,
    RoleGrant,
    Team,
    WorkCalendar,
)
from goldenthread.foundation.actors import NOBODY, Actor, Grant
from goldenthread.foundation.kept import kept
from goldenthread.foundation.policies import seen, visible

_MEMBER = "member"


def actor_of(person: Person | None) -> Actor:
    """The actor a person is, NOBODY for none. One query, for every request asks it."""
    if person is None:
        return NOBODY
    rows = _standing(person.pk)
    return Actor(
        id=person.pk,
        kind="person",
        name=person.name,
        organisation_id=person.organisation_id,
        team_ids=frozenset(number for _role, scope, number in rows if scope == _MEMBER and number is not None),
        grants=frozenset(Grant(*row) for row in rows if row[1] != _MEMBER),
        locale=person.locale,
        timezone=person.timezone,
    )


@kept
def _standing(person_id: int) -> QuerySet[Any, Any]:
    """The roles of a person with their scopes, and their teams as scopes without a role."""
    grants = RoleGrant.objects.filter(person_id=person_id).values_list("role", "scope", "scope_id")
    member = Value(_MEMBER, output_field=CharField())
    teams_of = Membership.objects.filter(person_id=person_id).values_list(
        Value("", output_field=CharField()), member, "team_id"
    )
    return grants.union(teams_of, all=True)


def active_person(person_id: int) -> Person | None:
    """The person behind a session, unless they have left."""
    return next(iter(_active(person_id)), None)


@kept
def _active(person_id: int) -> QuerySet[Person]:
    return Person.objects.filter(pk=person_id, is_active=True)


def active_person_of_email(email: str) -> Person | None:
    """The person who signs in with this address, unless they have left."""
    return Person.objects.filter(email=email.strip().lower(), is_active=True).first()


@dataclass(frozen=True)
class Face:
    """A person of the demo and the role they are looked around as."""

    id: int
    key: str
    name: str
    job: str
    role: str


def demo_people() -> list[Face]:
    """One person for each role, the first with a job who holds it; nobody twice. Only the demo may ask."""
    grants = (
        RoleGrant.objects.filter(person__is_active=True)
        .exclude(person__job="")
        .order_by("person_id", "id")
        .values_list("role", "person_id", "person__key", "person__name", "person__job")
    )
    faces: dict[str, Face] = {}
    taken: set[int] = set()
    for role, number, key, name, job in grants:
        if role not in faces and number not in taken:
            faces[role] = Face(number, key, name, job, role)
            taken.add(number)
    return [faces[role] for role in Role.values if role in faces]


def actor_of_token(token: str, at: datetime) -> Actor | None:
    """The actor a bearer token stands for; None where it is unknown, expired or revoked, or its person has left."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    found = ApiToken.objects.select_related("person").filter(
        digest=digest, revoked_at=None, expires_at__gt=at, person__is_active=True
    )
    kept = found.first()
    if kept is None:
        return None
    if kept.used_at is None or at - kept.used_at > timedelta(hours=1):
        ApiToken.objects.filter(pk=kept.pk).update(used_at=at)
    permits = frozenset(kept.permits) or None
    return replace(actor_of(kept.person), kind="token", permits=permits)


def is_set_up() -> bool:
    """True once there is anybody who could sign in; people of an imported log cannot. Before that, set-up is open."""
    return Person.objects.filter(is_active=True).exists()


def house_name() -> str:
    """The first organisation's name, which strangers may read; empty before set-up."""
    return Organisation.objects.order_by("id").values_list("name", flat=True).first() or ""


def house_currency() -> str:
    """The first organisation's currency: what is summed over several accounts is told in it."""
    return Organisation.objects.order_by("id").values_list("currency", flat=True).first() or "EUR"


def person(actor: Actor, key: str) -> Person:
    return seen(Person, actor, key)


def holders(*roles: str, on: tuple[str, int]) -> list[int]:
    """The ids of those who hold one of the roles on the scope (kind, id); where nobody does, on the whole house."""
    scope, scope_id = on
    granted = RoleGrant.objects.filter(role__in=roles)
    nearest = list(granted.filter(scope=scope, scope_id=scope_id).values_list("person_id", flat=True))
    return nearest or list(granted.filter(scope="house").values_list("person_id", flat=True))


def names(ids: set[int | None]) -> dict[int, str]:
    """The names behind ids already seen, for histories and feeds."""
    return dict(
        Person.objects.filter(pk__in=[number for number in ids if number is not None]).values_list("pk", "name")
    )


@kept
def teams(actor: Actor) -> QuerySet[Team]:
    return visible(Team, actor).order_by("sort_name", "id")


@kept
def team_names(actor: Actor) -> QuerySet[Team, tuple[str, str]]:
    """Keys and names of the teams, to choose from."""
    return visible(Team, actor).order_by("sort_name", "id").values_list("key", "name")


def calendars(actor: Actor) -> list[WorkCalendar]:
    return list(visible(WorkCalendar, actor).order_by("sort_name", "id"))


def locale_of(person_id: int | None) -> str:
    """The language a person reads; the house's own where it is nobody."""
    known = Person.objects.filter(pk=person_id or 0).values_list("locale", flat=True).first()
    return known or settings.LANGUAGE_CODE


def rate_on(person_id: int, on: date) -> tuple[Decimal, str]:
    """What an hour of this person costs on a day: their own rate, else their team's, else the house's."""
    teams_of = Membership.objects.filter(person_id=person_id).values("team_id")
    rates = Rate.objects.filter(valid_from__lte=on).filter(
        Q(person_id=person_id) | Q(person=None, team__in=teams_of) | Q(person=None, team=None)
    )
    ranked = sorted(rates, key=lambda rate: (rate.person_id is not None, rate.team_id is not None, rate.valid_from))
    return (ranked[-1].per_hour, ranked[-1].currency) if ranked else (Decimal(0), "EUR")
