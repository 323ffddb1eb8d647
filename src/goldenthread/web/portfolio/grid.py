"""The grid in which a business case is written: lines by month, quarter or year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goldenthread.business.portfolio.actions import Amount, NewLine
from goldenthread.business.portfolio.queries import FLOW_WORDS
from goldenthread.web.format import Format
from goldenthread.web.forms import Form

GRAINS = {"year": (12, 6), "quarter": (3, 12), "month": (1, 24)}
"""Months in a period, and how many periods a grid shows."""
BLANK = 3
COSTS = ("capex", "opex")
Flows = dict[tuple[str, str], dict[date, Decimal]]


@dataclass(frozen=True)
class Period:
    """A column of the grid."""

    since: date
    months: int
    label: str

    @property
    def days(self) -> list[date]:
        return [add_months(self.since, place) for place in range(self.months)]


def add_months(day: date, count: int) -> date:
    years, month = divmod(day.month - 1 + count, 12)
    return date(day.year + years, month + 1, 1)


def periods(fmt: Format, grain: str, start: date) -> list[Period]:
    """The columns of a grain from the period a day lies in."""
    months, count = GRAINS[grain]
    first = date(start.year, (start.month - 1) // months * months + 1, 1)
    return [_period(fmt, add_months(first, months * place), months) for place in range(count)]


def _period(fmt: Format, since: date, months: int) -> Period:
    if months == 12:
        return Period(since, months, str(since.year))
    if months == 3:
        words = {"quarter": (since.month + 2) // 3, "year": since.year}
        return Period(since, months, _("Q%(quarter)s %(year)s") % words)
    return Period(since, months, fmt.month(since))


def flows_of(case: Any) -> Flows:
    found: Flows = {}
    for flow in case.flows.all():
        found.setdefault((flow.kind, flow.memo), {})[flow.period] = flow.amount
    return found


class CaseGrid(Form):
    """A row per line, three blank ones for new costs, and the terms of the case."""

    discount_percent = forms.DecimalField(
        label=gettext_lazy("Discount rate, percent a year"), min_value=0, max_value=100
    )
    note = forms.CharField(label=gettext_lazy("What changed, and why"), widget=forms.Textarea, required=False)

    def __init__(self, *args: Any, flows: Flows, columns: list[Period], benefits: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.flows, self.columns = flows, columns
        lines = [line for line in flows if line[0] in COSTS]
        lines += [("benefit", name) for name in benefits]
        self.lines: list[tuple[str, str] | None] = [*sorted(lines, key=_order), *([None] * BLANK)]
        for place, line in enumerate(self.lines):
            self._add_row(place, line)

    def _add_row(self, place: int, line: tuple[str, str] | None) -> None:
        kind, memo = line or ("capex", "")
        is_benefit = kind == "benefit"
        offered = [(name, word) for name, word in FLOW_WORDS.items() if (name == "benefit") == is_benefit]
        known = self.flows.get(line, {}) if line else {}
        word = memo or _("New line")
        self.fields[f"row_{place}_kind"] = forms.ChoiceField(
            label=_("Kind of %(line)s") % {"line": word}, choices=offered, initial=kind, required=False
        )
        self.fields[f"row_{place}_memo"] = forms.CharField(
            label=_("Name of %(line)s") % {"line": word}, max_length=200, initial=memo, required=False
        )
        for number, period in enumerate(self.columns):
            total = _within(known, period)
            self.fields[f"row_{place}_{number}"] = forms.DecimalField(
                label=f"{word}, {period.label}", min_value=0, max_digits=13, decimal_places=2, required=False,
                initial=_plain(total),
            )  # fmt: skip

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The bound fields, row by row."""
        return [
            {
                "kind": self[f"row_{place}_kind"],
                "memo": self[f"row_{place}_memo"],
                "cells": [self[f"row_{place}_{number}"] for number in range(len(self.columns))],
                "is_benefit": bool(line and line[0] == "benefit"),
            }
            for place, line in enumerate(self.lines)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for place in range(len(self.lines)):
            amounts = [data.get(f"row_{place}_{number}") for number in range(len(self.columns))]
            if any(amounts) and not (data.get(f"row_{place}_memo") or "").strip():
                self.add_error(f"row_{place}_memo", _("Say what this line is."))
        return data

    def new_lines(self) -> list[NewLine]:
        """Every line with its amounts. A period keeps the shape its months had."""
        return [made for place, line in enumerate(self.lines) if (made := self._line(place, line)) is not None]

    def _line(self, place: int, line: tuple[str, str] | None) -> NewLine | None:
        known = self.flows.get(line, {}) if line else {}
        shown = {day for period in self.columns for day in period.days}
        amounts = [Amount(day, amount) for day, amount in known.items() if day not in shown]
        for number, period in enumerate(self.columns):
            given = self.cleaned_data.get(f"row_{place}_{number}") or Decimal(0)
            if given:
                amounts += _shaped(known, period, given)
        memo = (self.cleaned_data.get(f"row_{place}_memo") or "").strip()
        kind = self.cleaned_data.get(f"row_{place}_kind") or (line[0] if line else "capex")
        return NewLine(kind, memo, tuple(amounts)) if amounts and memo else None


def _order(line: tuple[str, str]) -> tuple[int, str]:
    return list(FLOW_WORDS).index(line[0]), line[1]


def _within(known: Mapping[date, Decimal], period: Period) -> Decimal:
    return sum((known.get(day, Decimal(0)) for day in period.days), Decimal(0))


def _shaped(known: Mapping[date, Decimal], period: Period, given: Decimal) -> list[Amount]:
    """What was given for a period: in the proportion of the months before, evenly where there were none."""
    before = [(day, known[day]) for day in period.days if known.get(day)]
    total = _within(known, period)
    if not before:
        return [Amount(period.since, given, period.months)]
    parts = [(day, (amount * given / total).quantize(Decimal("0.01"), ROUND_DOWN)) for day, amount in before]
    first, rest = parts[0], given - sum((amount for _day, amount in parts), Decimal(0))
    return [Amount(first[0], first[1] + rest), *(Amount(day, amount) for day, amount in parts[1:])]


def _plain(total: Decimal) -> str | None:
    """As typed: no cents where there are none, nothing for nothing."""
    if not total:
        return None
    return str(int(total)) if total == total.to_integral_value() else f"{total:.2f}"
