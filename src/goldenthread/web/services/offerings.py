"""What can be asked of a service, and the editor of its questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.business.services import queries
from goldenthread.business.services.actions import NewOffering, NewQuestion, add_offering, change_offering
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.pages import page, submit
from goldenthread.web.services.forms import OfferingForm
from goldenthread.web.services.frame import frame

if TYPE_CHECKING:
    from goldenthread.web.forms import Form


@signed_in
def offerings(request: PageRequest, key: str) -> HttpResponse:
    """What can be asked of a service."""
    service = queries.service(request.actor, key)
    context = frame(request, service, "service-offerings")
    context |= {
        "offerings": queries.offerings_of(request.actor, service.pk),
        "kinds": dict(queries.OFFERING_KINDS),
    }
    return page(request, "services/offerings.html", context)


@signed_in
def new_offering(request: PageRequest, key: str) -> HttpResponse:
    """Let people ask for something."""
    service = queries.service(request.actor, key)
    back = reverse("service-offerings", kwargs={"key": key})

    def act(data: dict[str, Any]) -> str:
        add_offering(request.acting, key, new=_new(data))
        return back

    def show(form: Form) -> dict[str, Any]:
        title = _("New offering of %(name)s") % {"name": service.name}
        return {"title": title, "act": _("Add offering"), "back": back, "version": None}

    return submit(request, OfferingForm, show, act, template="services/form.html")


@signed_in
def edit_offering(request: PageRequest, key: str) -> HttpResponse:
    """Set an offering and its questions right, or close it."""
    offering = queries.offering(request.actor, key)
    back = reverse("service-offerings", kwargs={"key": offering.service.key})

    def act(data: dict[str, Any]) -> str:
        change_offering(request.acting, key, new=_new(data, offering.icon))
        return back

    def show(form: Form) -> dict[str, Any]:
        title = _("Change %(name)s") % {"name": offering.name}
        return {"title": title, "act": _("Save changes"), "back": back, "version": offering.version}

    initial = {name: getattr(offering, name) for name in ("name", "kind", "description", "is_open")}
    initial["questions"] = questions_text(offering.questions)
    return submit(request, OfferingForm, show, act, template="services/form.html", initial=initial)


def questions_of(text: str) -> tuple[NewQuestion, ...]:
    """Questions as typed, one a line: `Which size? : small, large *`."""
    return tuple(_question(line.strip()) for line in text.splitlines() if line.strip())


def questions_text(questions: Sequence[dict[str, Any]]) -> str:
    """Questions as `questions_of` reads them."""
    return "\n".join(
        question["label"]
        + (f" : {', '.join(question['choices'])}" if question.get("choices") else "")
        + (" *" if question.get("is_required") else "")
        for question in questions
    )


def _question(line: str) -> NewQuestion:
    is_required = line.endswith("*")
    label, colon, choices = line.removesuffix("*").partition(" : ")
    offered = tuple(choice.strip() for choice in choices.split(",") if choice.strip()) if colon else ()
    return NewQuestion(label.strip(), offered, is_required)


def _new(data: dict[str, Any], icon: str = "") -> NewOffering:
    return NewOffering(**{**data, "questions": questions_of(data["questions"]), "icon": icon})
