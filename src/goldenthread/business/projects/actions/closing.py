"""The end of a project: closed when it delivered, stopped when it should not go on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.projects.actions.handover import must_be_accepted, named
from goldenthread.business.projects.actions.plan.tasks import must_be_open
from goldenthread.business.projects.events import ProjectClosed, ProjectStopped
from goldenthread.business.projects.models import Project
from goldenthread.business.projects.policies import may_close, may_stop
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record


@action(on=Project, may=may_close)
def close_project(acting: Acting, project: Project) -> Project:
    """Close a project: its deliverables are accepted and each of its services has passed its hand-over."""
    must_be_open(project)
    must_be_accepted(project)
    passed = project.handovers.filter(passed_at__isnull=False).values("service_id")
    waiting = [service.name for service in project.services.exclude(pk__in=passed).order_by("sort_name")]
    if waiting:
        raise Refused(_("Not handed over yet: %(services)s.") % {"services": named(waiting)})
    _end(acting, project, Project.State.CLOSED)
    record(ProjectClosed(subject=project.key), version=project.version)
    return project


@action(on=Project, may=may_stop)
def stop_project(acting: Acting, project: Project, *, reason: str) -> Project:
    """End a project before it delivered, because it should not go on."""
    must_be_open(project)
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why it does not go on.")})
    _end(acting, project, Project.State.STOPPED)
    record(ProjectStopped(subject=project.key, reason=reason.strip()[:2000]), version=project.version)
    return project


def _end(acting: Acting, project: Project, state: Project.State) -> None:
    """A phase that never began stays so: it was left out, not done."""
    project.phases.filter(started_at__isnull=False, finished_at=None).update(finished_at=acting.at)
    project.state, project.closed_at = state, acting.at
    project.save()
