"""A scenario and its choice: the budget slider over its frontier, run again, put forward, taken back, dropped."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.portfolio.actions import (
    choose_investments,
    drop_scenario,
    propose_scenario,
    take_back_scenario,
)
from goldenthread.business.portfolio.policies import governs_portfolio
from goldenthread.business.portfolio.queries import choosing
from goldenthread.foundation.errors import Invalid, NotFound
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, wants_csv
from goldenthread.web.pages import do, page, say
from goldenthread.web.portfolio.board import open_portfolios, views
from goldenthread.web.portfolio.choosing.figures import investment_figure
from goldenthread.web.portfolio.choosing.frontier import frontier
from goldenthread.web.portfolio.choosing.shown import ChoiceTold
from goldenthread.web.runs.shown import FACES, RunFace, shown

HEAD = ("budget", "value", "investment", "name", "start", "stability", "pushed out by")


def _counted(done: int, of: int) -> str:
    return ngettext("%(done)s of %(of)s budget", "%(done)s of %(of)s budgets", of) % {"done": done, "of": of}


FACES[choosing.KIND] = RunFace(
    lambda: _("Choosing within the limits"), _counted, lambda run: url("scenario", key=run.about)
)


@signed_in
def choose(request: PageRequest) -> HttpResponse:
    """Straight to the newest scenario of the portfolio; where there is none, to the page that offers one."""
    portfolio = _portfolio(request)
    newest = choosing.newest_scenario(request.actor, portfolio)
    where = url("scenarios", {"portfolio": portfolio.key}) if newest is None else url("scenario", key=newest.key)
    return HttpResponseRedirect(where)


@signed_in
def listing(request: PageRequest) -> HttpResponse:
    """All scenarios of a portfolio, the newest first."""
    portfolio = _portfolio(request)
    found = choosing.scenarios(request.actor, portfolio.key, request.GET.get("after"))
    asked = {"portfolio": portfolio.key}
    rows = [(it, request.fmt.money(choosing.limits_of(it.limits).budget, portfolio.currency)) for it in found.rows]
    if wants_csv(request.GET):
        cells = ((it.key, it.name, str(choosing.limits_of(it.limits).budget), it.made_at.date()) for it in found.rows)
        return csv_answer("scenarios", ("key", "name", "budget", "prepared"), cells)
    context = {
        "rows": rows,
        "portfolio": portfolio,
        "views": views(request, "choose"),
        "csv": url("scenarios", {**asked, "format": "csv"}),
        "newer": url("scenarios", {**asked, "after": found.previous}) if found.previous else "",
        "older": url("scenarios", {**asked, "after": found.next}) if found.next else "",
    }
    return page(request, "portfolio/scenarios.html", context)


@signed_in
def scenario(request: PageRequest, key: str) -> HttpResponse:
    """The choice of a scenario at one point of its frontier (`at`; its own budget where none is asked)."""
    found = choosing.scenario(request.actor, key)
    known = choosing.choice(request.actor, found)
    is_asking = request.GET.get("part") == "progress" and bool(request.headers.get("HX-Request"))
    if is_asking and known.run is not None and known.run.is_over:
        return HttpResponse(headers={"HX-Refresh": "true"})  # what it found comes with the whole page
    told = ChoiceTold(request, found, known.answer) if known.answer and not is_asking else None
    if told and wants_csv(request.GET):
        return csv_answer(f"{key}-choice", HEAD, _cells(told))
    limits = choosing.limits_of(found.limits)
    context = {
        "scenario": found,
        "told": told,
        "point": told.point(_place(request, told.own)) if told else None,
        "chart": frontier(told) if told else None,
        "run": shown(request, known.run) if known.run else None,
        "found_at": request.fmt.instant(known.found.asked_at) if known.found else "",
        "known": known,
        "may_put_forward": bool(
            told and known.found and known.found.is_over and not known.is_of_before and not found.is_proposed
        ),
        "changed": told and [told.name(it) for it in known.changed],
        "limits": limits,
        "proposal": found.proposal,
        "others": [it for it in choosing.scenarios(request.actor, found.portfolio.key).rows if it.key != key],
        "facts": _facts(request, found, limits),
        "views": views(request, "choose"),
        "csv": url("scenario", {"format": "csv"}, key=key),
    }
    return page(request, "portfolio/scenario.html", context, block="progress" if is_asking else "answer")


@signed_in
def figure(request: PageRequest, key: str, investment: str) -> HttpResponse:
    """What one investment brings to the choice, opened."""
    found = choosing.scenario(request.actor, key)
    known = choosing.choice(request.actor, found)
    if known.answer is None:
        raise NotFound(_("Nothing is chosen yet."))
    told = ChoiceTold(request, found, known.answer)
    if investment not in told.candidates:
        raise NotFound(_("%(key)s was not chosen from.") % {"key": investment})
    context = {"scenario": found, "figure": investment_figure(told, investment)}
    return page(request, "portfolio/scenario_figure.html", context, block="panel")


@signed_in
def run(request: PageRequest, key: str) -> HttpResponse:
    def act() -> str:
        choose_investments(request.acting, key)
        say(request, _("The best choice is being looked for."))
        return url("scenario", key=key)

    return do(request, act)


@signed_in
def propose(request: PageRequest, key: str) -> HttpResponse:
    """Put the point that is shown forward for decision."""

    def act() -> str:
        point = _number(request.POST.get("point"))
        seen, note = request.POST.get("run", ""), request.POST.get("note", "")
        propose_scenario(request.acting, key, point=point, run=seen, note=note)
        say(request, _("The choice is put forward. Each investment still passes its own gates."))
        return url("scenario", {"at": str(point)}, key=key)

    return do(request, act, takes=("point", "run", "note"))


@signed_in
def take_back(request: PageRequest, key: str) -> HttpResponse:
    return do(request, lambda: url("scenario", key=take_back_scenario(request.acting, key).key))


@signed_in
def drop(request: PageRequest, key: str) -> HttpResponse:
    def act() -> str:
        portfolio = choosing.scenario(request.actor, key).portfolio.key
        drop_scenario(request.acting, key)
        say(request, _("%(key)s is dropped.") % {"key": key})
        return url("scenarios", {"portfolio": portfolio})

    return do(request, act)


def _portfolio(request: PageRequest) -> Any:
    """The portfolio that is asked for, or the first that the reader governs; not there for all others."""
    governed = [it for it in open_portfolios(request) if governs_portfolio(request.actor, it)]
    asked = request.GET.get("portfolio", "")
    found = next((it for it in governed if it.key == asked or not asked), None)
    if found is None:
        raise NotFound(_("Scenarios are open to those who govern a portfolio."))
    return found


def _place(request: PageRequest, own: int) -> int:
    asked = request.GET.get("at", "")
    return int(asked) if asked.isdigit() and len(asked) < 4 else own


def _number(text: str | None) -> int:
    if not text or not text.isdigit() or len(text) > 3:
        raise Invalid(fields={"point": _("There is no such point.")})
    return int(text)


def _facts(request: PageRequest, found: Any, limits: choosing.ScenarioLimits) -> list[tuple[str, str]]:
    money = request.fmt.money(limits.budget, found.portfolio.currency, short=True)
    years = f"{limits.first_year}–{limits.span[-1]}" if limits.years > 1 else str(limits.first_year)
    facts = [(_("Portfolio"), found.portfolio.name), (_("Budget"), money), (_("Years"), years)]
    if limits.hours_percent is not None:
        facts.append((_("People"), _("%(share)s of their hours") % {
            "share": request.fmt.percent(limits.hours_percent / 100)
        }))  # fmt: skip
    if limits.risk is not None:
        facts.append((_("Expected loss"), request.fmt.money(limits.risk, found.portfolio.currency, short=True)))
    return facts


def _cells(told: ChoiceTold) -> list[tuple[Any, ...]]:
    return [
        (
            point.plain["budget"], point.plain["value"], key, told.name(key), point.plain["starts"].get(key, ""),
            point.plain["stability"].get(key, ""), point.why(key),
        )
        for point in told.points
        for key in told.candidates
    ]  # fmt: skip
