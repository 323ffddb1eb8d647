"""Who sees a project and what belongs to it, and who may do what in one."""

from __future__ import annotations

from django.db.models import Q

from goldenthread.business.people.models import Role
from goldenthread.business.people.policies import EVERYTHING, NOTHING
from goldenthread.business.projects.models import Deliverable, Handover, Levelling, Project, Risk, Task
from goldenthread.business.services.models import Service
from goldenthread.business.work.policies import may_see_work, visible_through_work
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.models import Run
from goldenthread.foundation.policies import Sight, register

STEERING = (Role.PORTFOLIO_MANAGER, Role.FINANCE_PARTNER, Role.SPONSOR, Role.PROJECT_MANAGER)
LEVELLING = (Role.PORTFOLIO_MANAGER, Role.PROJECT_MANAGER)
LEVEL_PROJECTS = "level_projects"
"""The kind of a run that levels."""
ON_PROJECT = (Role.PROJECT_MANAGER, Role.TEAM_MEMBER, Role.SPONSOR)
CONSTRAINTS = ("ASAP", "ALAP", "SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO")
TO_ACCEPT = (Deliverable.State.SUBMITTED, Deliverable.State.ACCEPTED, Deliverable.State.SENT_BACK)


def projects_visible_to(actor: Actor) -> Q:
    """All for those who steer; else those one leads, is on, whose team carries them or whose service they change."""
    if actor.holds(*STEERING):
        return EVERYTHING
    if actor.id is None:
        return NOTHING
    services = Service.objects.filter(Q(owner_id=actor.id) | Q(pk__in=actor.scopes("service", Role.SERVICE_OWNER)))
    return (
        Q(manager_id=actor.id)
        | Q(pk__in=actor.scopes("project", *ON_PROJECT))
        | Q(team_id__in=actor.team_ids)
        | Q(pk__in=Project.objects.filter(services__in=services).values("pk"))
    )


def may_see_project(actor: Actor, project: Project) -> bool:
    if actor.holds(*STEERING):
        return True
    if actor.id is None:
        return False
    if project.manager_id == actor.id or project.pk in actor.scopes("project", *ON_PROJECT):
        return True
    if project.team_id in actor.team_ids:
        return True
    owned = actor.scopes("service", Role.SERVICE_OWNER)
    return project.services.filter(Q(owner_id=actor.id) | Q(pk__in=owned)).exists()


def may_open_project(actor: Actor) -> bool:
    """A project opens when its investment is chartered."""
    return actor.holds(Role.PORTFOLIO_MANAGER)


def may_plan(actor: Actor, project: Project) -> bool:
    """Its manager, and project managers at large."""
    return actor.holds(Role.PROJECT_MANAGER, on=("project", project.pk)) or (
        actor.id is not None and project.manager_id == actor.id
    )


def may_simulate(actor: Actor, project: Project) -> bool:
    """Those who plan it, and those who answer for its money."""
    return may_plan(actor, project) or actor.holds(*STEERING)


def weighs_projects(actor: Actor) -> bool:
    """Those who weigh projects against each other."""
    return actor.holds_anywhere(*LEVELLING)


def may_level_some(actor: Actor) -> bool:
    """Those who weigh projects against each other, and whoever leads one."""
    return weighs_projects(actor) or Project.objects.filter(manager_id=actor.id or 0).exists()


def levellable_by(actor: Actor) -> Q:
    """The projects that the actor may level: all for those who weigh them against each other, else those they plan."""
    if actor.holds(*LEVELLING):
        return EVERYTHING
    if actor.id is None:
        return NOTHING
    return Q(manager_id=actor.id) | Q(pk__in=actor.scopes("project", *LEVELLING))


def may_level(actor: Actor, project: Project) -> bool:
    """Those who plan it, and those who weigh projects against each other."""
    return may_plan(actor, project) or actor.holds(*LEVELLING, on=("project", project.pk))


def levellings_visible_to(actor: Actor) -> Q:
    """Those of whose plans the actor may level every one."""
    if actor.holds(*LEVELLING):
        return EVERYTHING
    mine = list(Project.objects.filter(levellable_by(actor)).values_list("key", flat=True))
    return Q(run__question__projects__contained_by=mine)


def may_see_levelling(actor: Actor, levelling: Levelling) -> bool:
    return may_level_all(actor, levelling.run)


def may_level_all(actor: Actor, run: Run) -> bool:
    """Whether a run of levelling is about projects that the actor may level, every one of them."""
    if actor.holds(*LEVELLING):
        return True
    wanted = set(run.question.get("projects", ()))
    found = Project.objects.filter(levellable_by(actor), key__in=wanted)
    return run.kind == LEVEL_PROJECTS and set(found.values_list("key", flat=True)) == wanted


def may_settle(actor: Actor, run: Run) -> bool:
    """Accepting a proposal is planning: whoever may level all that it is about."""
    return run.kind == LEVEL_PROJECTS and may_level_all(actor, run)


