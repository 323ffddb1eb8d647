"""How a page answers: whole or one block of it, and how a form is sent, refused, corrected and done once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import get_template
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from jinja2_fragments import render_block

from goldenthread.foundation.errors import Invalid, Refused, Stale
from goldenthread.foundation.once import once
from goldenthread.web.context import DONE, shell
from goldenthread.web.door import PageRequest
from goldenthread.web.errors import what_changed
from goldenthread.web.forms import HIDDEN, Form


def page(
    request: PageRequest, template: str, context: dict[str, Any], *, block: str = "", status: int = 200
) -> HttpResponse:
    """The whole page, or, where htmx asks for a region, the named block of the same template."""
    found = get_template(template)
    asked = block if block and request.headers.get("HX-Request") and not request.headers.get("HX-Boosted") else ""
    if asked:
        values = {**shell(request), **context, "request": request}
        html = render_block(found.backend.env, template, asked, values)  # type: ignore[attr-defined]
    else:
        html = found.render(context, request)
    response = HttpResponse(html, status=status)
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response


def submit(
    request: PageRequest,
    form_class: type[Form],
    show: Callable[[Form], dict[str, Any]],
    act: Callable[[dict[str, Any]], str],
    *,
    template: str,
    initial: dict[str, Any] | None = None,
    **known: Any,
) -> HttpResponse:
    """Show a form, or do what it says once and go to the address `act` returns.

    What does not fit is answered with 422 and the form as it was typed; a rule that says no with 409, and what changed
    since the form was opened with 412, likewise: `show` tells the version of now, so that sending it again is a choice.
    """
    if request.method != "POST":
        form = form_class(initial=initial, **known)
        return page(request, template, {**show(form), "form": form})
    form = form_class(request.POST, request.FILES, **known)
    status = 422
    if form.is_valid():
        try:
            sent = {name: str(value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
            where = once(request.actor, form.once, sent, lambda: act(form.cleaned_data))
            return HttpResponseRedirect(where, status=303)
        except Invalid as error:
            form.blame(error)
        except Refused as error:
            form.add_error(None, str(error))
            status = error.status
        except Stale as error:
            form.add_error(None, _stale(request, error))
            status = error.status
    return page(request, template, {**show(form), "form": form}, status=status)


def _stale(request: PageRequest, error: Stale) -> str:
    changes = "; ".join(what_changed(request, error))
    kept = _("What you typed is still here: send it again to put it over that.")
    return f"{error} {changes}. {kept}" if changes else f"{error} {kept}"


def say(request: PageRequest, text: str) -> None:
    """Tell on the next page what was done. Never the only copy: the page itself shows it too."""
    messages.success(request, text, extra_tags=DONE, fail_silently=True)


def do(request: PageRequest, act: Callable[[], str], takes: Collection[str] = ()) -> HttpResponse:
    """One press of a button: done once, then to the address `act` returns. Errors are answered by the door.

    `takes` names the fields that the button sends; any other is refused. Only a POST presses.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    unknown = sorted(set(request.POST) - HIDDEN - set(takes))
    if unknown:
        raise Invalid(_("This form has no field %(names)s.") % {"names": ", ".join(unknown)})
    sent = {name: str(value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    where = once(request.actor, request.POST.get("_once", ""), [request.path, sent], act)
    return HttpResponseRedirect(where, status=303)
