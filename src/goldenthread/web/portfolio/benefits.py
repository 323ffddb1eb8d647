"""Benefits: promised, and as the live service's measures read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goldenthread.business.portfolio import queries
from goldenthread.business.portfolio.actions import NewBenefit, add_benefit
from goldenthread.business.portfolio.policies import may_shape
from goldenthread.business.services.actions import NewMeasure
from goldenthread.business.services.queries import DIRECTIONS
from goldenthread.foundation.errors import NotFound
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.forms import Form
from goldenthread.web.links import url_of
from goldenthread.web.pages import page, submit
from goldenthread.web.portfolio.charts import measure_chart
from goldenthread.web.portfolio.frame import frame
from goldenthread.web.portfolio.money import number, reading_of
from goldenthread.web.portfolio.words import kept_kind, kept_word
from goldenthread.web.thread import thread_of
from goldenthread.web.ui.figure import Figure, FigureAct, FigureInput
from goldenthread.web.ui.status import Kind


@dataclass(frozen=True)
class BenefitRow:
    """A benefit as a table row: what it reads, what was promised for today, what both are worth."""

    name: str
    key: str
    url: str
    measure: str
    read: Figure
    promised: str
    target: str
    worth: Figure | None
    due: str
    kind: Kind
    word: str
    owner: str


def benefit_rows(
    request: PageRequest, standings: Sequence[queries.BenefitStanding], investment: Any, *, sees_money: bool
) -> list[BenefitRow]:
    return [_row(request, standing, investment.portfolio.currency, sees_money=sees_money) for standing in standings]


def _row(request: PageRequest, standing: queries.BenefitStanding, currency: str, *, sees_money: bool) -> BenefitRow:
    fmt, benefit, measure = request.fmt, standing.benefit, standing.benefit.measure
    return BenefitRow(
        name=benefit.name,
        key=benefit.key,
        url=url_of(measure.key),
        measure=measure.name,
        read=_read(request, standing),
        promised=fmt.with_unit(number(fmt, standing.promised), measure.unit),
        target=_("%(value)s by %(day)s")
        % {
            "value": fmt.with_unit(number(fmt, measure.target), measure.unit),
            "day": fmt.date(measure.target_on),
        },
        worth=_worth(request, standing, currency) if sees_money else None,
        due=fmt.money(standing.promised_worth, currency, short=True) if sees_money else "",
        kind=kept_kind(standing),
        word=kept_word(standing.kept),
        owner=benefit.owner.name if benefit.owner else "–",
    )


def _read(request: PageRequest, standing: queries.BenefitStanding) -> Figure:
    fmt, measure, reading = request.fmt, standing.benefit.measure, standing.reading

    def said(value: Any) -> str:
        return fmt.with_unit(number(fmt, value), measure.unit)

    read = said(reading.value) if reading else ""
    return Figure(
        f"read-{standing.benefit.key}",
        measure.name,
        read or "–",
        _("The newest reading, beside a straight line from the baseline to the target."),
        (
            FigureInput(
                _("Starting value"),
                said(measure.baseline),
                fmt.date(standing.benefit.starts_on),
            ),
            FigureInput(_("Promised for today"), said(standing.promised), fmt.date(fmt.now)),
            FigureInput(_("Target"), said(measure.target), fmt.date(measure.target_on)),
            FigureInput(_("Read"), read, reading.source if reading else ""),
        ),
        acts=(FigureAct(_("Open the measure"), url_of(measure.key)),),
        read_at=fmt.date(reading.on) if reading else "",
    )


def _worth(request: PageRequest, standing: queries.BenefitStanding, currency: str) -> Figure:
    fmt, benefit = request.fmt, standing.benefit
    return Figure(
        f"worth-{benefit.key}",
        benefit.name,
        fmt.money(standing.worth, currency, short=True),
        _("How much better than the baseline each reading was, for the days it held, times its worth a year."),
        (
            FigureInput(_("Worth of a unit a year"), fmt.money(benefit.worth_per_unit, currency), _("business case")),
            FigureInput(_("Newest reading"), reading_of(fmt, standing) if standing.reading else ""),
            FigureInput(_("Promised by now"), fmt.money(standing.promised_worth, currency)),
        ),
        sum_label=_("Returned so far"),
        value=fmt.money(standing.worth, currency),
    )


@signed_in
def benefits(request: PageRequest, key: str) -> HttpResponse:
    """Each benefit with its measure's readings against the promise."""
    investment = queries.investment(request.actor, key)
    context = frame(request, investment, "investment-benefits")
    today = request.fmt.local(request.acting.at).date()
    standings = queries.benefits(investment, today)
    context |= {
        "benefits": benefit_rows(request, standings, investment, sees_money=context["sees_money"]),
        "charts": [
            (
                standing.benefit,
                measure_chart(
                    request.fmt,
                    standing.benefit.measure,
                    sorted(standing.benefit.measure.readings.all(), key=lambda reading: reading.on),
                    standing.benefit.starts_on,
                    today,
                ),
            )
            for standing in standings
        ],
    }
    return page(request, "portfolio/benefits.html", context)


