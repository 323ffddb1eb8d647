"""The form of a proposal: what is wanted, what it feeds, costs and benefits by year, first risks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goldenthread.business.portfolio.actions import Amount, NewBenefit, NewLine, NewRisk
from goldenthread.business.portfolio.queries import FLOW_WORDS, Choice
from goldenthread.business.services.actions import NewMeasure
from goldenthread.business.services.queries import DIRECTIONS
from goldenthread.web.forms import Form
from goldenthread.web.portfolio.grid import add_months

YEARS, COSTS, BENEFITS, RISKS = 5, 4, 3, 3
DAY = {"widget": forms.DateInput(attrs={"type": "date"})}


class Propose(Form):
    """Everything a first case needs; what is not known yet may be left empty."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    outcome = forms.CharField(label=gettext_lazy("What will be better, in one sentence"), max_length=300)
    description = forms.CharField(label=gettext_lazy("Description"), widget=forms.Textarea, required=False)
    portfolio = forms.ChoiceField(label=gettext_lazy("Portfolio"))
    sponsor = forms.ChoiceField(label=gettext_lazy("Sponsor"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    services = forms.MultipleChoiceField(label=gettext_lazy("Services it changes"), required=False)
    is_mandatory = forms.BooleanField(label=gettext_lazy("It must be done, whatever it is worth"), required=False)
    starts_on = forms.DateField(label=gettext_lazy("First year begins"), **DAY)  # type: ignore[arg-type]

    def __init__(
        self,
        *args: Any,
        choices: dict[str, list[Choice]],
        objectives: list[Choice],
        measures: list[Choice],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        for key, name in objectives:
            self.fields[f"weight_{key}"] = forms.IntegerField(label=name, min_value=1, max_value=100, required=False)
        for place in range(COSTS):
            self._add_cost(place)
        for place in range(BENEFITS):
            self._add_benefit(place, measures)
        for place in range(RISKS):
            self._add_risk(place)

    def _add_cost(self, place: int) -> None:
        number = {"number": place + 1}
        offered = [(name, word) for name, word in FLOW_WORDS.items() if name != "benefit"]
        self.fields[f"cost_{place}_kind"] = forms.ChoiceField(
            label=_("Kind of cost %(number)s") % number, choices=offered, required=False
        )
        self.fields[f"cost_{place}_memo"] = forms.CharField(
            label=_("Cost %(number)s") % number, max_length=200, required=False
        )
        self._add_years(f"cost_{place}", _("Cost %(number)s") % number)

    def _add_benefit(self, place: int, measures: list[Choice]) -> None:
        number = {"number": place + 1}
        known: dict[str, forms.Field] = {
            "name": forms.CharField(label=_("Benefit %(number)s") % number, max_length=200, required=False),
            "measure": forms.ChoiceField(
                label=_("Read at (benefit %(number)s)") % number,
                choices=[("", _("A new measure")), *measures],
                required=False,
            ),
            "unit": forms.CharField(label=_("Unit (benefit %(number)s)") % number, max_length=24, required=False),
            "direction": forms.ChoiceField(
                label=_("Which way (benefit %(number)s)") % number, choices=DIRECTIONS, required=False
            ),
            "baseline": forms.DecimalField(label=_("Today (benefit %(number)s)") % number, required=False),
            "target": forms.DecimalField(label=_("Target (benefit %(number)s)") % number, required=False),
            "target_on": forms.DateField(
                label=_("Reached on (benefit %(number)s)") % number,
                required=False,
                **DAY,  # type: ignore[arg-type]
            ),
            "worth_per_unit": forms.DecimalField(
                label=_("Worth of one unit a year (benefit %(number)s)") % number, min_value=0, required=False
            ),
        }
        for name, made in known.items():
            self.fields[f"benefit_{place}_{name}"] = made
        self._add_years(f"benefit_{place}", _("Benefit %(number)s") % number)

    def _add_risk(self, place: int) -> None:
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

    def _add_years(self, prefix: str, word: str) -> None:
        for year in range(YEARS):
            label = _("%(line)s, year %(year)s") % {"line": word, "year": year + 1}
            self.fields[f"{prefix}_y{year}"] = forms.DecimalField(
                label=label, min_value=0, max_digits=13, decimal_places=2, required=False
            )

    @property
    def weights(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("weight_")]

    @property
    def costs(self) -> list[dict[str, Any]]:
        return [self._row(f"cost_{place}", "kind", "memo") for place in range(COSTS)]

    @property
    def benefits(self) -> list[dict[str, Any]]:
        names = ("name", "measure", "unit", "direction", "baseline", "target", "target_on", "worth_per_unit")
        return [self._row(f"benefit_{place}", *names) for place in range(BENEFITS)]

    @property
    def risks(self) -> list[tuple[Any, Any, Any]]:
        return [
            (self[f"risk_{it}_title"], self[f"risk_{it}_probability"], self[f"risk_{it}_cost"]) for it in range(RISKS)
        ]

    def _row(self, prefix: str, *names: str) -> dict[str, Any]:
        cells = [self[f"{prefix}_y{year}"] for year in range(YEARS)]
        return {**{name: self[f"{prefix}_{name}"] for name in names}, "cells": cells}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for place in range(COSTS):
            if any(_years(data, f"cost_{place}")) and not data.get(f"cost_{place}_memo"):
                self.add_error(f"cost_{place}_memo", _("Say what this cost is."))
        for place in range(BENEFITS):
            self._check_benefit(place, data)
        return data

    def _check_benefit(self, place: int, data: dict[str, Any]) -> None:
        prefix = f"benefit_{place}_"
        if not data.get(f"{prefix}name"):
            if any(_years(data, f"benefit_{place}")):
                self.add_error(f"{prefix}name", _("Name the benefit."))
            return
        if data.get(f"{prefix}measure"):
            return
        for name in ("unit", "baseline", "target", "target_on"):
            if f"{prefix}{name}" in data and data[f"{prefix}{name}"] in (None, ""):
                self.add_error(f"{prefix}{name}", _("A new measure needs this."))


def feeds(data: dict[str, Any]) -> tuple[tuple[str, int], ...]:
    """The objectives that were given a weight."""
    return tuple(
        (name.removeprefix("weight_"), weight) for name, weight in data.items() if name.startswith("weight_") and weight
    )


def new_costs(data: dict[str, Any]) -> tuple[NewLine, ...]:
    return tuple(
        NewLine(data[f"cost_{place}_kind"] or "capex", data[f"cost_{place}_memo"], _amounts(data, f"cost_{place}"))
        for place in range(COSTS)
        if data[f"cost_{place}_memo"] and _amounts(data, f"cost_{place}")
    )


def new_benefits(data: dict[str, Any]) -> tuple[NewBenefit, ...]:
    made = []
    for place in range(BENEFITS):
        prefix = f"benefit_{place}_"
        if not data[f"{prefix}name"]:
            continue
        measure: str | NewMeasure = data[f"{prefix}measure"] or NewMeasure(
            name="",
            unit=data[f"{prefix}unit"],
            direction=data[f"{prefix}direction"],
            baseline=data[f"{prefix}baseline"],
            target=data[f"{prefix}target"],
            target_on=data[f"{prefix}target_on"],
        )
        worth = data[f"{prefix}worth_per_unit"] or Decimal(0)
        made.append(NewBenefit(data[f"{prefix}name"], measure, worth, "", _amounts(data, f"benefit_{place}")))
    return tuple(made)


def new_risks(data: dict[str, Any]) -> tuple[NewRisk, ...]:
    return tuple(
        NewRisk(
            data[f"risk_{place}_title"],
            data[f"risk_{place}_probability"] or 0,
            data[f"risk_{place}_cost"] or Decimal(0),
        )
        for place in range(RISKS)
        if data[f"risk_{place}_title"]
    )


def _years(data: dict[str, Any], prefix: str) -> list[Decimal | None]:
    return [data.get(f"{prefix}_y{year}") for year in range(YEARS)]


def _amounts(data: dict[str, Any], prefix: str) -> tuple[Amount, ...]:
    start: date = data["starts_on"].replace(day=1)
    given = enumerate(_years(data, prefix))
    return tuple(Amount(add_months(start, 12 * year), amount, 12) for year, amount in given if amount)
