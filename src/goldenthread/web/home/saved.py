"""Saving and dropping a view of one's own; the list itself offers both."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goldenthread.business.people import actions
from goldenthread.business.people import queries as people
from goldenthread.web.codes import word_of_code
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.facts import named
from goldenthread.web.forms import Form
from goldenthread.web.pages import do, say, submit
from goldenthread.web.view_bar import PAGES, filters_of, listed


class ViewForm(Form):
    """What to call a view."""

    name = forms.CharField(label=gettext_lazy("What is it called?"), max_length=80)
    listing = forms.ChoiceField(choices=[(listing, listing) for listing in PAGES], widget=forms.HiddenInput)
    filters = forms.CharField(max_length=8000, widget=forms.HiddenInput)


@signed_in
def save_view(request: PageRequest) -> HttpResponse:
    """Keep the filters of a list under a name, and go back to the list."""

    def act(data: dict[str, Any]) -> str:
        filters = filters_of(parse_qsl(data["filters"]))
        view = actions.save_view(request.acting, listing=data["listing"], name=data["name"], filters=filters)
        say(request, _("Kept as “%(name)s”.") % {"name": view.name})
        return listed(view.listing, view.filters)

    def show(form: Form) -> dict[str, Any]:
        """The list by its name, and what it is narrowed to; nothing of a list that is not one."""
        listing, filters = str(form["listing"].value() or ""), filters_of(parse_qsl(str(form["filters"].value() or "")))
        return {
            "listing": people.LISTINGS.get(listing, _("No list")),
            "kept": [(named(name), word_of_code(name, value)) for name, value in filters.items()],
            "back": listed(listing, filters) if listing in PAGES else reverse("home"),
        }

    first = {name: request.GET.get(name, "") for name in ("listing", "filters")}
    return submit(request, ViewForm, show, act, template="home/save_view.html", initial=first)


@signed_in
def drop_view(request: PageRequest, key: str) -> HttpResponse:
    """End a view; its list stays narrowed as it was."""

    def act() -> str:
        view = actions.drop_view(request.acting, key)
        say(request, _("“%(name)s” is no longer kept.") % {"name": view.name})
        return listed(view.listing, view.filters)

    return do(request, act)