class Promise(Form):
    """One benefit, read at a measure that is there or a new one."""

    name = forms.CharField(label=gettext_lazy("What will be better"), max_length=200)
    measure = forms.ChoiceField(
        label=gettext_lazy("Read at"),
        required=False,
        help_text=gettext_lazy("Choose a measure, or describe a new one below."),
    )
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=24, required=False)
    direction = forms.ChoiceField(label=gettext_lazy("Which way"), choices=DIRECTIONS, required=False)
    baseline = forms.DecimalField(label=gettext_lazy("Today"), required=False)
    target = forms.DecimalField(label=gettext_lazy("Target"), required=False)
    target_on = forms.DateField(
        label=gettext_lazy("Reached on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    worth_per_unit = forms.DecimalField(
        label=gettext_lazy("Worth of one unit a year"), min_value=0, required=False, initial=0
    )
    owner = forms.ChoiceField(label=gettext_lazy("Who answers for it"), required=False)

    def __init__(self, *args: Any, measures: list[queries.Choice], people: list[queries.Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [("", _("A new measure")), *measures]  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", _("The sponsor")), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("measure"):
            for name in ("unit", "baseline", "target", "target_on"):
                if name in data and data[name] in (None, ""):
                    self.add_error(name, _("A new measure needs this."))
        return data


def new_benefit(data: dict[str, Any], prefix: str = "") -> NewBenefit:
    """The benefit that a form's values, with a prefix before their names, describe."""
    said = {name: data.get(f"{prefix}{name}") for name in ("name", "measure", "owner", "worth_per_unit")}
    measure: str | NewMeasure = said["measure"] or NewMeasure(
        name="",
        unit=data[f"{prefix}unit"],
        direction=data[f"{prefix}direction"],
        baseline=data[f"{prefix}baseline"],
        target=data[f"{prefix}target"],
        target_on=data[f"{prefix}target_on"],
    )
    return NewBenefit(said["name"] or "", measure, said["worth_per_unit"] or Decimal(0), said["owner"] or "")


@signed_in
def promise(request: PageRequest, key: str) -> HttpResponse:
    """Promise one more benefit."""
    investment = queries.investment(request.actor, key)
    if not may_shape(request.actor, investment):
        raise NotFound(_("There is no %(key)s, or it is not open to you.") % {"key": key})

    def act(data: dict[str, Any]) -> str:
        add_benefit(request.acting, key, new=new_benefit(data))
        return url("investment-benefits", key=key)

    def show(form: Form) -> dict[str, Any]:
        back = url("investment-benefits", key=key)
        return {
            "investment": investment,
            "thread": thread_of(request, key),
            "title": _("Promise a benefit"),
            "lead": _("Its money is written into the business case afterwards."),
            "act": _("Promise it"),
            "back": back,
            "back_word": investment.name,
            "version": investment.version,
        }

    known: dict[str, Any] = {
        "measures": queries.measure_choices(request.actor),
        "people": queries.people_choices(request.actor),
    }
    return submit(request, Promise, show, act, template="portfolio/form.html", **known)
