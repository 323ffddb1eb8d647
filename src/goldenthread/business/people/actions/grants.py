"""Roles are given on a scope and taken back."""

from __future__ import annotations

from django.db import OperationalError
from django.utils.translation import gettext as _

from goldenthread.business.people.events import RoleGranted, RoleTakenBack
from goldenthread.business.people.models import Person, Role, RoleGrant, Scope
from goldenthread.business.people.policies import may_administer, may_administer_record
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import SYSTEM, Acting
from goldenthread.foundation.errors import Invalid, NotFound, Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.policies import seen, sight_of

SCOPE_PREFIXES = {
    Scope.ORGANISATION: "ORG",
    Scope.TEAM: "TEAM",
    Scope.SERVICE: "SRV",
    Scope.PROJECT: "PRJ",
    Scope.PORTFOLIO: "PF",
}


@action(may=may_administer)
def grant_role(
    acting: Acting, *, person_id: int, role: str, scope: str = Scope.HOUSE, scope_id: int | None = None
) -> RoleGrant:
    """Give a person a role on a scope; giving it twice changes nothing."""
    if role not in Role.values:
        raise Invalid(fields={"role": _("There is no such role.")})
    held = {"person_id": person_id, "role": role, "scope": scope, "scope_id": scope_id}
    grant = RoleGrant.objects.filter(**held).first()
    if grant is None:
        grant = RoleGrant.objects.create(key=next_key("GRT"), **held)
        person = Person.objects.get(pk=person_id)
        record(RoleGranted(subject=person.key, person=person.key, role=role, scope=scope, scope_id=scope_id))
    return grant


@action(may=may_administer)
def give_role(acting: Acting, *, person: str, role: str, on: str = "") -> RoleGrant:
    """Give a role by keys: `on` is an organisation, team, service, project or portfolio; empty for the house."""
    found = Person.objects.filter(key=person).first()
    if found is None:
        raise Invalid(fields={"person": _("Choose a person from the list.")})
    scope, scope_id = scope_of(on)
    return grant_role(acting.as_house(), person_id=found.pk, role=role, scope=scope, scope_id=scope_id)


@action(on=RoleGrant, may=may_administer_record)
def take_role_back(acting: Acting, grant: RoleGrant) -> str:
    """Take a role away; returns the person's key. The last administrator keeps theirs."""
    person = grant.person
    if grant.role == Role.ADMINISTRATOR and grant.scope == Scope.HOUSE and person.is_active:
        keep_an_administrator(besides=person)
    record(RoleTakenBack(subject=person.key, role=grant.role, scope=grant.scope, scope_id=grant.scope_id))
    grant.delete()
    return str(person.key)


def keep_an_administrator(*, besides: Person) -> None:
    """Refused where nobody else could administer the house, or while another is taking an administrator away."""
    grants = RoleGrant.objects.select_for_update(nowait=True, of=("self",))
    try:
        holders = [grant.person_id for grant in grants.filter(role=Role.ADMINISTRATOR, scope=Scope.HOUSE)]
    except OperationalError as error:
        raise Refused(_("Someone else is changing administrators just now. Try again in a moment.")) from error
    if not Person.objects.filter(pk__in=holders, is_active=True).exclude(pk=besides.pk).exists():
        raise Refused(_("This is the last administrator. Make someone else administrator first."))


def scope_of(key: str) -> tuple[str, int | None]:
    """The scope that a key names, as kind and id; the whole house for none."""
    if not key:
        return Scope.HOUSE, None
    prefix = key.rpartition("-")[0]
    scope = next((scope for scope, known in SCOPE_PREFIXES.items() if known == prefix), None)
    try:
        if scope is not None:
            return scope, seen(sight_of(key).model, SYSTEM, key).pk
    except NotFound:
        pass
    raise Invalid(
        fields={"on": _("%(key)s is no organisation, team, service, project or portfolio of ours.") % {"key": key}}
    )
