"""Who may see and change people, and who counts as staff."""

from __future__ import annotations

from django.db.models import Q

from goldenthread.business.people.models import (
    Absence,
    ApiToken,
    Organisation,
    Person,
    Rate,
    Role,
    RoleGrant,
    SavedView,
    Skill,
    Team,
    WorkCalendar,
)
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import Sight, register

SERVED = (Role.REQUESTER, Role.CUSTOMER)
STAFF = tuple(role for role in Role if role not in SERVED)
NOTHING = Q(pk__in=())
EVERYTHING = Q()


def is_staff(actor: Actor) -> bool:
    return actor.holds_anywhere(*STAFF)


def governs(actor: Actor) -> bool:
    """Those of the strategic tier."""
    return actor.holds_anywhere(Role.PORTFOLIO_MANAGER, Role.SPONSOR, Role.FINANCE_PARTNER)


def runs_projects(actor: Actor) -> bool:
    return actor.holds_anywhere(Role.PROJECT_MANAGER)


def owns_services(actor: Actor) -> bool:
    return actor.holds_anywhere(Role.SERVICE_OWNER)


def may_administer(actor: Actor) -> bool:
    return actor.holds(Role.ADMINISTRATOR)


def may_administer_record(actor: Actor, record: object) -> bool:
    return may_administer(actor)


def may_be(actor: Actor, person: Person) -> bool:
    return actor.is_house or actor.id == person.pk


def may_keep_tokens(actor: Actor) -> bool:
    """A token that is scoped makes no other: it would make a wider one."""
    return actor.id is not None and actor.permits is None


def may_revoke_token(actor: Actor, token: ApiToken) -> bool:
    return may_administer(actor) or (actor.id is not None and token.person_id == actor.id)


def may_keep_views(actor: Actor) -> bool:
    return actor.id is not None


def may_keep_view(actor: Actor, view: SavedView) -> bool:
    """A view is its person's own; nobody else has a use for it."""
    return actor.id is not None and view.person_id == actor.id


def views_visible_to(actor: Actor) -> Q:
    return Q(person_id=actor.id) if actor.id else NOTHING


def may_note_absence(actor: Actor) -> bool:
    """Anyone their own; of whom is checked by the action."""
    return actor.is_known


def may_keep_absence(actor: Actor, absence: Absence) -> bool:
    return may_see_own(actor, absence)


def may_audit(actor: Actor) -> bool:
    return actor.holds(Role.AUDITOR, Role.ADMINISTRATOR)


def people_visible_to(actor: Actor) -> Q:
    """Staff see everyone; those served see their own organisation."""
    if is_staff(actor):
        return EVERYTHING
    return Q(organisation_id=actor.organisation_id) if actor.organisation_id else NOTHING


def may_see_person(actor: Actor, person: Person) -> bool:
    return is_staff(actor) or (actor.organisation_id is not None and person.organisation_id == actor.organisation_id)


def organisations_visible_to(actor: Actor) -> Q:
    if is_staff(actor):
        return EVERYTHING
    return Q(pk=actor.organisation_id) if actor.organisation_id else NOTHING


def may_see_organisation(actor: Actor, organisation: Organisation) -> bool:
    return is_staff(actor) or (actor.organisation_id is not None and organisation.pk == actor.organisation_id)


def house_facts_visible_to(actor: Actor) -> Q:
    """Teams, skills and calendars are no secret among staff."""
    return EVERYTHING if is_staff(actor) else NOTHING


def may_see_house_fact(actor: Actor, record: object) -> bool:
    return is_staff(actor)


def own_and_administered(actor: Actor) -> Q:
    """What belongs to a person is seen by that person and by administrators."""
    if may_administer(actor):
        return EVERYTHING
    return Q(person_id=actor.id) if actor.id else NOTHING


def may_see_own(actor: Actor, record: Absence | RoleGrant | ApiToken) -> bool:
    return may_administer(actor) or (actor.id is not None and record.person_id == actor.id)


def grants_visible_to(actor: Actor) -> Q:
    """Who may do what is open to those who audit."""
    return EVERYTHING if may_audit(actor) else own_and_administered(actor)


def may_see_grant(actor: Actor, grant: RoleGrant) -> bool:
    return may_audit(actor) or may_see_own(actor, grant)


def may_see_rates(actor: Actor) -> bool:
    return actor.holds(Role.ADMINISTRATOR, Role.FINANCE_PARTNER, Role.PORTFOLIO_MANAGER)


def absences_visible_to(actor: Actor) -> Q:
    """Those who plan must know who is away; the kind is left to the page to hide."""
    return EVERYTHING if actor.holds_anywhere(Role.PROJECT_MANAGER) else own_and_administered(actor)


def may_see_absence(actor: Actor, absence: Absence) -> bool:
    return actor.holds_anywhere(Role.PROJECT_MANAGER) or may_see_own(actor, absence)


register(Sight(Person, people_visible_to, may_see_person, ("PER",)))
register(Sight(Organisation, organisations_visible_to, may_see_organisation, ("ORG",)))
register(Sight(Team, house_facts_visible_to, may_see_house_fact, ("TEAM",)))
register(Sight(Skill, house_facts_visible_to, may_see_house_fact, ("SKL",)))
register(Sight(WorkCalendar, house_facts_visible_to, may_see_house_fact, ("CAL",)))
register(Sight(RoleGrant, grants_visible_to, may_see_grant, ("GRT",)))
register(Sight(ApiToken, own_and_administered, may_see_own, ("TOK",)))
register(Sight(SavedView, views_visible_to, may_keep_view, ("VIEW",)))
register(Sight(Absence, absences_visible_to, may_see_absence, ("ABS",)))
register(
    Sight(
        Rate,
        lambda actor: EVERYTHING if may_see_rates(actor) else NOTHING,
        lambda actor, rate: may_see_rates(actor),
        ("RATE",),
    )
)
