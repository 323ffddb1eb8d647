"""The spans in which nothing of a project's services may go live."""

from __future__ import annotations

from django.db.models import Q

from goldenthread.business.projects.models import Project
from goldenthread.business.services.models import FreezeWindow
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import visible


def freezes(actor: Actor, project: Project) -> list[FreezeWindow]:
    """The freezes of this project's services, and those of the house, from its start on."""
    concerned = Q(service=None) | Q(service__in=project.services.all())
    return list(
        visible(FreezeWindow, actor).filter(concerned, ends_at__date__gte=project.start_on).order_by("starts_at")
    )
