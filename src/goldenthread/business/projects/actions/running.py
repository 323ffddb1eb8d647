"""Running a project: its phases, its people, its decisions."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.people.actions import grant_role
from goldenthread.business.people.models import Person, Role, RoleGrant, Scope
from goldenthread.business.projects.actions.plan.tasks import must_be_open
from goldenthread.business.projects.events import DecisionRecorded, MemberAdded, MemberRemoved, PhaseStarted
from goldenthread.business.projects.models import Assignment, Phase, Project
from goldenthread.business.projects.policies import may_plan
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record


@action(on=Project, may=may_plan)
def advance_phase(acting: Acting, project: Project) -> Phase:
    """End the phase under way and start the next. Refused in the last one: that ends when the project is closed."""
    must_be_open(project)
    phases = list(project.phases.order_by("place"))
    now = next((phase for phase in phases if phase.started_at and not phase.finished_at), None)
    following = next((phase for phase in phases if phase.started_at is None), None)
    if following is None:
        raise Refused(_("This is the last phase. It ends when the project is closed."))
    if now is not None:
        now.finished_at = acting.at
        now.save(update_fields=["finished_at"])
    following.started_at = acting.at
    following.save(update_fields=["started_at"])
    project.save(update_fields=["state"])
    record(
        PhaseStarted(subject=project.key, phase=following.kind, before=now.kind if now else ""),
        version=project.version,
    )
    return following


@action(on=Project, may=may_plan)
def add_member(acting: Acting, project: Project, *, person: str) -> None:
    """Bring a person onto the project; they see it and report from now on."""
    must_be_open(project)
    found = Person.objects.filter(key=person, is_active=True).first()
    if found is None:
        raise Invalid(fields={"person": _("Choose a person from the list.")})
    if project.members.filter(pk=found.pk).exists():
        raise Invalid(fields={"person": _("%(name)s is already on the project.") % {"name": found.name}})
    project.members.add(found)
    grant_role(acting.as_house(), person_id=found.pk, role=Role.TEAM_MEMBER, scope=Scope.PROJECT, scope_id=project.pk)
    project.save(update_fields=["state"])
    record(MemberAdded(subject=project.key, person=found.pk), version=project.version)


@action(on=Project, may=may_plan)
def remove_member(acting: Acting, project: Project, *, person: str) -> None:
    """Take a person off the project. Refused for its manager, and while tasks that are not done are theirs."""
    found = project.members.filter(key=person).first()
    if found is None:
        raise Invalid(fields={"person": _("This person is not on the project.")})
    if found.pk == project.manager_id:
        raise Refused(_("%(name)s leads this project.") % {"name": found.name})
    held = Assignment.objects.filter(task__project=project, person=found, task__percent__lt=100)
    key = held.values_list("task__work__key", flat=True).first()
    if key is not None:
        raise Refused(
            _("%(name)s still works on %(key)s. Give it to someone else first.") % {"name": found.name, "key": key}
        )
    project.members.remove(found)
    RoleGrant.objects.filter(person=found, scope=Scope.PROJECT, scope_id=project.pk, role=Role.TEAM_MEMBER).delete()
    project.save(update_fields=["state"])
    record(MemberRemoved(subject=project.key, person=found.pk), version=project.version)


@action(on=Project, may=may_plan)
def record_decision(acting: Acting, project: Project, *, title: str, reason: str) -> None:
    """Keep what was decided and why, for ever."""
    wrong: dict[str, object] = {}
    if not 1 <= len(title.strip()) <= 200:
        wrong["title"] = _("Say in one line what was decided.")
    if not reason.strip():
        wrong["reason"] = _("Say why; in a year nobody will remember.")
    if wrong:
        raise Invalid(fields=wrong)
    record(DecisionRecorded(subject=project.key, title=title.strip(), reason=reason.strip()[:2000]))
