"""Bringing in another desk's log: look at what it holds first, then import it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from goldenthread.business.desk.policies import may_import
from goldenthread.connectors.servicenow import import_log, preview_log
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.policies import require
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.forms import Form
from goldenthread.web.pages import page

SHOWN = 50


class ImportLog(Form):
    """The file and the zone its dates are told in."""

    file = forms.FileField(label=gettext_lazy("Incident log"), help_text=gettext_lazy("A .csv, .csv.gz or .zip."))
    timezone = forms.CharField(label=gettext_lazy("Time zone of its dates"), initial="UTC", max_length=64)
    preview = forms.BooleanField(label=gettext_lazy("Only look at what it holds"), required=False, initial=True)


@signed_in
def import_page(request: PageRequest) -> HttpResponse:
    """A look counts rows and incidents and writes nothing; the import answers with what came of it."""
    require(may_import(request.actor))
    if request.method != "POST":
        return page(request, "desk/import.html", _shown(ImportLog()))
    form = ImportLog(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, "desk/import.html", _shown(form), status=422)
    data = form.cleaned_data
    try:
        if data["preview"]:
            seen = preview_log(request.acting, data["file"].file, timezone=data["timezone"])
            return page(request, "desk/import.html", _shown(form, seen=seen))
        with transaction.atomic():  # the table rows are sorted in belongs to one session, which a pooler may not keep
            done = import_log(request.acting, data["file"].file, timezone=data["timezone"])
        return page(request, "desk/import.html", _shown(ImportLog(), done=done))
    except Invalid as error:
        form.blame(error)
        return page(request, "desk/import.html", _shown(form), status=422)


def _shown(form: Form, *, seen: Any = None, done: Any = None) -> dict[str, Any]:
    return {"form": form, "seen": seen, "done": done, "most": SHOWN}
