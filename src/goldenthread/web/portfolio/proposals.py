"""Proposing an investment, and describing it better."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goldenthread.business.portfolio import queries
from goldenthread.business.portfolio.actions import (
    NewInvestment,
    describe_investment,
    propose_investment,
)
from goldenthread.business.portfolio.policies import may_propose, may_shape
from goldenthread.business.services.queries import improvement as improvement_of
from goldenthread.foundation.policies import require
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.forms import Form
from goldenthread.web.pages import say, submit
from goldenthread.web.portfolio.proposal_form import RISKS, Propose, feeds, new_benefits, new_costs, new_risks
from goldenthread.web.thread import thread_of


class Describe(Form):
    """What is said of an investment, what it feeds, what may go wrong."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    outcome = forms.CharField(label=gettext_lazy("What will be better, in one sentence"), max_length=300)
    description = forms.CharField(label=gettext_lazy("Description"), widget=forms.Textarea, required=False)
    sponsor = forms.ChoiceField(label=gettext_lazy("Sponsor"))
    is_mandatory = forms.BooleanField(label=gettext_lazy("It must be done, whatever it is worth"), required=False)

    def __init__(
        self, *args: Any, people: list[queries.Choice], objectives: list[queries.Choice], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sponsor"].choices = people  # type: ignore[attr-defined]
        for key, name in objectives:
            self.fields[f"weight_{key}"] = forms.IntegerField(label=name, min_value=1, max_value=100, required=False)
        for place in range(RISKS):
            number = {"number": place + 1}
            self.fields[f"risk_{place}_title"] = forms.CharField(
                label=_("Risk %(number)s") % number, max_length=200, required=False
            )
            self.fields[f"risk_{place}_probability"] = forms.IntegerField(
                label=_("Chance in percent (risk %(number)s)") % number, min_value=0, max_value=100, required=False
            )
            self.fields[f"risk_{place}_cost"] = forms.DecimalField(
                label=_("Would cost (risk %(number)s)") % number, min_value=0, required=False
            )

    @property
    def weights(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("weight_")]

    @property
    def risks(self) -> list[tuple[Any, Any, Any]]:
        return [
            (self[f"risk_{it}_title"], self[f"risk_{it}_probability"], self[f"risk_{it}_cost"]) for it in range(RISKS)
        ]


@signed_in
def propose(request: PageRequest) -> HttpResponse:
    """Propose; ?improvement= starts from an improvement, ?objective= feeds one."""
    require(may_propose(request.actor))
    source = _source(request)

    def act(data: dict[str, Any]) -> str:
        names = ("name", "outcome", "portfolio", "sponsor", "kind", "description", "is_mandatory")
        new = NewInvestment(
            **{name: data[name] for name in names},
            objectives=feeds(data),
            costs=new_costs(data),
            benefits=new_benefits(data),
            risks=new_risks(data),
            services=tuple(data["services"]),
        )
        made = propose_investment(request.acting, new=new, improvement=source.key if source else "")
        say(request, _("%(key)s is proposed.") % {"key": made.key})
        return url("investment", key=made.key)

    def show(form: Form) -> dict[str, Any]:
        return {"source": source, "back": url("portfolio")}

    actor = request.actor
    choices = {
        "portfolio": queries.portfolio_choices(actor),
        "sponsor": [("", _("Choose")), *queries.people_choices(actor)],
        "services": queries.service_choices(actor),
        "kind": list(queries.KIND_WORDS.items()),
    }
    known = {
        "choices": choices,
        "objectives": queries.objective_choices(actor),
        "measures": queries.measure_choices(actor),
    }
    return submit(
        request, Propose, show, act, template="portfolio/propose.html", initial=_initial(request, source), **known
    )


def _source(request: PageRequest) -> Any:
    """The improvement that the proposal starts from, if the address names one."""
    key = request.GET.get("improvement", "")
    return improvement_of(request.actor, key) if key else None


def _initial(request: PageRequest, source: Any) -> dict[str, Any]:
    today = request.fmt.local(request.acting.at).date()
    initial: dict[str, Any] = {"starts_on": today.replace(day=1)}
    objective = request.GET.get("objective", "")
    if objective:
        initial[f"weight_{objective}"] = 100
    if source is not None:
        initial |= {"name": source.title, "description": source.description, "services": [source.service.key]}
    return initial


@signed_in
def describe(request: PageRequest, key: str) -> HttpResponse:
    """Change what is said of an investment."""
    investment = queries.investment(request.actor, key)
    require(may_shape(request.actor, investment))

    def act(data: dict[str, Any]) -> str:
        names = ("name", "outcome", "description", "sponsor", "is_mandatory")
        describe_investment(
            request.acting,
            key,
            changes={name: data[name] for name in names},
            objectives=feeds(data),
            risks=new_risks(data),
        )
        return url("investment", key=key)

    def show(form: Form) -> dict[str, Any]:
        return {
            "investment": investment,
            "thread": thread_of(request, key),
            "title": _("Edit %(name)s") % {"name": investment.name},
            "back": url("investment", key=key),
            "version": investment.version,
        }

    fed = queries.objectives_of(investment.pk)
    offered = dict(queries.objective_choices(request.actor)) | {it.key: it.name for it, _weight in fed}
    initial: dict[str, Any] = {
        "name": investment.name,
        "outcome": investment.outcome,
        "description": investment.description,
        "sponsor": investment.sponsor.key,
        "is_mandatory": investment.is_mandatory,
    }
    initial |= {f"weight_{it.key}": weight for it, weight in fed}
    for place, risk in enumerate(investment.risks.order_by("id")[:RISKS]):
        initial |= {
            f"risk_{place}_title": risk.title,
            f"risk_{place}_probability": risk.probability,
            f"risk_{place}_cost": risk.cost,
        }
    known = {"people": queries.people_choices(request.actor), "objectives": list(offered.items())}
    return submit(request, Describe, show, act, template="portfolio/describe.html", initial=initial, **known)
