"""A project's people, money and history; its phases and its end."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from goldenthread.business.people import queries as people
from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import (
    add_member,
    advance_phase,
    close_project,
    record_decision,
    remove_member,
    stop_project,
)
from goldenthread.business.work import queries as work
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, every, wants_csv
from goldenthread.web.links import url_of
from goldenthread.web.pages import do, page, submit
from goldenthread.web.projects.cockpit import happening
from goldenthread.web.projects.figures import Measures
from goldenthread.web.projects.forms import DecisionForm, MemberForm, ReasonForm
from goldenthread.web.projects.frame import form_frame, frame
from goldenthread.web.projects.listing import face
from goldenthread.web.projects.words import (
    against_approved,
    against_earned,
    day_minutes,
    in_days,
    tell,
    word_of,
)
from goldenthread.web.ui.figure import Tile
from goldenthread.web.work.spent import spent_rows


@signed_in
def team(request: PageRequest, key: str) -> HttpResponse:
    """Who is on the project; the manager brings people on."""
    project = queries.project(request.actor, key)
    members = queries.team(request.actor, project)

    def act(data: dict[str, Any]) -> str:
        add_member(request.acting, key, **data)
        return url("project-team", key=key)

    per_day = day_minutes(project.calendar.hours())
    held = {member.person.key for member in members}
    offers = [pair for pair in people.people_options(request.actor) if pair[0] not in held]
    context = frame(request, project, "project-team") | {
        "members": [{"it": member, "face": face(member.person)} for member in members],
        "services": queries.services(project),
        "spent": lambda minutes: in_days(request.fmt, minutes, per_day),
        "phases": [(word_of(queries.PHASES, one.kind), one) for one in queries.phases(project)],
    }
    return submit(
        request, MemberForm, lambda form: context, act, template="projects/team.html", options={"person": offers}
    )


@signed_in
def leave(request: PageRequest, key: str) -> HttpResponse:
    """Take a person off the project."""

    def act() -> str:
        remove_member(request.acting, key, person=request.POST.get("person", ""))
        return url("project-team", key=key)

    return do(request, act, takes=("person",))


@signed_in
def money(request: PageRequest, key: str) -> HttpResponse:
    """What was spent, entry by entry, and every measure of it."""
    project = queries.project(request.actor, key)
    account = project.account.key
    if wants_csv(request.GET):
        head = ["on", "kind", "nature", "amount", "currency", "source", "memo", "account"]
        rows = every(lambda cursor: work.entries(request.actor, account, cursor))
        return csv_answer(f"{key}-money", head, (_cells(row) for row in rows))
    found = work.entries(request.actor, account, request.GET.get("after"))
    context = frame(request, project, "project-money")
    measures = Measures(request, project, context["standing"], sees_money=True)
    kinds = {"labour": _("Work"), "purchase": _("Purchase"), "running": _("Running cost")}
    context |= {
        "entries": spent_rows(request, found.rows),
        "kinds": kinds,
        "tiles": _tiles(measures),
        "newer": url("project-money", {"after": found.previous}, key=key) if found.previous else "",
        "older": url("project-money", {"after": found.next}, key=key) if found.next else "",
        "csv": url("project-money", {"format": "csv"}, key=key),
    }
    return page(request, "projects/money.html", context)


def _tiles(measures: Measures) -> list[Tile]:
    """Money in full, with what each variance means in words: one is good below nothing, the other above."""
    standing, fmt, variance = measures.standing, measures.fmt, measures.value.cv
    over = standing.budget_deviation
    return [
        Tile(measures.cost()),
        Tile(measures.forecast(is_short=False)),
        Tile(measures.deviation(), "" if over is None else against_approved(fmt, over, standing.currency)),
        Tile(measures.cost_variance(), "" if variance is None else against_earned(fmt, variance, standing.currency)),
    ]


def _cells(entry: Any) -> list[object]:
    cells: list[object] = [entry.on, entry.kind, entry.nature, entry.amount, entry.currency]
    return [*cells, entry.source, entry.memo, entry.account.key]


@signed_in
def history(request: PageRequest, key: str) -> HttpResponse:
    """What happened and what was decided, newest first."""
    project = queries.project(request.actor, key)
    only = request.GET.get("only", "") == "decisions"
    if wants_csv(request.GET):
        rows = every(lambda cursor: queries.happenings(request.actor, project, cursor, decisions=only))
        cells = ([row.at, row.name, row.subject, tell(row, request.fmt), row.by] for row in rows)
        return csv_answer(f"{key}-history", ["at", "what", "key", "sentence", "by"], cells)
    found = queries.happenings(request.actor, project, request.GET.get("after"), decisions=only)
    asked = {"only": "decisions" if only else ""}
    context = frame(request, project, "project-history") | {
        "happened": [happening(request, row) for row in found.rows],
        "reasons": {row.at: row.data.get("reason", "") for row in found.rows if row.name == "DecisionRecorded"},
        "rows": found.rows,
        "kinds": [
            (_("Everything"), url("project-history", key=key)),
            (_("Decisions"), url("project-history", {"only": "decisions"}, key=key)),
        ],
        "chosen": url("project-history", asked, key=key),
        "only": only,
        "newer": url("project-history", {**asked, "after": found.previous}, key=key) if found.previous else "",
        "older": url("project-history", {**asked, "after": found.next}, key=key) if found.next else "",
        "csv": url("project-history", {**asked, "format": "csv"}, key=key),
    }
    return page(request, "projects/history.html", context)


@signed_in
def decide(request: PageRequest, key: str) -> HttpResponse:
    """Keep a decision with its reason."""
    queries.project(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        record_decision(request.acting, key, **data)
        return url("project-history", key=key)

    context = form_frame(request, key, _("Record a decision"), _("Record decision"), url("project-history", key=key))
    return submit(request, DecisionForm, lambda form: context, act, template="projects/form.html")


@signed_in
def advance(request: PageRequest, key: str) -> HttpResponse:
    """End the phase under way and begin the next."""

    def act() -> str:
        advance_phase(request.acting, key)
        return url("project-team", key=key)

    return do(request, act)


@signed_in
def close(request: PageRequest, key: str) -> HttpResponse:
    """Close the project."""

    def act() -> str:
        close_project(request.acting, key)
        return url_of(key)

    return do(request, act)


@signed_in
def stop(request: PageRequest, key: str) -> HttpResponse:
    """End a project that should not go on."""
    project = queries.project(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        stop_project(request.acting, key, **data)
        return url_of(key)

    context = form_frame(request, key, _("Stop the project"), _("Stop it"), url_of(key), project.version)
    context["said"] = _("Its plan stays as it was; nothing can be reported on it any more.")
    return submit(request, ReasonForm, lambda form: context, act, template="projects/form.html")
