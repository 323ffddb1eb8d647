"""One run: a page while it goes on; once it is done, the page that shows its answer."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from goldenthread.foundation.runs import queries, stop_run
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.pages import do, page, say
from goldenthread.web.runs.shown import FACES, shown


@signed_in
def run(request: PageRequest, key: str) -> HttpResponse:
    found = queries.run(request.actor, key)
    face = FACES.get(found.kind)
    if face is not None:
        return HttpResponseRedirect(face.place(found), status=303)
    return page(request, "runs/run.html", {"run": shown(request, found)}, block="progress")


@signed_in
def stop(request: PageRequest, key: str) -> HttpResponse:
    def act() -> str:
        keeps = queries.keeps_best(stop_run(request.acting, key))
        say(request, _("It stops. What it found so far is kept.") if keeps else _("It stops."))
        return url("run", key=key)

    return do(request, act)
