"""What the forms of this context offer to choose from, as pairs of id and name, within what the actor sees."""

from __future__ import annotations

from goldenthread.business.people.models import Organisation, Person, Role, RoleGrant, Team, WorkCalendar
from goldenthread.business.people.policies import STAFF
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import visible

Choice = tuple[int, str]
MOST = 2000


def staff_choices(actor: Actor) -> list[Choice]:
    """People who work here, by name."""
    held = RoleGrant.objects.filter(role__in=[str(Role(role)) for role in STAFF]).values("person_id")
    found = visible(Person, actor).filter(pk__in=held, is_active=True)
    return list(found.order_by("sort_name", "id").values_list("pk", "name")[:MOST])


def organisation_choices(actor: Actor, *kinds: str) -> list[Choice]:
    """Organisations, of these kinds where some are given, by name."""
    found = visible(Organisation, actor)
    if kinds:
        found = found.filter(kind__in=kinds)
    return list(found.order_by("sort_name", "id").values_list("pk", "name")[:MOST])


def team_choices(actor: Actor) -> list[Choice]:
    return list(visible(Team, actor).order_by("sort_name", "id").values_list("pk", "name")[:MOST])


def calendar_choices(actor: Actor) -> list[Choice]:
    return list(visible(WorkCalendar, actor).order_by("sort_name", "id").values_list("pk", "name")[:MOST])
