"""What is done from a ticket's page: the answer below the conversation, and the acts that ask for a word or two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from goldenthread.business.desk import actions, policies, queries
from goldenthread.business.people.queries import teams
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.files import Upload
from goldenthread.foundation.once import once
from goldenthread.foundation.policies import require
from goldenthread.web.desk import words
from goldenthread.web.desk.ticket import staff_page
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.forms import Form
from goldenthread.web.pages import do, say, submit
from goldenthread.web.portal.places import places
from goldenthread.web.portal.request import request_page

MOST_FILES = 10


def after(request: PageRequest, key: str) -> str:
    """Back to where the act was pressed: the queue with its filters, or the ticket's own page."""
    back = str(request.POST.get("back", ""))
    is_ours = back.startswith(f"{reverse('desk')}?") and "\\" not in back and "\n" not in back
    return back if is_ours else reverse("ticket", kwargs={"key": key})


def uploads(request: PageRequest) -> list[Upload]:
    """The files sent along."""
    sent = request.FILES.getlist("file")
    if len(sent) > MOST_FILES:
        raise Invalid(fields={"file": _("Attach ten files at most.")})
    return [Upload(file.name or "file", file) for file in sent]


@signed_in
@require_POST
def reply(request: PageRequest, key: str) -> HttpResponse:
    """What stands in the box, sent by one of its buttons; what is refused stays in the box."""
    text, button = str(request.POST.get("text", "")), str(request.POST.get("act", "answer"))
    is_internal = bool(request.POST.get("internal"))

    def act() -> str:
        pressed = "note" if is_internal and button != "solve" else button
        _said(request, key, text, pressed)
        if pressed in ("solve", "wait"):
            say(request, words.done(pressed, key))
        return after(request, key)

    sent = [request.path, text, button, is_internal, [(file.name, file.size) for file in request.FILES.getlist("file")]]
    try:
        where = once(request.actor, str(request.POST.get("_once", "")), sent, act)
    except (Invalid, Refused) as error:
        return _kept(request, key, text, error, is_internal=is_internal)
    return HttpResponseRedirect(where, status=303)


def _said(request: PageRequest, key: str, text: str, button: str) -> None:
    acting, files = request.acting, uploads(request)
    if button == "note":
        actions.add_note(acting, key, text=text, files=files)
    elif button == "solve":
        actions.resolve_ticket(acting, key, solution=text, files=files)
    elif button == "wait":
        found = queries.ticket(request.actor, key)
        who = found.work.requester.name if found.work.requester else _("an answer")
        actions.answer_ticket(acting, key, text=text, files=files, waits_for=who)
    elif button == "message":
        actions.add_message(acting, key, text=text, files=files)
    else:
        actions.answer_ticket(acting, key, text=text, files=files)


def _kept(request: PageRequest, key: str, text: str, error: Invalid | Refused, *, is_internal: bool) -> HttpResponse:
    found = queries.ticket(request.actor, key)
    if policies.may_handle(request.actor, found):
        return staff_page(request, key, text=text, error=str(error), is_internal=is_internal, status=error.status)
    return request_page(request, found, text=text, error=str(error), status=error.status)


BUTTONS: dict[str, Callable[..., Any]] = {
    "take": actions.take_ticket,
    "resume": actions.resume_ticket,
    "close": actions.close_ticket,
}


@signed_in
@require_POST
def press(request: PageRequest, key: str, verb: str) -> HttpResponse:
    """An act that needs no word: take, resume, close."""

    def act() -> str:
        BUTTONS[verb](request.acting, key)
        say(request, words.done(verb, key))
        return after(request, key)

    return do(request, act, takes=("back",))


class Assign(Form):
    """To a team, to a person, or to both."""

    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)
    assignee = forms.ChoiceField(label=gettext_lazy("Person"), required=False)

    def __init__(self, *args: Any, asked_by: PageRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(team.key, team.name) for team in teams(asked_by.actor)]
        self.fields["team"].choices = [("", _("As it is")), *offered]  # type: ignore[attr-defined]
        people = queries.colleagues(asked_by.actor)
        self.fields["assignee"].choices = [("", _("Nobody, back to the queue")), *people]  # type: ignore[attr-defined]


class Prioritise(Form):
    """How many it touches and how soon it is needed."""

    impact = forms.TypedChoiceField(label=gettext_lazy("How many are affected?"), coerce=int)
    urgency = forms.TypedChoiceField(label=gettext_lazy("How soon is it needed?"), coerce=int)

    def __init__(self, *args: Any, asked_by: PageRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("impact", "urgency"):
            self.fields[name].choices = words.levels()  # type: ignore[attr-defined]


class Pause(Form):
    """What it waits for, or for which supplier."""

    waits_for = forms.CharField(label=gettext_lazy("What does it wait for?"), max_length=200, required=False)
    supplier = forms.ChoiceField(
        label=gettext_lazy("For a supplier?"),
        required=False,
        help_text=gettext_lazy("Then the clock of what they promised runs."),
    )

    def __init__(self, *args: Any, asked_by: PageRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("None")), *queries.suppliers(asked_by.actor)]
        self.fields["supplier"].choices = offered  # type: ignore[attr-defined]


