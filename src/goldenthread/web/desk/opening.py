"""Opening a ticket from the desk, for oneself or for someone who called."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goldenthread.business.desk.actions import NewTicket, open_ticket
from goldenthread.business.desk.policies import may_work_on_desk
from goldenthread.business.people.policies import is_staff
from goldenthread.business.services.queries import services
from goldenthread.web.desk import words
from goldenthread.web.desk.acts import uploads
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.forms import Form
from goldenthread.web.pages import say, submit
from goldenthread.web.portal.places import places


class OpenTicket(Form):
    """What an agent or a requester says when something is broken."""

    title = forms.CharField(label=gettext_lazy("What is it about?"), max_length=200)
    service = forms.ChoiceField(label=gettext_lazy("Service"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    requester = forms.CharField(
        label=gettext_lazy("For whom?"),
        required=False,
        help_text=gettext_lazy("Their email, or a key such as PER-7; empty is for yourself."),
    )
    description = forms.CharField(label=gettext_lazy("What happened?"), widget=forms.Textarea, required=False)
    impact = forms.TypedChoiceField(label=gettext_lazy("How many are affected?"), coerce=int, initial=2)
    urgency = forms.TypedChoiceField(label=gettext_lazy("How soon is it needed?"), coerce=int, initial=2)
    is_shared = forms.BooleanField(label=gettext_lazy("My colleagues may see it"), required=False)
    is_private = forms.BooleanField(label=gettext_lazy("Only those who work on it may see it"), required=False)
    file = forms.FileField(label=gettext_lazy("File"), required=False)

    def __init__(self, *args: Any, services: list[tuple[str, str]], staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = services  # type: ignore[attr-defined]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("incident", _("Something is broken")),
            ("request", _("Something is needed")),
        ]
        for name in ("impact", "urgency"):
            self.fields[name].choices = words.levels()  # type: ignore[attr-defined]
        if not staff:
            del self.fields["requester"]


@signed_in
def new_ticket(request: PageRequest) -> HttpResponse:
    """Open an incident or a request."""
    staff = is_staff(request.actor)

    def act(data: dict[str, Any]) -> str:
        data.pop("file")
        data["kind"] = data["kind"] or "incident"
        new = NewTicket(**data, files=uploads(request), channel="desk" if staff else "portal")
        key = open_ticket(request.acting, new=new).key
        say(request, words.done("open", key))
        return reverse("ticket", kwargs={"key": key})

    live = [service for service in services(request.actor) if service.state == "catalogue"]
    offers = [("", _("Choose")), *((service.key, service.name) for service in live)]
    context = {
        **places(request),
        "layout": "layouts/work.html" if staff else "layouts/visit.html",
        "back": reverse("desk" if may_work_on_desk(request.actor) else "portal"),
    }
    return submit(
        request,
        OpenTicket,
        lambda form: context,
        act,
        template="desk/new_ticket.html",
        initial={"service": request.GET.get("service", ""), "title": request.GET.get("title", "")[:200]},
        services=offers,
        staff=staff,
    )
