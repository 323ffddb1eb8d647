"""Objectives: what is wanted, how far it is, and what feeds it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from goldenthread.business.portfolio import queries
from goldenthread.business.portfolio.actions import (
    NewObjective,
    NewPortfolio,
    close_objective,
    open_portfolio,
    set_objective,
)
from goldenthread.business.portfolio.policies import may_close_objective, may_open_portfolio, may_set_objective
from goldenthread.business.services.actions import NewMeasure
from goldenthread.business.services.queries import DIRECTIONS
from goldenthread.foundation.policies import require
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, every, wants_csv
from goldenthread.web.forms import Form
from goldenthread.web.links import url_of
from goldenthread.web.pages import do, page, submit
from goldenthread.web.portfolio.board import Face, views
from goldenthread.web.portfolio.charts import measure_chart
from goldenthread.web.portfolio.money import number
from goldenthread.web.portfolio.words import state_kind, state_word
from goldenthread.web.thread import thread_of
from goldenthread.web.ui.figure import Figure, FigureAct, FigureInput, Tile, spark
from goldenthread.web.ui.status import Kind

DAY = {"widget": forms.DateInput(attrs={"type": "date"})}


class SetObjective(Form):
    """What is wanted by when, and the figure that tells."""

    name = forms.CharField(label=gettext_lazy("What is wanted"), max_length=200)
    description = forms.CharField(label=gettext_lazy("Why"), widget=forms.Textarea, required=False)
    portfolio = forms.ChoiceField(label=gettext_lazy("Portfolio"))
    owner = forms.ChoiceField(label=gettext_lazy("Who answers for it"))
    due_on = forms.DateField(label=gettext_lazy("Reached by"), **DAY)  # type: ignore[arg-type]
    measure = forms.CharField(label=gettext_lazy("Measured by"), max_length=200)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=24)
    direction = forms.ChoiceField(label=gettext_lazy("Which way"), choices=DIRECTIONS)
    baseline = forms.DecimalField(label=gettext_lazy("Today"))
    target = forms.DecimalField(label=gettext_lazy("Target"))

    def __init__(
        self, *args: Any, portfolios: list[queries.Choice], people: list[queries.Choice], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["portfolio"].choices = portfolios  # type: ignore[attr-defined]
        self.fields["owner"].choices = people  # type: ignore[attr-defined]


class OpenPortfolio(Form):
    """A portfolio with the money it may commit."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    limit = forms.DecimalField(label=gettext_lazy("Money it may commit"), min_value=0)
    currency = forms.CharField(label=gettext_lazy("Currency"), min_length=3, max_length=3, initial="EUR")
    discount_percent = forms.DecimalField(
        label=gettext_lazy("Discount rate, percent a year"), min_value=0, max_value=100, initial=8
    )
    manager = forms.ChoiceField(label=gettext_lazy("Portfolio manager"))

    def __init__(self, *args: Any, people: list[queries.Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manager"].choices = people  # type: ignore[attr-defined]

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


@signed_in
def listing(request: PageRequest) -> HttpResponse:
    """Objectives with their newest reading and what feeds them."""
    state, owner = request.GET.get("state", "open"), request.GET.get("owner", "")

    def read(cursor: str | None) -> Any:
        return queries.objective_rows(request.actor, state="" if state == "all" else state, owner=owner, cursor=cursor)

    if wants_csv(request.GET):
        head = [_("Key"), _("Name"), _("Owner"), _("Starting value"), _("Now"), _("Target"), _("Unit"), _("Reached by")]
        return csv_answer("objectives", head, (_cells(row) for row in every(read)))
    found = read(request.GET.get("after"))
    asked = {"state": "" if state == "open" else state, "owner": owner}
    context = {
        "rows": [
            (row, *reached(row.objective.measure, row.value), Face(row.objective.owner), number) for row in found.rows
        ],
        "views": views(request, "objectives"),
        "states": [
            (word, url("objectives", {**asked, "state": name}))
            for name, word in (("", _("Open")), ("closed", _("Closed")), ("all", _("All")))
        ],
        "chosen": url("objectives", asked),
        "is_filtered": bool(asked["state"] or owner),
        "newer": url("objectives", {**asked, "after": found.previous}) if found.previous else "",
        "older": url("objectives", {**asked, "after": found.next}) if found.next else "",
        "export_url": url("objectives", {**asked, "format": "csv"}),
        "may_set": may_set_objective(request.actor),
    }
    return page(request, "portfolio/objectives.html", context, block="rows")


def _cells(row: queries.ObjectiveRow) -> list[object]:
    it, measure = row.objective, row.objective.measure
    return [it.key, it.name, it.owner.name, measure.baseline, row.value, measure.target, measure.unit, it.due_on]


def reached(measure: Any, value: Any) -> tuple[Kind, str]:
    """Whether a reading is at its target."""
    if value is None:
        return "still", _("Not read yet")
    if queries.better_by(measure, value) >= queries.better_by(measure, measure.target):
        return "good", _("Reached")
    if queries.better_by(measure, value) <= 0:
        return "bad", _("No better yet")
    return "live", _("On the way")


@signed_in
def objective(request: PageRequest, key: str) -> HttpResponse:
    """One objective: its readings against baseline and target, and the investments that feed it."""
    it = queries.objective(request.actor, key)
    today = request.fmt.local(request.acting.at).date()
    readings = queries.readings(it.measure)
    value = readings[-1].value if readings else None
    kind, word = reached(it.measure, value)
    feeders = queries.feeders(request.actor, it)
    context = {
        "objective": it,
        "thread": thread_of(request, key),
        "state_kind": "none" if it.closed_at else kind,
        "state_word": _("Closed") if it.closed_at else word,
        "facts": [
            (_("Owner"), it.owner.name),
            (_("Portfolio"), it.portfolio.name),
            (_("Reached by"), request.fmt.date(it.due_on)),
        ],
        "tiles": _tiles(request, it, readings),
        "chart": measure_chart(request.fmt, it.measure, readings, _since(it, readings, today), today),
        "feeders": [
            (investment, weight, state_kind(investment.state), state_word(investment.state), Face(investment.sponsor))
            for investment, weight in feeders
        ],
        "measure_url": url_of(it.measure.key),
        "propose_url": url("new-investment", {"objective": key}),
        "may_close": may_close_objective(request.actor, it) and it.closed_at is None,
    }
    return page(request, "portfolio/objective.html", context)


def _since(it: Any, readings: list[Any], today: Any) -> Any:
    return readings[0].on if readings else today


def _tiles(request: PageRequest, it: Any, readings: list[Any]) -> tuple[Tile, ...]:
    fmt, measure = request.fmt, it.measure
    last = readings[-1] if readings else None

    def said(value: Any) -> str:
        return fmt.with_unit(number(fmt, value), measure.unit)

    share = None
    if last is not None:
        share = queries.better_by(measure, last.value) / queries.better_by(measure, measure.target)
    inputs = (
        FigureInput(_("Starting value"), said(measure.baseline), measure.name),
        FigureInput(_("Now"), said(last.value) if last else "", last.source if last else ""),
        FigureInput(_("Target"), said(measure.target), fmt.date(measure.target_on)),
    )
    acts = (FigureAct(_("Open the measure"), url_of(measure.key)),)
    read_at = fmt.date(last.on) if last else ""
    now = Figure(
        "now", _("Now"), said(last.value) if last else "–",
        _("The newest reading of the measure."), inputs, acts=acts, read_at=read_at,
    )  # fmt: skip
    way = Figure(
        "way", _("Of the way"), fmt.percent(share) if share is not None else "–",
        _("How far the newest reading is from the baseline to the target."), inputs, acts=acts, read_at=read_at,
    )  # fmt: skip
    aim = Figure(
        "aim", _("Target"), said(measure.target),
        _("What the measure is to read."), inputs, acts=acts,
    )  # fmt: skip
    curve = spark([float(reading.value) for reading in readings], float(measure.target))
    return (
        Tile(now, _("from %(baseline)s") % {"baseline": said(measure.baseline)}, curve),
        Tile(way, measure.name),
        Tile(aim, _("by %(day)s") % {"day": fmt.date(measure.target_on)}),
    )


@signed_in
def new_objective(request: PageRequest) -> HttpResponse:
    """Set an objective with its measure."""
    require(may_set_objective(request.actor))

    def act(data: dict[str, Any]) -> str:
        measure = NewMeasure(
            name=data["measure"], unit=data["unit"], direction=data["direction"], baseline=data["baseline"],
            target=data["target"], target_on=data["due_on"],
        )  # fmt: skip
        known = {name: data[name] for name in ("name", "portfolio", "owner", "due_on", "description")}
        return url("objective", key=set_objective(request.acting, new=NewObjective(**known, measure=measure)).key)

    def show(form: Form) -> dict[str, Any]:
        lead = _(
            "An objective without a figure is a wish. Say what is measured, where it stands and where it is to be."
        )
        return _around(_("Set an objective"), lead, _("Set objective"), url("objectives"), _("Objectives"))

    known: dict[str, Any] = {
        "portfolios": queries.portfolio_choices(request.actor),
        "people": [("", _("Choose")), *queries.people_choices(request.actor)],
    }
    return submit(request, SetObjective, show, act, template="portfolio/form.html", **known)


@signed_in
def new_portfolio(request: PageRequest) -> HttpResponse:
    """Open a portfolio."""
    require(may_open_portfolio(request.actor))

    def act(data: dict[str, Any]) -> str:
        return url("portfolio", {"portfolio": open_portfolio(request.acting, new=NewPortfolio(**data)).key})

    def show(form: Form) -> dict[str, Any]:
        lead = _("Investments are governed together, against one limit and at one discount rate.")
        return _around(_("Open a portfolio"), lead, _("Open portfolio"), url("portfolio"), _("Portfolio"))

    people = [("", _("Choose")), *queries.people_choices(request.actor)]
    return submit(request, OpenPortfolio, show, act, template="portfolio/form.html", people=people)


@signed_in
@require_POST
def close(request: PageRequest, key: str) -> HttpResponse:
    """Pursue an objective no longer."""
    return do(request, lambda: url("objective", key=close_objective(request.acting, key).key))


def _around(title: str, lead: str, act: str, back: str, back_word: str) -> dict[str, Any]:
    return {"title": title, "lead": lead, "act": act, "back": back, "back_word": back_word, "version": None}
