"""Two scenarios side by side: budgets, values and limits, and which investments are in one and not in the other."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.portfolio.queries import choosing
from goldenthread.foundation.errors import NotFound
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, wants_csv
from goldenthread.web.pages import page
from goldenthread.web.portfolio.board import views
from goldenthread.web.portfolio.choosing.figures import tightest
from goldenthread.web.portfolio.choosing.shown import ChoiceTold, Point


@signed_in
def compare(request: PageRequest, key: str) -> HttpResponse:
    """A scenario beside another (`with`) of its portfolio, each at its own budget."""
    one = choosing.scenario(request.actor, key)
    others = [it for it in choosing.scenarios(request.actor, one.portfolio.key).rows if it.key != key]
    asked = request.GET.get("with") or (others[0].key if others else "")
    other = _beside(request, one, asked) if asked else None
    points = [_own(request, it) for it in (one, other) if it is not None]
    rows = _rows(points) if len(points) == 2 else []
    if wants_csv(request.GET):
        return csv_answer(f"{key}-compared", ("investment", "name", "start in one", "start in other"), _cells(rows))
    context = {
        "scenario": one,
        "other": other,
        "others": [(it.key, it.name) for it in others],
        "headlines": _headlines(request, points) if len(points) == 2 and all(points) else [],
        "rows": rows,
        "missing": [it for it, point in zip((one, other), points, strict=False) if point is None],
        "views": views(request, "choose"),
        "csv": url("compare-scenarios", {"with": other.key, "format": "csv"}, key=key) if other else "",
    }
    return page(request, "portfolio/scenario_compare.html", context)


def _beside(request: PageRequest, one: Any, key: str) -> Any:
    other = choosing.scenario(request.actor, key)
    if other.portfolio_id != one.portfolio_id:
        raise NotFound(_("%(key)s is of another portfolio.") % {"key": key})
    return other


def _own(request: PageRequest, scenario: Any) -> Point | None:
    known = choosing.choice(request.actor, scenario)
    if known.answer is None:
        return None
    told = ChoiceTold(request, scenario, known.answer)
    return told.point(told.own)


def _headlines(request: PageRequest, points: list[Point | None]) -> list[tuple[str, list[str]]]:
    found = [point for point in points if point is not None]
    limits = [choosing.limits_of(point.told.answer["limits"]) for point in found]
    return [
        (_("Budget"), [point.budget for point in found]),
        (_("Value"), [point.told.money(point.plain["value"]) for point in found]),
        (_("Investments"), [str(len(point.chosen)) for point in found]),
        (_("Price of the tightest limit"), [_price(point) for point in found]),
        (_("Years"), [f"{it.first_year}–{it.span[-1]}" for it in limits]),
        (_("A start may wait"), [_wait(it.delay_years) for it in limits]),
        (_("Share of people’s hours"), [
            _("not limited") if it.hours_percent is None else request.fmt.percent(it.hours_percent / 100)
            for it in limits
        ]),
    ]  # fmt: skip


def _price(point: Point) -> str:
    tight = tightest(point)
    return _("none") if tight is None else f"{point.told.words.name(tight)}: {point.told.words.price(tight)}"


def _wait(years: int) -> str:
    if not years:
        return _("not at all")
    return ngettext("up to %(num)s year", "up to %(num)s years", years) % {"num": years}


def _rows(points: list[Point | None]) -> list[dict[str, Any]]:
    """Every investment that either chose from: those that differ first."""
    one, other = points
    if one is None or other is None:
        return []
    keys = dict.fromkeys((*one.told.candidates, *other.told.candidates))
    rows = [
        {
            "key": key,
            "name": one.told.name(key),
            "url": url("investment", key=key),
            "starts": [str(point.plain["starts"].get(key, "–")) for point in (one, other)],
            "why": [point.why(key) for point in (one, other)],
            "differs": one.plain["starts"].get(key) != other.plain["starts"].get(key),
        }
        for key in keys
    ]
    return sorted(rows, key=lambda row: (not row["differs"], row["starts"] == ["–", "–"]))


def _cells(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(row["key"], row["name"], *row["starts"]) for row in rows]
