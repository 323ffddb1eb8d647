"""Plans of Microsoft Project: dropped on a page, looked at before they come in, and written out again."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import keep_plan_file
from goldenthread.business.projects.actions.importing import Loss
from goldenthread.business.projects.policies import may_plan
from goldenthread.connectors.msproject import Outcome, export_file, import_file, preview_file
from goldenthread.foundation.errors import Invalid, NotFound, Refused
from goldenthread.foundation.files import Upload, file, path_of
from goldenthread.foundation.policies import require
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.forms import Form
from goldenthread.web.pages import page, say, submit
from goldenthread.web.projects.frame import frame

if TYPE_CHECKING:
    from goldenthread.business.projects.models import Project

SHOWN_ROWS, SHOWN_ALIKE = 30, 3
SPOOLED = 4 * 1024 * 1024
TEMPLATE = "projects/msproject.html"


class PlanFile(Form):
    """The file to be looked at."""

    file = forms.FileField(
        label=gettext_lazy("Plan of Microsoft Project"),
        help_text=gettext_lazy("An .xml file: in Microsoft Project, “Save as” and choose XML."),
    )


class KeptFile(Form):
    """The file that was looked at, by its number here."""

    file = forms.IntegerField(widget=forms.HiddenInput, label=gettext_lazy("Plan of Microsoft Project"))


@signed_in
def look(request: PageRequest, key: str) -> HttpResponse:
    """Choose a file and see what would come in: counts, dates beside those of the file, and what would be lost."""
    project = queries.project(request.actor, key)
    if request.method != "POST":
        return page(request, TEMPLATE, _shown(request, project, PlanFile()))
    require(may_plan(request.actor, project), _("%(name)s plans this project.") % {"name": project.manager.name})
    form = PlanFile(request.POST, request.FILES)
    status = 422
    if form.is_valid():
        given = form.cleaned_data["file"]
        try:
            kept = keep_plan_file(request.acting, key, upload=Upload(given.name, given.file))
            with path_of(kept).open("rb") as content:
                seen = preview_file(request.acting, key, content, name=kept.name)
            confirm = KeptFile(initial={"file": kept.pk})
            return page(request, TEMPLATE, _shown(request, project, confirm, seen=seen, name=kept.name))
        except Invalid as error:
            form.blame(error)
        except Refused as error:
            form.add_error("file", str(error))
            status = error.status
    return page(request, TEMPLATE, _shown(request, project, form), status=status)


@signed_in
def bring_in(request: PageRequest, key: str) -> HttpResponse:
    """Bring in the file that was looked at. It was kept here meanwhile: nothing but its number comes back."""
    project = queries.project(request.actor, key)
    if request.method != "POST":
        return HttpResponseRedirect(url("project-msproject", key=key))

    def act(data: dict[str, Any]) -> str:
        kept = file(request.actor, data["file"])
        if kept.on != project.key:
            raise NotFound(_("There is no such file, or it is not open to you."))
        with path_of(kept).open("rb") as content:
            done = import_file(request.acting, key, content, name=kept.name).done
        counts = {"created": done.created, "updated": done.updated, "unchanged": done.unchanged}
        say(request, _("Brought in: %(created)s created, %(updated)s changed, %(unchanged)s as they were.") % counts)
        return url("project-msproject", key=key)

    return submit(request, KeptFile, lambda form: _shown(request, project, form), act, template=TEMPLATE)


@signed_in
def write_out(request: PageRequest, key: str) -> HttpResponse | FileResponse:
    """The plan as a file that Microsoft Project opens."""
    project = queries.project(request.actor, key)
    out = tempfile.SpooledTemporaryFile(SPOOLED)  # noqa: SIM115  the answer closes it
    export_file(request.actor, key, out, at=timezone.now())
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{project.key}.xml", content_type="application/xml")


def _shown(
    request: PageRequest, project: Project, form: Form, *, seen: Outcome | None = None, name: str = ""
) -> dict[str, Any]:
    last = queries.plan_import(project)
    losses = [Loss(**kept) for kept in last.losses] if last is not None else []
    losses = losses if seen is None else list(seen.losses)
    return frame(request, project, "project-plan") | {
        "form": form,
        "chooser": form if isinstance(form, PlanFile) else PlanFile(),
        "seen": seen,
        "name": name,
        "last": last,
        "lost": _alike(losses),
        "lost_count": sum(loss.count for loss in losses),
        "rows": _rows(seen) if seen else [],
        "settings": _settings(request, seen) if seen else [],
    }


@dataclass(frozen=True)
class Alike:
    """What was lost of one field for one reason: some of it by name, and how many more."""

    field: str
    why: str
    named: list[Loss]
    more: int


def _alike(losses: list[Loss]) -> list[Alike]:
    groups: dict[tuple[str, str], list[Loss]] = defaultdict(list)
    for loss in losses:
        groups[loss.field, loss.why].append(loss)
    return [
        Alike(field, why, found[:SHOWN_ALIKE], sum(one.count for one in found[SHOWN_ALIKE:]))
        for (field, why), found in groups.items()
    ]


def _rows(seen: Outcome) -> list[Any]:
    """The first rows; where others differ in their dates, those as well."""
    first = seen.rows[:SHOWN_ROWS]
    return first + [row for row in seen.differing if row not in first][:SHOWN_ROWS]


def _settings(request: PageRequest, seen: Outcome) -> list[str]:
    """What the import would set of the project as a whole, in sentences."""
    told = {
        "start": _("The plan begins on %(day)s.") % {"day": request.fmt.date(seen.start) if seen.start else ""},
        "calendar": _("The file's calendar becomes the project's."),
        "status_at": _("Progress is told up to the file's status date."),
    }
    return [told[name] for name in seen.done.settings]
