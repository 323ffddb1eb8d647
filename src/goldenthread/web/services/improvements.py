"""Ideas to make a service better: noted, proposed, dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.business.services import queries
from goldenthread.business.services.actions import drop_improvement, note_improvement
from goldenthread.business.services.policies import may_take_up_improvement
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, every, wants_csv
from goldenthread.web.links import url_of
from goldenthread.web.pages import page, submit
from goldenthread.web.services.forms import ImprovementForm, ReasonForm
from goldenthread.web.services.frame import frame
from goldenthread.web.thread import thread_of
from goldenthread.web.ui.lists import Tab
from goldenthread.web.ui.status import Kind

if TYPE_CHECKING:
    from goldenthread.web.forms import Form

KINDS: dict[str, Kind] = {"noted": "still", "proposed": "live", "dropped": "none"}


@signed_in
def improvements(request: PageRequest, key: str) -> HttpResponse:
    """The ideas for a service, newest first."""
    service = queries.service(request.actor, key)
    state = request.GET.get("state", "")
    words = {value: str(label) for value, label in queries.IMPROVEMENT_STATES}
    if wants_csv(request.GET):
        found = every(lambda cursor: queries.improvements_of(request.actor, service.pk, state, cursor, 500))
        head = [_("Key"), _("Title"), _("State"), _("Noted by"), _("Noted"), _("Investment"), _("Why dropped")]
        rows = (
            [i.key, i.title, words[i.state], i.noted_by.name if i.noted_by else "", i.noted_at, i.investment, i.reason]
            for i in found
        )
        return csv_answer(f"improvements-{service.key}", head, rows)
    listed = queries.improvements_of(request.actor, service.pk, state, request.GET.get("after"))
    context = frame(request, service, "service-improvements")
    context |= {
        "improvements": listed.rows,
        "views": [
            Tab(word, url("service-improvements", {"state": value}, key=key), state == value)
            for value, word in [("", _("All")), *words.items()]
        ],
        "states": words,
        "shapes": KINDS,
        "link": url_of,
        "is_filtered": bool(state),
        "csv": url("service-improvements", {"state": state, "format": "csv"}, key=key),
        "newer": url("service-improvements", {"state": state, "after": listed.previous}, key=key)
        if listed.previous
        else "",
        "older": url("service-improvements", {"state": state, "after": listed.next}, key=key) if listed.next else "",
    }
    return page(request, "services/improvements.html", context)


@signed_in
def improvement(request: PageRequest, key: str) -> HttpResponse:
    """One idea: what it is about, and what became of it."""
    found = queries.improvement(request.actor, key)
    words = {value: str(label) for value, label in queries.IMPROVEMENT_STATES}
    context = {
        "improvement": found,
        "thread": thread_of(request, found.service.key),
        "state_kind": KINDS[found.state],
        "state_word": words[found.state],
        "may_decide": may_take_up_improvement(request.actor, found) and found.state == "noted",
        "propose": url("new-investment", {"improvement": found.key}),
        "became": url_of(found.investment) if found.investment else "",
    }
    return page(request, "services/improvement.html", context)


@signed_in
def new_improvement(request: PageRequest, key: str) -> HttpResponse:
    """Note how a service could be better."""
    service = queries.service(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        return reverse("improvement", kwargs={"key": note_improvement(request.acting, key, **data).key})

    def show(form: Form) -> dict[str, Any]:
        back = reverse("service-improvements", kwargs={"key": key})
        title = _("How could %(name)s be better?") % {"name": service.name}
        return {"title": title, "act": _("Note improvement"), "back": back, "version": None}

    return submit(request, ImprovementForm, show, act, template="services/form.html")


@signed_in
def drop(request: PageRequest, key: str) -> HttpResponse:
    """Let an idea go, saying why."""
    found = queries.improvement(request.actor, key)
    back = reverse("improvement", kwargs={"key": key})

    def act(data: dict[str, Any]) -> str:
        drop_improvement(request.acting, key, reason=data["reason"])
        return back

    def show(form: Form) -> dict[str, Any]:
        title = _("Drop “%(title)s”") % {"title": found.title}
        return {"title": title, "act": _("Drop improvement"), "back": back, "version": found.version}

    return submit(request, ReasonForm, show, act, template="services/form.html")
