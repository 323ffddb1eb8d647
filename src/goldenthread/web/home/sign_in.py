"""The way in: email and password, or, in the demo, one click on a person of each role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goldenthread.business.people import queries as people
from goldenthread.business.people.actions import Settings, change_settings
from goldenthread.foundation.errors import NotFound
from goldenthread.web.context import initials, tone
from goldenthread.web.door import PageRequest
from goldenthread.web.ui.thread import Knot, ThreadLine

BACKEND = "goldenthread.connectors.accounts.HouseBackend"


class SignIn(LoginView):  # type: ignore[misc]
    """Email and password; what does not fit is answered with 422, too many tries with 429."""

    def get_context_data(self, **known: Any) -> dict[str, Any]:
        faces = people.demo_people() if settings.DEMO else []
        return {
            **super().get_context_data(**known),
            "line": thread_explained(),
            "faces": [_offered(face) for face in faces],
            "house": people.house_name(),
        }

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        codes = {fault.code for faults in form.errors.as_data().values() for fault in faults}
        response.status_code = 429 if "too_many_login_attempts" in codes else 422
        return response


@dataclass(frozen=True)
class Offer:
    """A person to look around as."""

    key: str
    name: str
    initials: str
    tone: int
    what: str


@require_POST
def sign_in_as(request: PageRequest, key: str) -> HttpResponse:
    """Sign a person of the demo in; only those offered on the page, in the language the page was read in."""
    face = next((face for face in people.demo_people() if face.key == key), None)
    person = people.active_person(face.id) if face is not None else None
    if not settings.DEMO or person is None:
        raise NotFound(_("There is no such person in the demo."))
    if person.locale != request.actor.locale:
        acting = people.actor_of(person).at(timezone.now())
        change_settings(acting, person.key, settings=Settings(locale=request.actor.locale))
    login(request, person, backend=BACKEND)
    return HttpResponseRedirect(reverse("home"), status=303)


def _offered(face: people.Face) -> Offer:
    what = {
        "portfolio_manager": _("%(job)s: fund, hold, stop"),
        "sponsor": _("%(job)s: what the money brings"),
        "finance_partner": _("%(job)s: cost, rates, ledger"),
        "project_manager": _("%(job)s: plan, cockpit, risks"),
        "service_owner": _("%(job)s: agreements and value"),
        "team_member": _("%(job)s: tasks and time"),
        "desk_agent": _("%(job)s: queue and clocks"),
        "problem_manager": _("%(job)s: causes and known errors"),
        "change_manager": _("%(job)s: changes and their calendar"),
        "operator": _("%(job)s: outages and running services"),
        "requester": _("%(job)s: ask and follow in the portal"),
        "customer": _("%(job)s: the service level they get"),
        "administrator": _("%(job)s: people, roles, calendars"),
        "auditor": _("%(job)s: who did what, and when"),
    }[face.role]
    return Offer(face.key, face.name, initials(face.name), tone(face.id), what % {"job": face.job})


def thread_explained() -> ThreadLine:
    """The five steps, each said in a few words to someone who has not come in yet."""
    return ThreadLine(
        (
            Knot("objective", _("What we want to reach"), knot="done", spun=1),
            Knot("investment", _("What we put in, and what we expect"), knot="done", spun=1),
            Knot("project", _("How it is built"), knot="way", spun=0.6, is_current=True),
            Knot("service", _("What people use every day")),
            Knot("outcome", _("What came of it")),
        )
    )
