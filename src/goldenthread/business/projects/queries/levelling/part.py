"""A part of a proposal: what was chosen of it, and what must go along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from goldenthread.business.projects.models import Project, Task
from goldenthread.business.projects.queries.levelling.answer import holds_in
from goldenthread.business.projects.queries.levelling.holding import Holds, closed_under
from goldenthread.business.projects.queries.levelling.question import Given, given
from goldenthread.business.projects.queries.levelling.reading import Proposal, keys_of
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.models import Run
from goldenthread.foundation.policies import visible


@dataclass(frozen=True)
class Part:
    """The chosen holds by task's key, and the keys of those that must go along and were not chosen."""

    given: Given
    holds: Holds
    along: frozenset[str]


def part_of(acting: Acting, run: Run, projects: Sequence[str] | None, tasks: Sequence[str] | None) -> Part:
    """What of a run's proposal concerns these projects or tasks (by key); all of it where neither is told.

    Invalid for projects and tasks that are none of the proposal's, and for nothing at all.
    """
    assert run.answer is not None
    worked_out_at = datetime.fromisoformat(run.answer["now"])  # it is judged by what it was worked out on
    found = Project.objects.filter(key__in=run.question["projects"]).select_related("charter", "calendar")
    what = given([project for project in found.order_by("pk") if project.tasks.exists()], worked_out_at)
    holds = holds_in(run.answer, keys_of(move["task"] for move in run.answer["moves"]))
    project_of = {project.pk: project.key for project in what.projects}
    chosen = set(holds)
    if projects is not None or tasks is not None:
        _must_be_of(run.question["projects"], projects, "projects", _("These are none of its projects: %(keys)s."))
        _must_be_of(holds, tasks, "tasks", _("Levelling does not hold these tasks: %(keys)s."))
        of_projects = {key for key in holds if project_of[what.plan_of[key]] in (projects or ())}
        chosen = of_projects | set(tasks or ())
    if not chosen:
        raise Invalid(fields={"tasks": _("Choose at least one task.")})
    along = closed_under(what, holds, chosen) - chosen
    seen = set(visible(Task, acting.actor).filter(work__key__in=along).values_list("work__key", flat=True))
    chosen |= along - seen  # nobody can name what they do not see
    return Part(what, {key: holds[key] for key in chosen}, frozenset(along & seen))


def along(acting: Acting, found: Proposal, projects: Sequence[str], tasks: Sequence[str]) -> frozenset[str]:
    """The keys of what must go along with a part of a proposal, of those that the actor sees.

    Nothing goes along where there is no proposal, or one of before: accepting it says so.
    """
    if found.answer is None or found.is_stale:
        return frozenset()
    return part_of(acting, found.run, projects, tasks).along


def _must_be_of(known: Sequence[str] | Holds, asked: Sequence[str] | None, field: str, sentence: str) -> None:
    strange = sorted(set(asked or ()) - set(known))
    if strange:
        raise Invalid(fields={field: sentence % {"keys": ", ".join(strange)}})
