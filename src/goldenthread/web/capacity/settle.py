"""A proposal of levelling: how far the search is, what would change and why, accepted, in part, or taken back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import accept_levelling, undo_levelling
from goldenthread.business.projects.policies import LEVEL_PROJECTS, may_settle
from goldenthread.foundation.runs import stop_run
from goldenthread.web.capacity.level import OBJECTIVES
from goldenthread.web.capacity.proposal import Told
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, wants_csv
from goldenthread.web.pages import do, page, say
from goldenthread.web.runs.shown import FACES, RunFace, counted, shown

FEW = 2
FACES[LEVEL_PROJECTS] = RunFace(
    lambda: _("Levelling the plans"), lambda done, of: "", lambda run: url("levelling", key=run.key)
)


@signed_in
def proposal(request: PageRequest, key: str) -> HttpResponse:
    """What levelling proposes; while it searches, the best so far. `tick` names what is ticked, `along` what joined."""
    found = queries.proposal(request.actor, key)
    told = Told(request, found) if found.answer else None
    if told and wants_csv(request.GET):
        return csv_answer(f"{key}-levelling", *told.cells())
    ticked = set(request.GET.get("tick", "").split(","))
    joined = set(filter(None, request.GET.get("along", "").split(",")))
    run = found.run
    context = {
        "run": _shown(request, found),
        "told": told,
        "best": _best(request, found),
        "facts": [
            (_("Projects"), _project_names(found)),
            (_("What counts"), str(dict(OBJECTIVES)[run.question["objective"]]).partition(":")[0]),
            (_("Asked"), request.fmt.instant(run.asked_at)),
        ],
        "accepted": _accepted(request, found),
        "is_stale": found.is_stale and not found.is_accepted,
        "may_accept": bool(told) and not found.is_stale and not found.is_accepted and may_settle(request.actor, run),
        "ticked": ticked | joined,
        "joined": joined,
        "again": url("level", {"project": run.about} if run.about else None),
        "here": url("levelling", key=key),
        "key": key,
        "csv": url("levelling", {"format": "csv"}, key=key),
    }
    return page(request, "capacity/levelling.html", context, block="answer")


@signed_in
def accept(request: PageRequest, key: str) -> HttpResponse:
    """All of it; or the ticked projects and tasks. What must go along and is not ticked is shown first."""

    def act() -> str:
        if "part" not in request.POST:
            accept_levelling(request.acting, key)
        else:
            projects, tasks = request.POST.getlist("projects"), request.POST.getlist("tasks")
            found = queries.proposal(request.actor, key)
            more = queries.along(request.acting, found, projects, tasks)
            if more:
                ticked = {"tick": ",".join([*projects, *tasks]), "along": ",".join(sorted(more))}
                return url("levelling", ticked, key=key) + "#moves"
            accept_levelling(request.acting, key, projects=projects, tasks=tasks)
        say(request, _("The plans are levelled."))
        return url("levelling", key=key)

    return do(request, act, takes=("part", "projects", "tasks"))


@signed_in
def cancel(request: PageRequest, key: str) -> HttpResponse:
    """Want neither the search nor what it found."""

    def act() -> str:
        stop_run(request.acting, key)
        say(request, _("The search is cancelled; no plan has changed."))
        return url("level")

    return do(request, act)


@signed_in
def undo(request: PageRequest, key: str) -> HttpResponse:
    def act() -> str:
        found = undo_levelling(request.acting, key)
        say(request, _("The plans stand as they did before."))
        return url("levelling", key=found.run.key)

    return do(request, act)


def _project_names(found: queries.Proposal) -> str:
    """The names of a few, the number of many."""
    names = [project.name for project in found.projects]
    return ", ".join(names) if len(names) <= FEW else str(len(names))


def _shown(request: PageRequest, found: queries.Proposal) -> dict[str, Any]:
    """The run, its share told by the time that has passed."""
    run, seconds = found.run, found.run.question["seconds"]
    drawn = shown(request, run)
    if run.started_at is None or run.state != "running":
        return drawn | {"counted": counted(run, None) if run.state == "queued" else drawn["counted"]}
    spent = max((request.acting.at - run.started_at).total_seconds(), 0)
    known = {"spent": request.fmt.number(min(spent, seconds)), "seconds": request.fmt.number(seconds)}
    return drawn | {
        "share": min(spent / seconds, 1),
        "counted": _("%(spent)s of %(seconds)s seconds searched") % known,
    }


def _best(request: PageRequest, found: queries.Proposal) -> dict[str, str] | None:
    """The best plan so far in words."""
    best = found.best
    if best is None or found.run.is_over:
        return None
    return Told.best(request, best)


def _accepted(request: PageRequest, found: queries.Proposal) -> dict[str, Any] | None:
    """What was accepted last of it, and the way back."""
    last = found.levelling
    if last is None:
        return None
    who = last.undone_by if last.undone_at else last.accepted_by
    return {
        "is_undone": last.undone_at is not None,
        "when": request.fmt.instant(last.undone_at or last.accepted_at),
        "who": who.name if who else _("the house"),
        "tasks": len(last.holds),
        "undo": url("undo-levelling", key=last.key),
        "version": last.version,
        "projects": ", ".join(project.name for project in found.projects if project.key in last.plans),
    }
