"""Projects, where they stand, and what is done to one as a whole."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Schema

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed, listed
from goldenthread.api.projects.schemas import (
    TAGS,
    PhaseOut,
    ProjectOut,
    ProjectsOut,
    StandingOut,
    project_out,
    standing_out,
)
from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import (
    add_member,
    advance_phase,
    baseline_project,
    close_project,
    record_decision,
    remove_member,
    stop_project,
)
from goldenthread.business.projects.queries.frozen_tasks import frozen_tasks
from goldenthread.business.work import queries as work
from goldenthread.business.work.policies import may_see_money
from goldenthread.foundation.listing import Page

KEY = "/projects/{key}"


class FiltersIn(Schema):
    state: Literal["", "open", "closed", "stopped"] = ""
    manager: str = ""
    light: Literal["", "good", "risk", "bad"] = ""
    q: str = ""


class PersonIn(Body):
    person: str


class BaselineIn(Body):
    reason: str
    name: str = ""


class ReasonIn(Body):
    reason: str


class DecisionIn(Body):
    title: str
    reason: str


class MemberOut(Schema):
    person: str
    name: str
    is_manager: bool
    open_tasks: int
    minutes: int


class ProjectTeamOut(Listed):
    items: list[MemberOut]


class PointOut(Schema):
    on: date
    pv: Decimal | None
    ev: Decimal | None
    ac: Decimal | None


class CurveOut(Listed):
    items: list[PointOut]


class BaselineOut(Schema):
    number: int
    name: str
    reason: str
    frozen_at: datetime
    finish_at: datetime
    budget: Decimal | None
    tasks: dict[str, dict[str, Any]]


class BaselinesOut(Listed):
    items: list[BaselineOut]


class HappenedOut(Schema):
    what: str
    key: str
    title: str
    by: str
    at: datetime
    data: dict[str, Any]


class HistoryOut(Listed):
    items: list[HappenedOut]


class ProjectEntryOut(Schema):
    on: date
    kind: str
    nature: str
    amount: Decimal
    currency: str
    source: str
    memo: str


class ProjectEntriesOut(Listed):
    items: list[ProjectEntryOut]


@api.get("/projects", response=ProjectsOut, tags=TAGS)
def list_projects(request: ApiRequest, asked: Query[FiltersIn], cursor: str | None = None, fields: str = "") -> Any:
    """Projects by name. By light, a page may be short or empty; go on while `next` is there."""
    filters = queries.ProjectFilters(**asked.dict())
    page = queries.projects(request.auth, filters, timezone.now(), cursor)
    return listed(page, lambda row: project_out(row.project, row.standing, row.phase), fields)


@api.get(KEY, response=ProjectOut, tags=TAGS)
def read_project(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    return _answer(request, key, response)


@api.get(f"{KEY}/standing", response=StandingOut, tags=TAGS)
def read_standing(request: ApiRequest, key: str, at: datetime | None = None) -> Any:
    """Money, progress, dates and lights, now or at a past instant."""
    project = queries.project(request.auth, key)
    return standing_out(request.auth, queries.standing(project.pk, at or timezone.now()))


@api.get(f"{KEY}/curve", response=CurveOut, tags=TAGS)
def read_curve(request: ApiRequest, key: str, fields: str = "") -> Any:
    """Planned, earned and spent at the end of each month; null where it lies ahead, or is not yours to see."""
    project = queries.project(request.auth, key)
    sees = may_see_money(request.auth)
    points = queries.curve(project.pk, timezone.now()).points if sees else ()

    def out(point: queries.CurvePoint) -> dict[str, Any]:
        return {"on": point.on, "pv": point.pv, "ev": point.ev, "ac": point.ac}

    return listed(Page(list(points)), out, fields)


@api.get(f"{KEY}/phases", response=list[PhaseOut], tags=TAGS)
def list_phases(request: ApiRequest, key: str) -> Any:
    phases = queries.phases(queries.project(request.auth, key))
    return [{name: getattr(one, name) for name in ("kind", "started_at", "finished_at")} for one in phases]


@api.post(f"{KEY}/advance-phase", response=ProjectOut, tags=TAGS, operation_id="advance_phase")
@idempotent
def advance(request: ApiRequest, key: str) -> Any:
    """End the phase under way and begin the next."""
    advance_phase(acting(request), key)
    return 200, _answer(request, key)


@api.post(f"{KEY}/close", response=ProjectOut, tags=TAGS, operation_id="close_project")
@idempotent
def close(request: ApiRequest, key: str) -> Any:
    """Close it: all is accepted and handed over."""
    close_project(acting(request), key)
    return 200, _answer(request, key)


@api.post(f"{KEY}/stop", response=ProjectOut, tags=TAGS, operation_id="stop_project")
@idempotent
def stop(request: ApiRequest, key: str, body: ReasonIn) -> Any:
    """End it before it delivered."""
    stop_project(acting(request), key, reason=body.reason)
    return 200, _answer(request, key)


@api.get(f"{KEY}/members", response=ProjectTeamOut, tags=TAGS)
def list_members(request: ApiRequest, key: str, fields: str = "") -> Any:
    members = queries.team(request.auth, queries.project(request.auth, key))

    def out(one: queries.Member) -> dict[str, Any]:
        known = {"is_manager": one.is_manager, "open_tasks": one.open_tasks, "minutes": one.minutes}
        return {"person": one.person.key, "name": one.person.name, **known}

    return listed(Page(members), out, fields)


@api.post(f"{KEY}/add-member", response=ProjectOut, tags=TAGS, operation_id="add_member")
@idempotent
def add(request: ApiRequest, key: str, body: PersonIn) -> Any:
    add_member(acting(request), key, person=body.person)
    return 200, _answer(request, key)


@api.post(f"{KEY}/remove-member", response=ProjectOut, tags=TAGS, operation_id="remove_member")
@idempotent
def remove(request: ApiRequest, key: str, body: PersonIn) -> Any:
    remove_member(acting(request), key, person=body.person)
    return 200, _answer(request, key)


@api.get(f"{KEY}/baselines", response=BaselinesOut, tags=TAGS)
def list_baselines(request: ApiRequest, key: str, fields: str = "") -> Any:
    """Every frozen plan, newest first."""
    found = queries.baselines(queries.project(request.auth, key))
    return listed(Page(found), lambda one: _baseline(request, one), fields)


@api.post(f"{KEY}/baseline", response={201: BaselineOut}, tags=TAGS, operation_id="baseline_project")
@idempotent
def baseline(request: ApiRequest, key: str, body: BaselineIn) -> Any:
    """Freeze the plan as it stands."""
    return 201, _baseline(request, baseline_project(acting(request), key, **body.dict()))


@api.get(f"{KEY}/history", response=HistoryOut, tags=TAGS)
def list_history(
    request: ApiRequest, key: str, only: Literal["", "decisions"] = "", cursor: str | None = None, fields: str = ""
) -> Any:
    """What happened to the project and to all that belongs to it, newest first."""
    project = queries.project(request.auth, key)
    page = queries.happenings(request.auth, project, cursor, decisions=only == "decisions")

    def out(one: queries.Happened) -> dict[str, Any]:
        data = {name: value for name, value in one.data.items() if name != "cause_title"}
        return {"what": one.name, "key": one.subject, "title": one.title, "by": one.by, "at": one.at, "data": data}

    return listed(page, out, fields)


@api.post(f"{KEY}/record-decision", response=ProjectOut, tags=TAGS, operation_id="record_decision")
@idempotent
def decide(request: ApiRequest, key: str, body: DecisionIn) -> Any:
    """Keep what was decided and why."""
    record_decision(acting(request), key, **body.dict())
    return 200, _answer(request, key)


@api.get(f"{KEY}/entries", response=ProjectEntriesOut, tags=TAGS)
def list_entries(request: ApiRequest, key: str, cursor: str | None = None, fields: str = "") -> Any:
    """What was spent, entry by entry, newest first; not there for those who do not see money."""
    project = queries.project(request.auth, key)
    page = work.entries(request.auth, project.account.key, cursor)
    known = ("on", "kind", "nature", "amount", "currency", "source", "memo")
    return listed(page, lambda entry: {name: getattr(entry, name) for name in known}, fields)


def _answer(request: ApiRequest, key: str, response: HttpResponse | None = None) -> dict[str, Any]:
    project = queries.project(request.auth, key)
    if response is not None:
        response["ETag"] = f'"{project.version}"'
    phase = next((one.kind for one in reversed(queries.phases(project)) if one.started_at), "")
    return project_out(project, queries.standing(project.pk, timezone.now()), phase)


def _baseline(request: ApiRequest, one: Any) -> dict[str, Any]:
    sees = may_see_money(request.auth)
    hidden = set() if sees else {"budget"}
    known = ("number", "name", "reason", "frozen_at", "finish_at")
    tasks = {
        key: {name: value for name, value in task.items() if name not in hidden}
        for key, task in frozen_tasks(request.auth, one).items()
    }
    return {name: getattr(one, name) for name in known} | {"budget": one.budget if sees else None, "tasks": tasks}
