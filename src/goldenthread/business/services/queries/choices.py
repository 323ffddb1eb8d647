"""What the forms of this context offer to choose from, as pairs of id and name, within what the actor sees."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.people.models import Organisation, Person, Role, RoleGrant, Team, WorkCalendar
from goldenthread.business.people.policies import STAFF
from goldenthread.business.services.models import Service
from goldenthread.business.work.models import Account
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.models import Record
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


KINDS: dict[str, type[Record]] = {
    "person": Person,
    "team": Team,
    "organisation": Organisation,
    "calendar": WorkCalendar,
    "service": Service,
    "account": Account,
}


def id_of(actor: Actor, kind: str, key: str | None, field: str) -> int | None:
    """The id behind a key a program sent, None for none; Invalid at its field where the actor sees no such record."""
    if not key:
        return None
    model = KINDS[kind]
    found = visible(model, actor).filter(key=key).values_list("pk", flat=True).first()
    if found is None:
        raise Invalid(fields={field: _("There is no %(key)s, or it is not open to you.") % {"key": key}})
    return int(found)
