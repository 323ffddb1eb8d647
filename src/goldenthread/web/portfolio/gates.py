"""Gates: what was decided and on what, what is still to be shown, and the decision itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from goldenthread.business.portfolio import queries
from goldenthread.business.portfolio.actions import (
    Decision,
    add_criterion,
    decide_gate,
    judge_criterion,
    resume_investment,
    schedule_gate,
)
from goldenthread.business.portfolio.policies import may_decide, may_prove
from goldenthread.business.portfolio.queries import choosing
from goldenthread.foundation.errors import NotFound
from goldenthread.foundation.policies import require
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.forms import Form
from goldenthread.web.pages import do, page, say, submit
from goldenthread.web.portfolio.frame import criteria, frame, stops
from goldenthread.web.portfolio.money import case_tiles, frozen
from goldenthread.web.portfolio.words import choice_kind, choice_word, gate_name
from goldenthread.web.thread import thread_of


class Decide(Form):
    """A decision with its reason, conditions, money and leeway."""

    choice = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        widget=forms.Textarea,
        required=False,
        help_text=gettext_lazy("Needed to hold, rework or stop."),
    )
    conditions = forms.CharField(label=gettext_lazy("Conditions"), widget=forms.Textarea, required=False)
    money_released = forms.DecimalField(label=gettext_lazy("Money released"), min_value=0, required=False, initial=0)
    time_tolerance_days = forms.IntegerField(
        label=gettext_lazy("Working days it may be late"), min_value=0, max_value=1000, required=False
    )
    cost_tolerance_percent = forms.DecimalField(
        label=gettext_lazy("Percent it may cost more"), min_value=0, max_value=100, required=False
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = choices  # type: ignore[attr-defined]


class Judge(Form):
    """Whether a criterion is met, and how one can see it."""

    is_met = forms.BooleanField(label=gettext_lazy("It is met"), required=False)
    evidence = forms.CharField(
        label=gettext_lazy("How one can see it"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("A document, a link, minutes, a figure."),
    )


class Ask(Form):
    """One thing more that must hold."""

    text = forms.CharField(label=gettext_lazy("What must hold"), max_length=200)


class Schedule(Form):
    """The day of a gate."""

    due_on = forms.DateField(label=gettext_lazy("Decide on"), widget=forms.DateInput(attrs={"type": "date"}))


@signed_in
def gates(request: PageRequest, key: str) -> HttpResponse:
    """Every gate with its criteria and all that was decided there."""
    investment = queries.investment(request.actor, key)
    context = frame(request, investment, "investment-gates")
    stands = queries.WAY.index(investment.held_in or investment.state) if _is_on_way(investment) else len(queries.WAY)
    context |= {
        "stops": stops(request, investment, context["gates"]),
        "rows": [
            {
                "gate": gate,
                "name": gate_name(gate.leads_to),
                "criteria": criteria(gate),
                "decisions": [
                    (
                        decision,
                        choice_word(decision.choice),
                        choice_kind(decision.choice),
                        frozen(request.fmt, decision, context["currency"]) if context["sees_money"] else None,
                    )
                    for decision in sorted(gate.decisions.all(), key=lambda decision: -decision.pk)
                ],
                "is_ahead": gate.place > stands,
                "is_next": gate == context["next_gate"],
            }
            for gate in context["gates"]
        ],
        "may_prove": may_prove(request.actor, investment),
        "put_forward": [
            (it, it.proposal["starts"].get(key))
            for it in choosing.put_forward_for(request.actor, investment)
            if it.proposal
        ],
    }
    return page(request, "portfolio/gates.html", context)


def _is_on_way(investment: Any) -> bool:
    return (investment.held_in or investment.state) in queries.WAY


@signed_in
def decide(request: PageRequest, key: str, gate: str) -> HttpResponse:
    """Record a decision at the next gate."""
    investment, at = _at(request, key, gate)
    require(may_decide(request.actor, investment))
    choices = [(name, choice_word(name)) for name in ("go", "hold", "recycle", "kill")]
    if at.leads_to == "chartered":
        choices = choices[1:]

    def act(data: dict[str, Any]) -> str:
        known = {**data, "money_released": data["money_released"] or Decimal(0)}
        decide_gate(request.acting, key, gate=gate, decision=Decision(**known))
        say(request, _("The decision on %(key)s is recorded.") % {"key": key})
        return url("investment", key=key)

    def show(form: Form) -> dict[str, Any]:
        title = _("Decide at %(gate)s") % {"gate": gate_name(at.leads_to)}
        return {
            **_around(request, investment, title, _("Record decision")),
            **_freezes(request, investment),
            "lead": _("The newest version of the business case is frozen with its forecast and stays as it is."),
            "criteria": criteria(at),
            "missing": [it for it in at.criteria.all() if not it.is_proven],
            "may_prove": may_prove(request.actor, investment),
            "gates_url": url("investment-gates", key=key) + f"#{gate}",
        }

    asked = request.GET.get("choice", "")
    initial = {"choice": asked} if asked in dict(choices) else {}
    return submit(request, Decide, show, act, template="portfolio/decide.html", initial=initial, choices=choices)


@signed_in
def judge(request: PageRequest, key: str, gate: str, place: int) -> HttpResponse:
    """Say whether one criterion is met."""
    investment, at = _at(request, key, gate)
    criterion = next((it for it in at.criteria.all() if it.place == place), None)
    if criterion is None:
        raise NotFound(_("This gate has no such criterion."))

    def act(data: dict[str, Any]) -> str:
        judge_criterion(request.acting, key, gate=gate, place=place, **data)
        return url("investment-gates", key=key) + f"#{gate}"

    def show(form: Form) -> dict[str, Any]:
        return {**_around(request, investment, _(criterion.text), _("Keep it")), "lead": gate_name(at.leads_to)}

    initial = {"is_met": criterion.is_met or not criterion.evidence, "evidence": criterion.evidence}
    return submit(request, Judge, show, act, template="portfolio/form.html", initial=initial)


@signed_in
def ask(request: PageRequest, key: str, gate: str) -> HttpResponse:
    """Add a criterion to a gate still ahead."""
    investment, at = _at(request, key, gate)
    require(may_decide(request.actor, investment))

    def act(data: dict[str, Any]) -> str:
        add_criterion(request.acting, key, gate=gate, text=data["text"])
        return url("investment-gates", key=key) + f"#{gate}"

    def show(form: Form) -> dict[str, Any]:
        around = _around(request, investment, _("Ask one thing more"), _("Add criterion"))
        return {**around, "lead": gate_name(at.leads_to)}

    return submit(request, Ask, show, act, template="portfolio/form.html")


@signed_in
def schedule(request: PageRequest, key: str, gate: str) -> HttpResponse:
    """Set the day of a gate."""
    investment, at = _at(request, key, gate)
    require(may_decide(request.actor, investment))

    def act(data: dict[str, Any]) -> str:
        schedule_gate(request.acting, key, gate=gate, due_on=data["due_on"])
        return url("investment-gates", key=key) + f"#{gate}"

    def show(form: Form) -> dict[str, Any]:
        return {**_around(request, investment, _("Set the day"), _("Set the day")), "lead": gate_name(at.leads_to)}

    return submit(request, Schedule, show, act, template="portfolio/form.html", initial={"due_on": at.due_on})


@signed_in
@require_POST
def resume(request: PageRequest, key: str) -> HttpResponse:
    """Take it off hold."""
    return do(request, lambda: url("investment", key=resume_investment(request.acting, key).key))


def _at(request: PageRequest, key: str, gate: str) -> tuple[Any, Any]:
    investment = queries.investment(request.actor, key)
    at = queries.gate(request.actor, gate)
    if at.investment_id != investment.pk:
        raise NotFound(_("%(key)s has no such gate.") % {"key": key})
    return investment, at


def _freezes(request: PageRequest, investment: Any) -> dict[str, Any]:
    """The forecast that a decision freezes, for those who see the money."""
    if not queries.sees_money(request.actor, investment):
        return {}
    case = queries.newest_case(investment)
    address = url("investment-case", key=investment.key)
    tiles = case_tiles(request.fmt, case, None, investment.portfolio.currency, address)
    return {
        "figures": [tile.figure for tile in tiles],
        "case_word": _("case version %(number)s") % {"number": case.number},
    }


def _around(request: PageRequest, investment: Any, title: str, act: str) -> dict[str, Any]:
    return {
        "investment": investment,
        "thread": thread_of(request, investment.key),
        "title": title,
        "act": act,
        "lead": "",
        "back": url("investment-gates", key=investment.key),
        "back_word": investment.name,
        "version": investment.version,
        "currency": investment.portfolio.currency,
    }
