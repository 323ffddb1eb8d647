"""What the house's pages show of one thing, and what their forms offer to choose from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from goldenthread.business.people.models import (
    Absence,
    ApiToken,
    Membership,
    Notification,
    Organisation,
    Person,
    PersonSkill,
    Role,
    RoleGrant,
    Scope,
    Skill,
    Team,
    WorkCalendar,
)
from goldenthread.business.people.queries.registers import grants_of
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.policies import seen, visible

ROLES = Role.choices
SCOPES = Scope.choices
ORGANISATION_KINDS = Organisation.Kind.choices
ABSENCE_KINDS = Absence.Kind.choices
LOCALES = (("en", "English"), ("de", "Deutsch"))
MOST_OPTIONS = 1000


def organisations(actor: Actor) -> list[Organisation]:
    return list(visible(Organisation, actor).order_by("sort_name", "id"))


def skills(actor: Actor) -> list[Skill]:
    return list(visible(Skill, actor).order_by("sort_name", "id"))


def people_options(actor: Actor) -> list[tuple[str, str]]:
    """Keys and names of those who are here, for a field that completes; the first thousand."""
    here = visible(Person, actor).filter(is_active=True).order_by("sort_name", "id")
    return list(here.values_list("key", "name")[:MOST_OPTIONS])


def key_of_person(actor: Actor, text: str) -> str:
    """The key that a person's key or email stands for; the text itself where nobody is meant."""
    found = visible(Person, actor).filter(email=text.strip().lower()).values_list("key", flat=True).first()
    return found or text.strip()


@dataclass(frozen=True)
class PersonCard:
    """All that the reader may see around a person."""

    person: Person
    grants: list[RoleGrant]
    memberships: list[Membership]
    levels: list[PersonSkill]
    absences: list[Absence]
    tokens: list[ApiToken]


def person_card(actor: Actor, key: str, at: datetime) -> PersonCard:
    """A person with roles, teams, skills, absences to come and live tokens."""
    person = seen(Person, actor, key, visible(Person, actor).select_related("organisation", "calendar"))
    return PersonCard(
        person,
        list(grants_of(actor).filter(person=person).order_by("role", "id")),
        list(
            person.memberships.filter(team__in=visible(Team, actor)).select_related("team").order_by("team__sort_name")
        ),
        list(
            person.skills.filter(skill__in=visible(Skill, actor)).select_related("skill").order_by("skill__sort_name")
        ),
        list(visible(Absence, actor).filter(person=person, ends_on__gte=at.date()).order_by("starts_on", "id")[:20]),
        live_tokens(actor, person.pk, at),
    )


def team_card(actor: Actor, key: str) -> Team:
    """A team with its members in `memberships`, people by name."""
    members = Membership.objects.select_related("person").order_by("-is_lead", "person__sort_name", "id")
    found = visible(Team, actor).select_related("organisation", "calendar")
    return seen(Team, actor, key, found.prefetch_related(Prefetch("memberships", members)))


def live_tokens(actor: Actor, person_id: int, at: datetime) -> list[ApiToken]:
    """A person's tokens that still open something."""
    own = visible(ApiToken, actor).filter(person_id=person_id, revoked_at=None, expires_at__gt=at)
    return list(own.order_by("-created_at", "-id"))


def notifications(actor: Actor, cursor: str | None = None) -> Page[Notification]:
    """One's own, newest first."""
    return page_of(Notification.objects.filter(person_id=actor.id or 0), ("-at", "-id"), cursor)


def settings_of(actor: Actor) -> Person:
    """The person at the page."""
    return Person.objects.select_related("organisation").get(pk=actor.id or 0)


def begun(actor: Actor) -> Collection[str]:
    """What of a new house is there already: people, teams, rates."""
    return [
        name
        for name, is_there in (
            ("people", visible(Person, actor)[1:2].exists()),
            ("teams", visible(Team, actor)[:1].exists()),
            ("holidays", any(calendar.spec.get("holidays") for calendar in visible(WorkCalendar, actor)[:20])),
        )
        if is_there
    ]
