"""Deliverables and risks of a project."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from goldenthread.business.people.policies import is_staff
from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import (
    NewDeliverable,
    NewRisk,
    Verdict,
    accept_deliverable,
    add_deliverable,
    change_risk,
    note_risk,
    send_back_deliverable,
    submit_deliverable,
)
from goldenthread.business.projects.policies import may_accept, may_change_risk, may_see_project, may_submit
from goldenthread.foundation.errors import NotAllowed
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, wants_csv
from goldenthread.web.pages import page, submit
from goldenthread.web.projects.forms import (
    ChangeRiskForm,
    DeliverableForm,
    EvidenceForm,
    JudgeForm,
    Options,
    RiskForm,
)
from goldenthread.web.projects.frame import form_frame, frame
from goldenthread.web.projects.words import result_kind, tell, word_of
from goldenthread.web.thread import thread_of


@signed_in
def deliverables(request: PageRequest, key: str) -> HttpResponse:
    project = queries.project(request.actor, key)
    rows = queries.deliverables(request.actor, project)
    if wants_csv(request.GET):
        head = ["key", "name", "state", "due_on", "criteria", "met", "decided_by", "decided_at"]
        return csv_answer(f"{key}-deliverables", head, (_result_cells(row) for row in rows))
    today = request.fmt.local(request.acting.at).date()
    context = frame(request, project, "project-deliverables") | {
        "rows": [
            {
                "it": row,
                "kind": result_kind(row.state),
                "word": word_of(queries.DELIVERABLE_STATES, row.state),
                "is_late": row.state != "accepted" and row.due_on is not None and row.due_on < today,
                "met": sum(1 for criterion in row.criteria if criterion["is_met"]),
            }
            for row in rows
        ],
        "csv": url("project-deliverables", {"format": "csv"}, key=key),
    }
    return page(request, "projects/deliverables.html", context)


@signed_in
def new_deliverable(request: PageRequest, key: str) -> HttpResponse:
    queries.project(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        criteria = tuple(line.strip() for line in data["criteria"].splitlines() if line.strip())
        add_deliverable(request.acting, key, new=NewDeliverable(data["name"], criteria, data["due_on"]))
        return url("project-deliverables", key=key)

    context = form_frame(request, key, _("Name a deliverable"), _("Name it"), url("project-deliverables", key=key))
    return submit(request, DeliverableForm, lambda form: context, act, template="projects/form.html")


@signed_in
def deliverable(request: PageRequest, key: str) -> HttpResponse:
    """One deliverable: handed in by those who made it, judged by the sponsor or the customer."""
    found = queries.deliverable(request.actor, key)
    actor = request.actor
    sees_project = may_see_project(actor, found.project)
    judges = found.state == "submitted" and may_accept(actor, found)
    offers = found.state in ("open", "sent_back") and may_submit(actor, found) and found.project.state == "open"

    def act(data: dict[str, Any]) -> str:
        count = len(found.criteria)
        if judges:
            _judge(request, key, data, count)
        elif offers:
            submit_deliverable(request.acting, key, evidence=[data[f"evidence_{number}"] for number in range(count)])
        else:
            raise NotAllowed
        return url("deliverable", key=key)

    context = {
        "it": found,
        "layout": "layouts/work.html" if is_staff(actor) else "layouts/visit.html",
        "thread": thread_of(request, found.project.key if sees_project else key),
        "state_kind": result_kind(found.state),
        "state_word": word_of(queries.DELIVERABLE_STATES, found.state),
        "sees_project": sees_project,
        "judges": judges,
        "offers": offers,
        "happened": [(one, tell(one, request.fmt)) for one in queries.happenings_of(key)],
    }
    form = JudgeForm if judges else EvidenceForm
    return submit(
        request, form, lambda form: context, act, template="projects/deliverable.html", criteria=found.criteria
    )


def _judge(request: PageRequest, key: str, data: dict[str, Any], count: int) -> None:
    given = [data[f"met_{number}"] for number in range(count)]
    verdicts = [Verdict(given[number] == "yes", data[f"evidence_{number}"]) for number in range(count)]
    if data["act"] == "back":
        send_back_deliverable(request.acting, key, reason=data["reason"], verdicts=verdicts if all(given) else ())
    else:
        accept_deliverable(request.acting, key, verdicts=verdicts if all(given) else ())


def _result_cells(row: Any) -> list[object]:
    met = sum(1 for criterion in row.criteria if criterion["is_met"])
    decided = row.decided_by.name if row.decided_by else ""
    return [row.key, row.name, row.state, row.due_on, len(row.criteria), met, decided, row.decided_at]


@signed_in
def risks(request: PageRequest, key: str) -> HttpResponse:
    """The register of risks."""
    project = queries.project(request.actor, key)
    state = request.GET.get("state", "")
    found = [risk for risk in queries.risks(request.actor, project) if not state or risk.state == state]
    if wants_csv(request.GET):
        head = ["key", "title", "probability", "days", "cost", "state", "owner", "response"]
        return csv_answer(f"{key}-risks", head, (_risk_cells(risk) for risk in found))
    offers = [(_("All"), ""), *((str(word), name) for name, word in queries.RISK_STATES)]
    context = frame(request, project, "project-risks") | {
        "risks": found,
        "state": state,
        "states": [(word, url("project-risks", {"state": name}, key=key)) for word, name in offers],
        "chosen": url("project-risks", {"state": state}, key=key),
        "word": lambda name: word_of(queries.RISK_STATES, name),
        "csv": url("project-risks", {"format": "csv", "state": state}, key=key),
    }
    return page(request, "projects/risks.html", context)


def _risk_cells(risk: Any) -> list[object]:
    owner = risk.owner.name if risk.owner else ""
    return [risk.key, risk.title, risk.probability, risk.days, risk.cost, risk.state, owner, risk.response]


@signed_in
def new_risk(request: PageRequest, key: str) -> HttpResponse:
    project = queries.project(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        note_risk(request.acting, key, new=_new_risk(data))
        return url("project-risks", key=key)

    context = form_frame(request, key, _("Note a risk"), _("Note it"), url("project-risks", key=key))
    options = _risk_options(request, project)
    return submit(request, RiskForm, lambda form: context, act, template="projects/form.html", options=options)


@signed_in
def risk(request: PageRequest, key: str) -> HttpResponse:
    """One risk, read by all on the project and changed by those who may."""
    found = queries.risk(request.actor, key)
    project = queries.project(request.actor, found.project.key)

    def act(data: dict[str, Any]) -> str:
        state = data.pop("state")
        change_risk(request.acting, key, new=_new_risk(data), state=state)
        return url("project-risks", key=project.key)

    known = ("title", "probability", "days", "cost", "response", "response_cost", "residual_probability", "state")
    initial = {name: getattr(found, name) for name in known} | {
        "owner": found.owner.key if found.owner else "",
        "task": found.task.key if found.task else "",
    }
    context = frame(request, project, "project-risks") | {
        "heading": found.title,
        "act": _("Save"),
        "back": url("project-risks", key=project.key),
        "said": "",
        "version": found.version,
        "may_change": may_change_risk(request.actor, found),
        "risk": found,
        "word": word_of(queries.RISK_STATES, found.state),
        "happened": [(one, tell(one, request.fmt)) for one in queries.happenings_of(key)],
    }
    return submit(
        request,
        ChangeRiskForm,
        lambda form: context,
        act,
        template="projects/risk.html",
        initial=initial,
        options=_risk_options(request, project),
    )


def _new_risk(data: dict[str, Any]) -> NewRisk:
    return NewRisk(**{**data, "response_cost": data["response_cost"] or 0})


def _risk_options(request: PageRequest, project: Any) -> Options:
    read = queries.plan(request.actor, project)
    return {
        "owner": [(one.person.key, one.person.name) for one in queries.team(request.actor, project)],
        "task": [(one.task.key, f"{one.wbs} {one.task.work.title}") for one in read.branches],
    }
