"""Who sees a work: the one sight that tickets and tasks delegate to."""

from __future__ import annotations

from typing import cast

from django.db.models import Q

from goldenthread.business.people.models import Role
from goldenthread.business.people.policies import EVERYTHING, NOTHING, may_audit
from goldenthread.business.work.models import Account, Approval, ExchangeRate, TimeEntry, Work
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import Sight, register

DESK = "desk"
DESK_ROLES = (Role.DESK_AGENT, Role.PROBLEM_MANAGER, Role.CHANGE_MANAGER, Role.OPERATOR)
PROJECT_ROLES = (Role.PROJECT_MANAGER, Role.TEAM_MEMBER)
STEERING_ROLES = (Role.PORTFOLIO_MANAGER, Role.FINANCE_PARTNER, Role.PROJECT_MANAGER)
MONEY_ROLES = (Role.PORTFOLIO_MANAGER, Role.FINANCE_PARTNER, Role.SPONSOR, Role.PROJECT_MANAGER, Role.SERVICE_OWNER)


def space_of(project_id: int) -> str:
    """The space that a project's works belong to."""
    return f"project:{project_id}"


def works_visible_to(actor: Actor) -> Q:
    """Own, shared, one's team's, one's desk's and one's projects' works; a private one only to those on it."""
    if not actor.is_known or actor.id is None:
        return EVERYTHING if actor.is_house else NOTHING
    return _involved(actor) | (Q(is_private=False) & (_shared(actor) | _on_desk(actor) | _in_projects(actor)))


def may_see_work(actor: Actor, work: Work) -> bool:
    if not actor.is_known or actor.id is None:
        return actor.is_house
    if actor.id in (work.requester_id, work.assignee_id) or work.team_id in actor.team_ids:
        return True
    if work.is_private:
        return False
    is_shared = work.is_shared and actor.organisation_id is not None and work.organisation_id == actor.organisation_id
    return is_shared or is_on_desk(actor, work) or is_in_project(actor, work)


def is_on_desk(actor: Actor, work: Work) -> bool:
    """True where the actor's desk roles reach this work."""
    return work.space == DESK and (
        actor.holds(*DESK_ROLES)
        or work.team_id in actor.scopes("team", *DESK_ROLES)
        or work.organisation_id in actor.scopes("organisation", *DESK_ROLES)
    )


def is_in_project(actor: Actor, work: Work) -> bool:
    return work.space != DESK and (
        actor.holds(*STEERING_ROLES)
        or work.space in {space_of(number) for number in actor.scopes("project", *PROJECT_ROLES)}
    )


def may_work_on(actor: Actor, work: Work) -> bool:
    """Those who carry it: its assignee, its team, the desk it lies on, the project's people."""
    is_carrier = actor.id is not None and (work.assignee_id == actor.id or work.team_id in actor.team_ids)
    return (
        actor.is_house
        or is_carrier
        or (not work.is_private and (is_on_desk(actor, work) or is_in_project(actor, work)))
    )


def may_see_money(actor: Actor) -> bool:
    return actor.holds_anywhere(*MONEY_ROLES)


def may_see_exchange(actor: Actor) -> bool:
    """Those who see money converted see what it was converted with, and those who keep or audit the registers."""
    return may_see_money(actor) or may_audit(actor)


def _involved(actor: Actor) -> Q:
    return Q(requester_id=actor.id) | Q(assignee_id=actor.id) | Q(team_id__in=actor.team_ids)


def _shared(actor: Actor) -> Q:
    return Q(is_shared=True, organisation_id=actor.organisation_id) if actor.organisation_id else NOTHING


def _on_desk(actor: Actor) -> Q:
    if actor.holds(*DESK_ROLES):
        return Q(space=DESK)
    teams = actor.scopes("team", *DESK_ROLES)
    organisations = actor.scopes("organisation", *DESK_ROLES)
    return Q(space=DESK) & (Q(team_id__in=teams) | Q(organisation_id__in=organisations))


def _in_projects(actor: Actor) -> Q:
    if actor.holds(*STEERING_ROLES):
        return ~Q(space=DESK)
    return Q(space__in=[space_of(number) for number in actor.scopes("project", *PROJECT_ROLES)])


def _within_work(condition: Q, path: str = "work__") -> Q:
    """The same condition, asked of a record that has a work."""
    moved = Q(_connector=condition.connector, _negated=condition.negated)
    for child in condition.children:
        if isinstance(child, Q):
            moved.children.append(_within_work(child, path))
        else:
            name, value = cast("tuple[str, object]", child)
            moved.children.append((f"{path}{name}", value))
    return moved


def visible_through_work(actor: Actor) -> Q:
    """What a ticket's or a task's policy delegates to."""
    return _within_work(works_visible_to(actor))


def time_visible_to(actor: Actor) -> Q:
    if actor.holds(*STEERING_ROLES):
        return EVERYTHING
    return Q(person_id=actor.id) if actor.id else NOTHING


def may_see_time(actor: Actor, entry: TimeEntry) -> bool:
    return actor.holds(*STEERING_ROLES) or (actor.id is not None and entry.person_id == actor.id)


def may_decide(actor: Actor, approval: Approval) -> bool:
    """Only the person asked; never for what they ask for or carry out themselves."""
    own = (approval.work.requester_id, approval.work.assignee_id)
    return actor.id is not None and actor.id == approval.approver_id and actor.id not in own


def may_correct_time(actor: Actor, entry: TimeEntry) -> bool:
    """Only whose time it is."""
    return actor.is_house or (actor.id is not None and entry.person_id == actor.id)


register(Sight(Work, works_visible_to, may_see_work, (), may_work_on))
register(Sight(TimeEntry, time_visible_to, may_see_time, ("TIM",)))
register(
    Sight(
        Account,
        lambda actor: EVERYTHING if may_see_money(actor) else NOTHING,
        lambda actor, account: may_see_money(actor),
        ("ACC",),
    )
)
register(
    Sight(
        ExchangeRate,
        lambda actor: EVERYTHING if may_see_exchange(actor) else NOTHING,
        lambda actor, rate: may_see_exchange(actor),
        ("FX",),
    )
)
register(
    Sight(
        Approval,
        lambda actor: Q(approver_id=actor.id) | visible_through_work(actor),
        lambda actor, approval: approval.approver_id == actor.id or may_see_work(actor, approval.work),
        ("APR",),
    )
)
