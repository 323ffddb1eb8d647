"""Asking for something from the catalogue: the offering's own questions as a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goldenthread.business.desk import queries
from goldenthread.business.desk.actions import NewTicket, open_ticket
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.files import Upload
from goldenthread.web.desk import words
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.forms import Form
from goldenthread.web.pages import say, submit
from goldenthread.web.portal.places import places

ANSWER = "answer-"


class Ask(Form):
    """The questions of one offering, and what else there is to say."""

    def __init__(self, *args: Any, offering: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in offering.questions:
            self.fields[f"{ANSWER}{question['name']}"] = _field(question)
        self.fields["description"] = forms.CharField(
            label=gettext_lazy("Anything else?"), widget=forms.Textarea, required=False
        )
        self.fields["is_shared"] = forms.BooleanField(label=gettext_lazy("My colleagues may see it"), required=False)
        self.fields["file"] = forms.FileField(label=gettext_lazy("File"), required=False)

    def blame(self, error: Invalid) -> None:
        """The action names a question by its own name."""
        named = {
            (f"{ANSWER}{name}" if f"{ANSWER}{name}" in self.fields else name): text
            for name, text in error.fields.items()
        }
        super().blame(Invalid(str(error), named))


@signed_in
def offering_page(request: PageRequest, key: str) -> HttpResponse:
    """The form, and the ticket it opens."""
    found = queries.offering(request.actor, key)

    def act(data: dict[str, Any]) -> str:
        answers = {
            name.removeprefix(ANSWER): value for name, value in data.items() if name.startswith(ANSWER) and value
        }
        file = data.get("file")
        new = NewTicket(
            title=found.name,
            offering=found.key,
            answers=answers,
            description=data["description"],
            is_shared=data["is_shared"],
            files=[Upload(file.name, file)] if file else (),
        )
        key = open_ticket(request.acting, new=new).key
        say(request, words.done("open", key))
        return reverse("ticket", kwargs={"key": key})

    context = {**places(request), "offering": found}
    return submit(request, Ask, lambda form: context, act, template="portal/offering.html", offering=found)


def _field(question: dict[str, Any]) -> forms.Field:
    label, is_required = str(question["label"]), bool(question.get("is_required"))
    if question["type"] == "choice":
        choices = [("", _("Choose")), *((str(choice), str(choice)) for choice in question.get("choices", ()))]
        return forms.ChoiceField(label=label, choices=choices, required=is_required)
    return forms.CharField(label=label, max_length=2000, required=is_required)
