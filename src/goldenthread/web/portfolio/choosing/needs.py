"""What an investment needs beside money, told once at the investment: others, and hours of people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goldenthread.business.portfolio import queries
from goldenthread.business.portfolio.actions import relate_investment
from goldenthread.business.portfolio.policies import may_shape
from goldenthread.business.portfolio.queries import choosing
from goldenthread.foundation.policies import require
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.forms import Form
from goldenthread.web.pages import submit
from goldenthread.web.thread import thread_of

HOURS = {"min_value": 1, "max_value": 1_000_000, "required": False}


class Needs(Form):
    """Others it needs or rules out, and hours by skill."""

    needs = forms.MultipleChoiceField(
        label=gettext_lazy("It needs"), widget=forms.CheckboxSelectMultiple, required=False
    )
    excludes = forms.MultipleChoiceField(
        label=gettext_lazy("It rules out"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, others: list[queries.Choice], skills: list[queries.Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("needs", "excludes"):
            self.fields[name].choices = others  # type: ignore[attr-defined]
        for key, name in skills:
            self.fields[f"hours_{key}"] = forms.IntegerField(label=name, **HOURS)  # type: ignore[arg-type]

    @property
    def hours(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("hours_")]


@signed_in
def relate(request: PageRequest, key: str) -> HttpResponse:
    """Tell what an investment needs and rules out."""
    investment = queries.investment(request.actor, key)
    require(may_shape(request.actor, investment))

    def act(data: dict[str, Any]) -> str:
        hours = {
            name.removeprefix("hours_"): amount for name, amount in data.items() if name.startswith("hours_") and amount
        }
        relate_investment(request.acting, key, needs=data["needs"], excludes=data["excludes"], hours=hours)
        return url("investment", key=key)

    def show(form: Form) -> dict[str, Any]:
        return {
            "investment": investment,
            "thread": thread_of(request, key),
            "title": _("What %(key)s needs") % {"key": key},
            "back": url("investment", key=key),
            "version": investment.version,
        }

    ties, needs = choosing.needs_of(request.actor, investment)
    initial: dict[str, Any] = {
        kind: [tie.other.key for tie in ties if tie.kind == kind] for kind in ("needs", "excludes")
    }
    initial |= {f"hours_{need.skill.key}": need.hours for need in needs}
    others = [pair for pair in choosing.choosable(request.actor, investment.portfolio) if pair[0] != key]
    known = {"others": others, "skills": choosing.skill_choices(request.actor)}
    return submit(request, Needs, show, act, template="portfolio/needs.html", initial=initial, **known)
