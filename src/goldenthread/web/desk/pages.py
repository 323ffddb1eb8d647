"""The ticket: opened here, read here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goldenthread.business.desk import queries
from goldenthread.business.desk.actions import NewTicket, open_ticket
from goldenthread.business.services.queries import services
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.forms import Form
from goldenthread.web.pages import page, submit

LEVELS = [(1, _("High")), (2, _("Medium")), (3, _("Low"))]


class OpenTicket(Form):
    """What an agent or a requester says when something is broken."""

    title = forms.CharField(label=_("What is it about?"), max_length=200)
    service = forms.ChoiceField(label=_("Service"))
    description = forms.CharField(label=_("What happened?"), widget=forms.Textarea, required=False)
    impact = forms.TypedChoiceField(label=_("How many are affected?"), choices=LEVELS, coerce=int, initial=2)
    urgency = forms.TypedChoiceField(label=_("How soon is it needed?"), choices=LEVELS, coerce=int, initial=2)

    def __init__(self, *args: Any, services: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = services  # type: ignore[attr-defined]


@signed_in
def new_ticket(request: PageRequest) -> HttpResponse:
    """Open an incident."""

    def act(data: dict[str, Any]) -> str:
        return reverse("ticket", kwargs={"key": open_ticket(request.acting, new=NewTicket(**data)).key})

    offers = [(service.key, service.name) for service in services(request.actor)]
    return submit(request, OpenTicket, lambda form: {}, act, template="desk/new_ticket.html", services=offers)


@signed_in
def ticket(request: PageRequest, key: str) -> HttpResponse:
    """One ticket, its clocks and its conversation."""
    return page(request, "desk/ticket.html", {"ticket": queries.ticket(request.actor, key)})
