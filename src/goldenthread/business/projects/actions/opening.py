"""Opening a project: its phases, charter, account, people, deliverables and services, in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Model
from django.utils.translation import gettext as _

from goldenthread.business.people.actions import grant_role
from goldenthread.business.people.models import Person, Role, Scope, Team, WorkCalendar
from goldenthread.business.projects.events import ProjectOpened
from goldenthread.business.projects.models import TEMPLATES, Charter, Deliverable, Phase, Project
from goldenthread.business.projects.policies import may_open_project
from goldenthread.business.services.models import Service
from goldenthread.business.work.actions import open_account
from goldenthread.business.work.models import Account, Nature
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key, next_keys


@dataclass(frozen=True)
class NewCharter:
    """What is authorised: scope, deadline and budget, and how far each may be missed before the sponsor is asked."""

    scope: str
    deadline: date
    budget: Decimal
    currency: str = "EUR"
    time_tolerance_days: int = 10
    cost_tolerance_percent: Decimal = Decimal(10)


@dataclass(frozen=True)
class NewDeliverable:
    """A result, and what must be true of it to be accepted."""

    name: str
    criteria: tuple[str, ...]
    due_on: date | None = None


@dataclass(frozen=True)
class NewProject:
    """What a project starts from; people, team, services, calendar and account by id, the template by name."""

    name: str
    manager_id: int
    template: str
    start_on: date
    calendar_id: int
    charter: NewCharter
    deliverables: tuple[NewDeliverable, ...] = ()
    team_id: int | None = None
    member_ids: Collection[int] = ()
    service_ids: Collection[int] = ()
    parent_account_id: int | None = None
    sponsor_id: int | None = None


@action(may=may_open_project)
def open_project(acting: Acting, *, new: NewProject) -> Project:
    """Open a project with the phases of its template, the first one started. Called when an investment is chartered."""
    _check(new)
    parent = Account.objects.filter(pk=new.parent_account_id).first() if new.parent_account_id else None
    project = Project.objects.create(
        key=next_key("PRJ"),
        name=new.name.strip(),
        manager_id=new.manager_id,
        team_id=new.team_id,
        account=open_account(new.name.strip(), new.charter.currency, parent=parent, nature=Nature.CAPEX),
        calendar_id=new.calendar_id,
        start_on=new.start_on,
        opened_at=acting.at,
    )
    _found(acting, project, new)
    record(
        ProjectOpened(
            subject=project.key,
            name=project.name,
            manager=new.manager_id,
            template=new.template,
            budget=str(new.charter.budget),
            currency=new.charter.currency,
            deadline=new.charter.deadline.isoformat(),
        ),
        version=project.version,
    )
    return project


def _found(acting: Acting, project: Project, new: NewProject) -> None:
    Phase.objects.bulk_create(
        Phase(project=project, kind=kind, place=place, started_at=None if place else acting.at)
        for place, kind in enumerate(TEMPLATES[new.template])
    )
    Charter.objects.create(project=project, signed_at=acting.at, **vars(new.charter))
    Deliverable.objects.bulk_create(
        Deliverable(
            key=key,
            project=project,
            name=wanted.name.strip(),
            criteria=[{"text": text.strip(), "is_met": None, "evidence": ""} for text in wanted.criteria],
            due_on=wanted.due_on,
        )
        for key, wanted in zip(next_keys("DLV", len(new.deliverables)), new.deliverables, strict=True)
    )
    members = dict.fromkeys(new.member_ids)
    members.pop(new.manager_id, None)
    project.members.set([new.manager_id, *members])
    project.services.set(new.service_ids)
    roles = [(new.manager_id, Role.PROJECT_MANAGER)] + [(number, Role.TEAM_MEMBER) for number in members]
    roles += [(new.sponsor_id, Role.SPONSOR)] if new.sponsor_id else []
    for person_id, role in roles:
        grant_role(acting.as_house(), person_id=person_id, role=role, scope=Scope.PROJECT, scope_id=project.pk)


def _check(new: NewProject) -> None:
    charter, here = new.charter, {"is_active": True}
    wrong = {
        "name": (not 1 <= len(new.name.strip()) <= 200, _("Name the project in at most 200 characters.")),
        "template": (new.template not in TEMPLATES, _("Choose a template from the list.")),
        "deadline": (charter.deadline <= new.start_on, _("The deadline must lie after the start.")),
        "budget": (charter.budget < 0, _("A budget cannot be negative.")),
        "calendar": (_lacks(WorkCalendar, {new.calendar_id}), _("Choose a calendar from the list.")),
        "team": (_lacks(Team, {new.team_id} - {None}), _("Choose a team from the list.")),
        "manager": (_lacks(Person, {new.manager_id}, **here), _("Choose a manager from the list.")),
        "members": (_lacks(Person, set(new.member_ids), **here), _("Choose members from the list.")),
        "services": (_lacks(Service, set(new.service_ids)), _("Choose services from the list.")),
        "deliverables": (
            not all(wanted.name.strip() and _said(wanted.criteria) for wanted in new.deliverables),
            _("Each deliverable needs a name and at least one criterion for its acceptance."),
        ),
    }
    fields = {name: sentence for name, (is_wrong, sentence) in wrong.items() if is_wrong}
    if fields:
        raise Invalid(fields=fields)


def _lacks(model: type[Model], ids: Collection[int | None], **also: bool) -> bool:
    """True where one of these ids is not there."""
    return bool(ids) and model._default_manager.filter(pk__in=ids, **also).count() < len(ids)  # noqa: SLF001


def _said(criteria: tuple[str, ...]) -> bool:
    return bool(criteria) and all(text.strip() for text in criteria)
