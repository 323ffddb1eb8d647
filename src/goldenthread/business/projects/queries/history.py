"""What happened in a project and what was decided, from the facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.people.queries import names
from goldenthread.business.projects.models import Deliverable, Handover, Project, Risk, Task
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.models import Event
from goldenthread.foundation.policies import visible

ORDER = ("-at", "-id")
QUIET = ("TaskCommented",)


@dataclass(frozen=True)
class Happened:
    """A fact as a page tells it: what, to which key (with its title), by whom, when, and its values."""

    name: str
    subject: str
    title: str
    by: str
    at: datetime
    data: dict[str, Any]
    people: dict[int, str]


def happenings(
    actor: Actor, project: Project, cursor: str | None = None, size: int = 50, *, decisions: bool = False
) -> Page[Happened]:
    """What happened to the project and to what belongs to it, as far as the actor sees it; newest first."""
    mine = Q(subject=project.key)
    if not decisions:
        mine |= Q(subject__in=visible(Task, actor).filter(project=project).values("work__key"))
        mine |= Q(subject__in=visible(Deliverable, actor).filter(project=project).values("key"))
        mine |= Q(subject__in=visible(Risk, actor).filter(project=project).values("key"))
        mine |= Q(subject__in=visible(Handover, actor).filter(project=project).values("key"))
    found = Event.objects.filter(mine).exclude(name__in=QUIET)
    if decisions:
        found = found.filter(name="DecisionRecorded")
    page = page_of(found, ORDER, cursor, size)
    return Page(_told(page.rows, project), page.next, page.previous)


def happenings_of(key: str, size: int = 50) -> list[Happened]:
    """The history of one record that the caller was shown."""
    return _told(list(Event.objects.filter(subject=key).exclude(name__in=QUIET).order_by(*ORDER)[:size]), None)


def _told(events: list[Event], project: Project | None) -> list[Happened]:
    ids = {event.on_behalf_of or event.actor_id for event in events}
    ids |= {event.data.get("person") or event.data.get("manager") for event in events}
    people = names({number for number in ids if isinstance(number, int)})
    titles = _titles({event.subject for event in events} | {str(event.data.get("cause", "")) for event in events})
    if project is not None:
        titles[project.key] = project.name
    return [
        Happened(
            event.name,
            event.subject,
            titles.get(event.subject, ""),
            people.get(event.on_behalf_of or event.actor_id or 0, ""),
            event.at,
            {**event.data, "cause_title": titles.get(str(event.data.get("cause", "")), "")},
            people,
        )
        for event in events
    ]


def _titles(keys: set[str]) -> dict[str, str]:
    tasks = Task.objects.filter(work__key__in=[key for key in keys if key.startswith("TSK-")])
    found = dict(tasks.values_list("work__key", "work__title"))
    for model, name in ((Deliverable, "name"), (Risk, "title"), (Handover, "service__name"), (WorkCalendar, "name")):
        own = [key for key in keys if key.startswith(f"{model.prefix}-")]
        if own:
            found |= dict(model._default_manager.filter(key__in=own).values_list("key", name))  # noqa: SLF001
    return found
