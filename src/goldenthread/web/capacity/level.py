"""Asking for plans to be levelled: which projects, to what end, and how long may be searched."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import level_projects
from goldenthread.business.projects.policies import may_level_some
from goldenthread.foundation.policies import require
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.forms import Form
from goldenthread.web.pages import submit
from goldenthread.web.runs.shown import STATES

OBJECTIVES = (
    ("weighted_finish", gettext_lazy("Every project early: what one gains counts as much as what another loses")),
    ("finish", gettext_lazy("The last finish early: all together done as soon as can be")),
)
TIMES = (
    (10, gettext_lazy("10 seconds: a look")),
    (30, gettext_lazy("30 seconds")),
    (120, gettext_lazy("2 minutes")),
    (600, gettext_lazy("10 minutes: many projects")),
)
RUNS = 8


class LevelForm(Form):
    projects = forms.MultipleChoiceField(label=gettext_lazy("Projects"), widget=forms.CheckboxSelectMultiple)
    objective = forms.ChoiceField(
        label=gettext_lazy("What counts"), choices=OBJECTIVES, widget=forms.RadioSelect, initial="weighted_finish"
    )
    seconds = forms.TypedChoiceField(label=gettext_lazy("Time to search"), choices=TIMES, coerce=int, initial=30)

    def __init__(self, *args: Any, projects: list[tuple[str, str]], **known: Any) -> None:
        super().__init__(*args, **known)
        self.fields["projects"].choices = projects  # type: ignore[attr-defined]


@signed_in
def level(request: PageRequest) -> HttpResponse:
    """Choose what is levelled; `project` ticks one alone."""
    require(may_level_some(request.actor))
    found = queries.levellable(request.actor)
    keys = [project.key for project in found]
    alone = request.GET.get("project", "")
    runs = queries.levelling_runs(request.actor).rows[:RUNS]

    def act(data: dict[str, Any]) -> str:
        return url("levelling", key=level_projects(request.acting, **data).key)

    def show(form: Form) -> dict[str, Any]:
        return {
            "is_empty": not found,
            "back": url("project-plan", key=alone) if alone in keys else url("capacity"),
            "runs": [
                {
                    "key": run.key,
                    "url": url("levelling", key=run.key),
                    "kind": STATES[run.state],
                    "word": run.get_state_display(),
                    "asked": request.fmt.instant(run.asked_at),
                    "about": projects_word(len(run.question["projects"])),
                }
                for run in runs
            ],
        }

    return submit(
        request,
        LevelForm,
        show,
        act,
        template="capacity/level.html",
        initial={"projects": [alone] if alone in keys else keys},
        projects=[(project.key, _label(request, project)) for project in found],
    )


def _label(request: PageRequest, project: Any) -> str:
    known = {"name": project.name, "on": request.fmt.date(project.finish_at), "lead": project.manager.name}
    return _("%(name)s, planned until %(on)s, led by %(lead)s") % known


def projects_word(count: int) -> str:
    return ngettext("%(count)s project", "%(count)s projects", count) % {"count": count}