class AgreeDate(Form):
    """When it will be solved, as agreed."""

    due_at = forms.DateTimeField(
        label=gettext_lazy("When will it be solved?"),
        help_text=gettext_lazy(
            "It stands from then on, whatever waits or weighs anew; only another agreement moves it."
        ),
    )
    reason = forms.CharField(label=gettext_lazy("What was agreed?"), max_length=300)

    def __init__(self, *args: Any, asked_by: PageRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class Assess(Form):
    """What is known of a change before it is made."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of change"), choices=queries.CHANGE_KINDS)
    is_tested = forms.BooleanField(label=gettext_lazy("It was tested"), required=False)
    backout = forms.CharField(
        label=gettext_lazy("How is it taken back?"),
        widget=forms.Textarea,
        max_length=2000,
        required=False,
        help_text=gettext_lazy("Empty where it cannot be."),
    )
    needs_outage = forms.BooleanField(label=gettext_lazy("It needs an outage"), required=False)
    starts_at = forms.DateTimeField(label=gettext_lazy("Begins"), required=False)
    ends_at = forms.DateTimeField(label=gettext_lazy("Ends"), required=False)

    def __init__(self, *args: Any, asked_by: PageRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


def _assess(acting: Acting, key: str, **told: Any) -> Any:
    return actions.assess_change(acting, key, told=actions.Assessment(**told))


class Reason(Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Why?"), widget=forms.Textarea)

    def __init__(self, *args: Any, asked_by: PageRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class Rate(Form):
    """How well it went."""

    rating = forms.TypedChoiceField(
        label=gettext_lazy("How well did it go?"),
        coerce=int,
        choices=[(mark, str(mark)) for mark in (1, 2, 3, 4, 5)],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("1 is badly, 5 is very well."),
    )
    comment = forms.CharField(label=gettext_lazy("What should we know?"), widget=forms.Textarea, required=False)

    def __init__(self, *args: Any, asked_by: PageRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class RequestApproval(Form):
    """Whom to ask."""

    approver = forms.CharField(
        label=gettext_lazy("Who decides?"), help_text=gettext_lazy("Their email, or a key such as PER-7.")
    )

    def __init__(self, *args: Any, asked_by: PageRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


Act = tuple[type[Form], Callable[..., Any], Callable[[], tuple[str, str]], Callable[..., bool]]

ASKING: dict[str, Act] = {
    "assign": (Assign, actions.assign_ticket, lambda: (_("Assign"), _("Assign the ticket")), policies.may_handle),
    "prioritise": (
        Prioritise,
        actions.prioritise_ticket,
        lambda: (_("Set priority"), _("Weigh it anew")),
        policies.may_handle,
    ),
    "pause": (Pause, actions.pause_ticket, lambda: (_("Let it wait"), _("Let it wait")), policies.may_handle),
    "agree-date": (
        AgreeDate,
        actions.agree_date,
        lambda: (_("Agree on it"), _("Agree on a date")),
        policies.may_answer,
    ),
    "assess": (Assess, _assess, lambda: (_("Assess it"), _("Assess the change")), policies.may_handle),
    "ask-approval": (
        RequestApproval,
        actions.request_approval,
        lambda: (_("Ask for approval"), _("Ask for approval")),
        policies.may_handle,
    ),
    "reopen": (
        Reason,
        actions.reopen_ticket,
        lambda: (_("Not yet"), _("What does not work yet?")),
        policies.may_decide_solution,
    ),
    "cancel": (Reason, actions.cancel_ticket, lambda: (_("Withdraw"), _("Withdraw it")), policies.may_withdraw),
    "rate": (Rate, actions.rate_ticket, lambda: (_("Send rating"), _("How well did it go?")), policies.may_rate),
}


def _told_before(found: Any, verb: str) -> dict[str, Any]:
    """What a change's assessment starts from."""
    if verb != "assess":
        return {}
    told = queries.change_of(found)
    known = {name: getattr(told, name) for name in ("kind", "is_tested", "backout", "needs_outage")}
    return known | {"starts_at": found.window_starts_at, "ends_at": found.window_ends_at}


@signed_in
def ask(request: PageRequest, key: str, verb: str) -> HttpResponse:
    """An act that needs a word or two: its own small page, which keeps what was typed."""
    form_class, run, says, may = ASKING[verb]
    found = queries.ticket(request.actor, key)
    require(may(request.actor, found))
    act_word, title = says()

    def act(data: dict[str, Any]) -> str:
        run(request.acting, key, **data)
        say(request, words.done(verb, key))
        return reverse("ticket", kwargs={"key": key})

    context = {
        **places(request),
        "ticket": found,
        "title": title,
        "act_word": act_word,
        "back": reverse("ticket", kwargs={"key": key}),
        "layout": "layouts/work.html" if policies.may_handle(request.actor, found) else "layouts/visit.html",
    }
    initial = {
        "impact": found.impact,
        "urgency": found.urgency,
        "assignee": found.work.assignee.key if found.work.assignee else "",
        "rating": found.rating,
        "comment": found.rating_comment,
        **_told_before(found, verb),
    }
    return submit(
        request, form_class, lambda form: context, act, template="desk/ask.html", initial=initial, asked_by=request
    )
