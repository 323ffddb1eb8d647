"""The charter: the go that opens the project."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goldenthread.business.portfolio import queries
from goldenthread.business.portfolio.actions import Chartering, charter_investment
from goldenthread.business.portfolio.policies import may_decide
from goldenthread.business.projects.actions import NewDeliverable
from goldenthread.foundation.errors import Refused
from goldenthread.foundation.policies import require
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.forms import Form
from goldenthread.web.pages import say, submit
from goldenthread.web.portfolio.frame import criteria
from goldenthread.web.thread import thread_of

DELIVERABLES = 5
DAY = {"widget": forms.DateInput(attrs={"type": "date"})}


class Charter(Form):
    """What a project is authorised to do, by whom, until when, and for how much."""

    name = forms.CharField(label=gettext_lazy("Project"), max_length=200)
    template = forms.ChoiceField(label=gettext_lazy("Way of working"))
    scope = forms.CharField(label=gettext_lazy("Scope"), widget=forms.Textarea)
    manager = forms.ChoiceField(label=gettext_lazy("Project manager"))
    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)
    members = forms.MultipleChoiceField(label=gettext_lazy("Members"), required=False)
    calendar = forms.ChoiceField(label=gettext_lazy("Calendar"))
    start_on = forms.DateField(label=gettext_lazy("Start"), **DAY)  # type: ignore[arg-type]
    deadline = forms.DateField(label=gettext_lazy("Deadline"), **DAY)  # type: ignore[arg-type]
    budget = forms.DecimalField(label=gettext_lazy("Budget released"), min_value=0)
    time_tolerance_days = forms.IntegerField(
        label=gettext_lazy("Working days it may be late"), min_value=0, max_value=1000, initial=10
    )
    cost_tolerance_percent = forms.DecimalField(
        label=gettext_lazy("Percent it may cost more"), min_value=0, max_value=100, initial=10
    )
    service = forms.ChoiceField(label=gettext_lazy("Service it changes"), required=False)
    new_service = forms.CharField(
        label=gettext_lazy("Or a new service it builds"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("It is put into the pipeline and goes live with its hand-over."),
    )
    service_owner = forms.ChoiceField(label=gettext_lazy("Owner of the new service"), required=False)
    conditions = forms.CharField(label=gettext_lazy("Conditions"), widget=forms.Textarea, required=False)

    def __init__(self, *args: Any, choices: dict[str, list[queries.Choice]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        for place in range(DELIVERABLES):
            number = {"number": place + 1}
            self.fields[f"result_{place}_name"] = forms.CharField(
                label=_("Deliverable %(number)s") % number, max_length=200, required=False
            )
            self.fields[f"result_{place}_criteria"] = forms.CharField(
                label=_("Accepted when, one per line (deliverable %(number)s)") % number,
                widget=forms.Textarea,
                required=False,
            )
            self.fields[f"result_{place}_due_on"] = forms.DateField(
                label=_("Due (deliverable %(number)s)") % number,
                required=False,
                **DAY,  # type: ignore[arg-type]
            )

    @property
    def results(self) -> list[tuple[Any, Any, Any]]:
        return [
            (self[f"result_{it}_name"], self[f"result_{it}_criteria"], self[f"result_{it}_due_on"])
            for it in range(DELIVERABLES)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for place in range(DELIVERABLES):
            if data.get(f"result_{place}_name") and not data.get(f"result_{place}_criteria"):
                self.add_error(f"result_{place}_criteria", _("Say what must be true for it to be accepted."))
        if data.get("new_service") and not data.get("service_owner"):
            self.add_error("service_owner", _("Name who will own the new service."))
        if data.get("new_service") and data.get("service"):
            self.add_error("new_service", _("Choose a service or name a new one, not both."))
        return data


@signed_in
def charter(request: PageRequest, key: str) -> HttpResponse:
    """Open the project of an approved investment."""
    investment = queries.investment(request.actor, key)
    require(may_decide(request.actor, investment))
    gate = queries.next_gate(investment)
    if gate is None or gate.leads_to != "chartered":
        raise Refused(_("Only an approved investment can be chartered."))

    def act(data: dict[str, Any]) -> str:
        project = charter_investment(request.acting, key, charter=_chartering(data))
        say(request, _("%(key)s is chartered, its project is %(project)s.") % {"key": key, "project": project.key})
        return url("project", key=project.key)

    def show(form: Form) -> dict[str, Any]:
        return {
            "investment": investment,
            "thread": thread_of(request, key),
            "title": _("Charter the project"),
            "criteria": criteria(gate),
            "missing": [it for it in gate.criteria.all() if not it.is_proven],
            "gates_url": url("investment-gates", key=key) + f"#{gate.key}",
            "back": url("investment", key=key),
            "version": investment.version,
            "currency": investment.portfolio.currency,
        }

    return submit(
        request,
        Charter,
        show,
        act,
        template="portfolio/charter.html",
        initial=_initial(request, investment),
        choices=_choices(request),
    )


def _choices(request: PageRequest) -> dict[str, list[queries.Choice]]:
    people, actor = queries.people_choices(request.actor), request.actor
    return {
        "template": _templates(),
        "manager": [("", _("Choose")), *people],
        "members": people,
        "service_owner": [("", _("Nobody yet")), *people],
        "team": [("", _("None")), *queries.team_choices(actor)],
        "calendar": queries.calendar_choices(actor),
        "service": [("", _("None")), *queries.service_choices(actor)],
    }


def _templates() -> list[queries.Choice]:
    words = {"service": _("Service"), "lean": _("Lean"), "development": _("Development")}
    return [(name, f"{words.get(name, name)} ({phases})") for name, phases in queries.template_choices()]


def _initial(request: PageRequest, investment: Any) -> dict[str, Any]:
    """What the proposal and its approval already say."""
    services = queries.services_of(request.actor, investment)
    newest = queries.newest_case(investment)
    approval = queries.approval(investment)
    initial: dict[str, Any] = {
        "name": investment.name,
        "scope": "\n".join(part for part in (investment.outcome, investment.description) if part),
        "calendar": queries.usual_calendar(request.actor),
        "budget": sum(flow.amount for flow in newest.flows.all() if flow.kind == "capex"),
        "service": services[0].key if services else "",
    }
    if approval is not None and approval.time_tolerance_days is not None:
        initial["time_tolerance_days"] = approval.time_tolerance_days
    if approval is not None and approval.cost_tolerance_percent is not None:
        initial["cost_tolerance_percent"] = approval.cost_tolerance_percent
    return initial


def _chartering(data: dict[str, Any]) -> Chartering:
    plain = {name: value for name, value in data.items() if not name.startswith("result_")}
    results = []
    for place in range(DELIVERABLES):
        name = data[f"result_{place}_name"].strip()
        if name:
            said = tuple(line.strip() for line in data[f"result_{place}_criteria"].splitlines() if line.strip())
            results.append(NewDeliverable(name, said, data[f"result_{place}_due_on"]))
    return Chartering(**{**plain, "members": tuple(plain["members"])}, deliverables=tuple(results))
