"""A project as most tests here need it: led by Priya, Tomas on it, changing Ines's service."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tests.cast import HOUSE, Cast, acting

from goldenthread.business.projects.actions import (
    NewCharter,
    NewDeliverable,
    NewProject,
    NewTask,
    add_task,
    open_project,
)
from goldenthread.business.projects.models import Project, Task

DAY = 8 * 60


def new_project(cast: Cast, **changed: Any) -> NewProject:
    charter = NewCharter("Patients book on any phone.", date(2026, 6, 30), Decimal(100_000))
    new = NewProject(
        name="Booking on any phone",
        manager_id=cast.priya.pk,
        template="service",
        start_on=date(2026, 3, 2),
        calendar_id=cast.calendar.pk,
        charter=charter,
        deliverables=(NewDeliverable("Booking page", ("Works on a phone", "Reads well aloud"), date(2026, 5, 4)),),
        member_ids=(cast.tomas.pk,),
        service_ids=(cast.service.pk,),
    )
    return replace(new, **changed)


def a_project(cast: Cast, **changed: Any) -> Project:
    return open_project(HOUSE, new=new_project(cast, **changed))


def task(cast: Cast, project: Project, title: str, days: float = 0, budget: int = 0, **known: Any) -> Task:
    """A task of so many eight-hour days, planned by Priya."""
    new = NewTask(title, duration_minutes=int(days * DAY), budget=Decimal(budget), **known)
    return add_task(acting(cast.priya), project.key, new=new)