def is_on_project(actor: Actor, project: Project) -> bool:
    return may_plan(actor, project) or project.pk in actor.scopes("project", *ON_PROJECT)


def may_note_risk(actor: Actor, project: Project) -> bool:
    return is_on_project(actor, project)


def may_plan_task(actor: Actor, task: Task) -> bool:
    return may_plan(actor, task.project)


def may_report(actor: Actor, task: Task) -> bool:
    """Those who plan it, those on the project, and whoever it is assigned to."""
    if may_plan_task(actor, task) or task.project_id in actor.scopes("project", *ON_PROJECT):
        return True
    return actor.id is not None and task.work.assignee_id == actor.id


def tasks_visible_to(actor: Actor) -> Q:
    """Whoever sees the project sees its plan; a private task only those on it."""
    if actor.id is None:
        return NOTHING
    seen = Project.objects.filter(projects_visible_to(actor)).values("pk")
    return visible_through_work(actor) | Q(work__is_private=False, project__in=seen)


def may_see_task(actor: Actor, task: Task) -> bool:
    if actor.id is None:
        return actor.is_house
    return may_see_work(actor, task.work) or (not task.work.is_private and may_see_project(actor, task.project))


def is_customer_of(actor: Actor, project: Project) -> bool:
    """True where the project changes a service of the actor's organisation, and the actor speaks for it."""
    return _speaks_for(actor) is not None and project.services.filter(customers=_speaks_for(actor)).exists()


def _speaks_for(actor: Actor) -> int | None:
    """The organisation whose customer the actor is."""
    organisation = actor.organisation_id
    if organisation is None or actor.is_house:
        return None
    return organisation if actor.holds(Role.CUSTOMER, on=("organisation", organisation)) else None


def deliverables_visible_to(actor: Actor) -> Q:
    """Whoever sees the project; and customers of what it changes, from when it waits for their acceptance."""
    seen = Q(project__in=Project.objects.filter(projects_visible_to(actor)).values("pk"))
    organisation = _speaks_for(actor)
    if organisation is None:
        return seen
    theirs = Project.objects.filter(services__customers=organisation).values("pk")
    return seen | Q(state__in=TO_ACCEPT, project__in=theirs)


def may_see_deliverable(actor: Actor, deliverable: Deliverable) -> bool:
    if may_see_project(actor, deliverable.project):
        return True
    return deliverable.state in TO_ACCEPT and is_customer_of(actor, deliverable.project)


def may_submit(actor: Actor, deliverable: Deliverable) -> bool:
    return is_on_project(actor, deliverable.project)


def may_plan_deliverable(actor: Actor, deliverable: Deliverable) -> bool:
    return may_plan(actor, deliverable.project)


def may_accept(actor: Actor, deliverable: Deliverable) -> bool:
    """The sponsor, or the customer it is made for; never those who made it."""
    is_sponsor = actor.holds(Role.SPONSOR, on=("project", deliverable.project_id))
    return is_sponsor or is_customer_of(actor, deliverable.project)


def part_visible_to(actor: Actor) -> Q:
    """What belongs to a project and has no sight of its own."""
    return Q(project__in=Project.objects.filter(projects_visible_to(actor)).values("pk"))


def may_see_part(actor: Actor, part: Risk | Handover) -> bool:
    return may_see_project(actor, part.project)


def may_change_risk(actor: Actor, risk: Risk) -> bool:
    return is_on_project(actor, risk.project) or (actor.id is not None and risk.owner_id == actor.id)


def may_ready(actor: Actor, handover: Handover) -> bool:
    """The project's people and the owner of the service it hands over."""
    return is_on_project(actor, handover.project) or owns_service(actor, handover)


def may_pass(actor: Actor, handover: Handover) -> bool:
    """Only who will run it takes it over: the service's owner."""
    return owns_service(actor, handover)


def owns_service(actor: Actor, handover: Handover) -> bool:
    service = handover.service
    return actor.holds(Role.SERVICE_OWNER, on=("service", service.pk)) or (
        actor.id is not None and service.owner_id == actor.id
    )


def may_stop(actor: Actor, project: Project) -> bool:
    """What was chartered is stopped by those who charter."""
    return may_open_project(actor)


def may_close(actor: Actor, project: Project) -> bool:
    return may_plan(actor, project)


register(Sight(Project, projects_visible_to, may_see_project, ("PRJ",), is_on_project))
register(Sight(Task, tasks_visible_to, may_see_task, ("TSK",), may_report))
register(Sight(Deliverable, deliverables_visible_to, may_see_deliverable, ("DLV",), may_submit))
register(Sight(Risk, part_visible_to, may_see_part, ("RSK",), may_change_risk))
register(Sight(Levelling, levellings_visible_to, may_see_levelling, ("LVL",)))
register(Sight(Handover, part_visible_to, may_see_part, ("HND",), may_ready))
