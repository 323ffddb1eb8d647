"""When nothing may go live: the freezes that hold for tasks that go live with a change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from goldenthread.business.projects.models import Project
from goldenthread.business.services.models import FreezeWindow
from goldenthread.business.work.models import Link


@dataclass(frozen=True, slots=True)
class Window:
    """A span in which nothing may go live."""

    begin: datetime
    end: datetime
    name: str


def windows_of(projects: list[Project], tasks: Mapping[int, str], since: datetime) -> dict[str, tuple[Window, ...]]:
    """By key, the freezes of the house and of the project's services, for the tasks that are tied to a change."""
    mirrors = Link.objects.filter(Q(source__in=tasks) | Q(target__in=tasks), kind=Link.Kind.MIRRORS)
    live = {pk for pair in mirrors.values_list("source_id", "target_id") for pk in pair if pk in tasks}
    if not live:
        return {}
    found = FreezeWindow.objects.filter(ends_at__gt=since).order_by("starts_at")
    of_service: dict[int | None, list[Window]] = defaultdict(list)
    for one in found:
        of_service[one.service_id].append(Window(one.starts_at, one.ends_at, one.name))
    services = {project.pk: list(project.services.values_list("pk", flat=True)) for project in projects}
    by_task: dict[str, tuple[Window, ...]] = {}
    for pk, project in Project.objects.filter(tasks__in=live).values_list("tasks__pk", "pk"):
        if pk in live:
            own = [window for service in services.get(project, ()) for window in of_service[service]]
            by_task[tasks[pk]] = tuple(sorted({*of_service[None], *own}, key=lambda window: window.begin))
    return {key: windows for key, windows in by_task.items() if windows}
