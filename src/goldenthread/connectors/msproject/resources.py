"""The file's resources with their rates, and who and what is on which task."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.projects.actions.importing import GivenResource
from goldenthread.business.projects.actions.importing.resources import number_text
from goldenthread.connectors.msproject.losses import Losses
from goldenthread.connectors.msproject.reading import Row, refuse
from goldenthread.connectors.msproject.tasks import Outline
from goldenthread.connectors.msproject.values import CENT, KINDS, day, length, minutes, money, number, whole

RATE = Decimal("0.0001")
MOST = Decimal(9_999_999)
NOBODY = -65535
TABLES = "ABCDE"


class Resources:
    """The resources that come in, by number. `calendar_of` gives a calendar's number where it differs."""

    def __init__(self, rows: Sequence[Row], calendar_of: dict[int, int], losses: Losses) -> None:
        self.losses = losses
        self.given: dict[int, GivenResource] = {}
        for row in rows:
            uid = whole(row.get("UID"))
            if uid is None or row.is_set("IsNull") or (uid == 0 and not row.get("Name")):
                continue
            if uid in self.given:
                raise refuse(
                    _("Number %(uid)s is given to two resources, “%(one)s” and “%(other)s”.")
                    % {"uid": uid, "one": self.given[uid].said["name"], "other": row.get("Name")}
                )
            self.given[uid] = GivenResource(uid, self._said(uid, row, calendar_of))

    def _said(self, uid: int, row: Row, calendar_of: dict[int, int]) -> dict[str, Any]:
        name = " ".join(row.get("Name").split())[:200] or _("Resource %(uid)s") % {"uid": uid}
        code = 2 if row.is_set("IsCostResource") else whole(row.get("Type"), 1)
        kind = KINDS[code] if code is not None and 0 <= code < len(KINDS) else "work"
        self._name_losses(row, name)
        units = number(row.get("MaxUnits") or "1") * 100 if kind == "work" else Decimal(100)
        return {
            "name": name,
            "kind": kind,
            "email": row.get("EmailAddress")[:254],
            "calendar": calendar_of.get(whole(row.get("CalendarUID"), -1) or -1) if kind == "work" else None,
            "units": number_text(_within(units).quantize(CENT)),
            "unit": row.get("MaterialLabel")[:40],
            "rate": number_text(_within(number(row.get("StandardRate"))).quantize(RATE)),
            "overtime_rate": number_text(_within(number(row.get("OvertimeRate"))).quantize(RATE)),
            "cost_per_use": number_text(_within(money(row.get("CostPerUse")))),
            "rates": [_rate(one) for one in row.all("Rates", "Rate")][:125],
        }

    def _name_losses(self, row: Row, name: str) -> None:
        reasons = {
            "Group": _("Resources have no groups; people have teams."),
            "Code": _("Resources have no codes."),
            "Notes": _("Resources have no notes."),
            "NTAccount": _("People sign in by email."),
            "IsInactive": _("It is inactive in the file; here it can be taken away."),
            "IsBudget": _("Budgets are kept on tasks."),
            "BookingType": _("It is only proposed in the file; here it counts."),
            "HyperlinkAddress": _("Resources have no link of their own."),
            "CostCenter": _("Cost goes to the project's account."),
        }
        self.losses.where_told(name, row.values, reasons)
        for field in ("ExtendedAttribute", "OutlineCode"):
            for part in row.parts.get(field, ()):
                value = part.get("Value") or part.get("ValueID")
                self.losses.add(field, name, f"{part.get('FieldID')}: {value}", _("Fields of your own are not kept."))
        periods = row.all("AvailabilityPeriods", "AvailabilityPeriod")
        if len(periods) > 1:
            why = _("How much there is of a resource does not change over time here.")
            self.losses.add("AvailabilityPeriods", name, len(periods), why)
        if row.parts.get("Baseline"):
            self.losses.add("Baseline", name, len(row.parts["Baseline"]), _("Baselines hold tasks, not resources."))


def _rate(row: Row) -> dict[str, str | None]:
    table = whole(row.get("RateTable"), 0) or 0
    first, last = day(row.get("RatesFrom")), day(row.get("RatesTo"))
    return {
        "table": TABLES[table] if 0 <= table < len(TABLES) else "A",
        "from": None if first is None else first.isoformat(),
        "to": None if last is None else last.isoformat(),
        "rate": number_text(_within(number(row.get("StandardRate"))).quantize(RATE)),
        "overtime_rate": number_text(_within(number(row.get("OvertimeRate"))).quantize(RATE)),
        "cost_per_use": number_text(_within(money(row.get("CostPerUse")))),
    }


def _within(value: Decimal) -> Decimal:
    return min(max(value, Decimal(0)), MOST)


def uses_of(rows: Sequence[Row], outline: Outline, resources: Resources, losses: Losses) -> dict[int, dict[str, Any]]:
    """By task: by resource its units (percent, or an amount of material), work in minutes, and cost."""
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        task, resource = whole(row.get("TaskUID")), whole(row.get("ResourceUID"), NOBODY)
        if resource is None or resource == NOBODY or (resource == 0 and resource not in resources.given):
            continue
        if task is None or task not in outline.rows:
            if task not in outline.left_out:
                losses.add("Assignment", "", row.get("UID"), _("It leads to no task of this file."))
            continue
        name, on = outline.name(task), found.setdefault(task, {})
        why = ""
        if resource not in resources.given:
            why = _("It leads to no resource of this file.")
        elif task in outline.summaries:
            why = _("Work is done on the parts of a summary.")
        elif str(resource) in on:
            why = _("A resource is on a task once.")
        if why:
            losses.add("Assignment", name, row.get("ResourceUID"), why)
            continue
        on[str(resource)] = _use(row, resources.given[resource].said["kind"])
        _name_losses(row, f"{name} · {resources.given[resource].said['name']}", losses)
    return found


def _use(row: Row, kind: str) -> list[Any]:
    units = number(row.get("Units") or "1") * (100 if kind == "work" else 1)
    work = length(row.get("Work"))
    cost = money(row.get("Cost"))
    worked = kind == "work" and work is not None and 0 < minutes(work) < 2**31
    return [
        number_text(min(_within(units), Decimal(30_000)).quantize(CENT)),
        minutes(work) if worked and work is not None else None,
        number_text(_within(cost)) if cost > 0 else None,
    ]


def _name_losses(row: Row, name: str, losses: Losses) -> None:
    reasons = {
        "WorkContour": _("Work is spread evenly here."),
        "Delay": _("Everyone on a task begins with it."),
        "LevelingDelay": _("Levelling is done anew here."),
        "OvertimeWork": _("Overtime is not planned here."),
        "CostRateTable": _("All work counts at the first table of rates."),
        "Notes": _("Notes stand on tasks."),
        "ActualWork": _("Time worked is told by time entries here."),
    }
    losses.where_told(name, row.values, reasons)
    if row.parts.get("Baseline"):
        losses.add("Baseline", name, len(row.parts["Baseline"]), _("Baselines hold tasks, not who is on them."))
