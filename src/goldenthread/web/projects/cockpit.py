"""The cockpit: where a project stands, why, and what to do next."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from goldenthread.business.projects import queries
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.links import url_of
from goldenthread.web.pages import page
from goldenthread.web.projects.chart import money_chart
from goldenthread.web.projects.figures import Measures
from goldenthread.web.projects.frame import frame
from goldenthread.web.projects.words import (
    LIGHT_KINDS,
    against_approved,
    against_earned,
    day_minutes,
    factor_word,
    in_days,
    light_word,
    tell,
)
from goldenthread.web.ui.board import Light
from goldenthread.web.ui.figure import Figure, FigureInput, Spark, Tile, spark
from goldenthread.web.ui.lists import Happening, Todo

SHOWN = 8


@signed_in
def cockpit(request: PageRequest, key: str) -> HttpResponse:
    """One project at a glance."""
    project = queries.project(request.actor, key)
    standing, curve = queries.standing_and_curve(project, request.acting.at)
    context = frame(request, project, "project", standing)
    sees = context["sees_money"]
    measures = Measures(request, project, standing, sees_money=sees)
    read = queries.plan(request.actor, project)
    needs = queries.needs(request.actor, project, read, request.acting.at)
    happened = queries.happenings(request.actor, project, size=SHOWN)
    context |= {
        "tiles": _tiles(measures, curve),
        "chart": money_chart(curve, standing, request.fmt) if sees else None,
        "lights": [_light(measures, factor) for factor in standing.factors],
        "every": measures.every(),
        "todo": [_todo(request, need, day_minutes(project.calendar.hours())) for need in needs],
        "milestones": [_milestone(request, read, one) for one in queries.milestones(read)],
        "happened": [happening(request, one) for one in happened.rows],
        "risks": queries.risks(request.actor, project)[:5],
        "charter": project.charter,
        "is_planned": bool(read.branches),
    }
    return page(request, "projects/cockpit.html", context)


def happening(request: PageRequest, one: queries.Happened) -> Happening:
    """A fact as a row of the feed."""
    return Happening(
        request.fmt.instant(one.at), tell(one, request.fmt), one.at.isoformat(), url_of(one.subject), one.by
    )


def _tiles(measures: Measures, curve: queries.Curve) -> list[Tile]:
    read = [point.value for point in curve.points if point.value is not None]
    tiles = [
        Tile(measures.spi(), _pace(measures), _spark([one.spi for one in read], 1)),
        Tile(measures.cpi(), _worth(measures), _spark([one.cpi for one in read], 1)),
        Tile(measures.forecast(), _over(measures), _spark([one.eac_cpi for one in read])),
        Tile(measures.finish(), _late(measures)),
        Tile(measures.milestones(), _missed(measures)),
    ]
    if not measures.sees_money:
        tiles[1:3] = [Tile(measures.progress(), _("of the work"))]
    return tiles


def _spark(values: list[Any], aim: float | None = None) -> Spark | None:
    return spark([float(value) for value in values if value is not None], aim)


def _pace(measures: Measures) -> str:
    variance = measures.value.sv_t
    if variance is None:
        return _("No baseline yet")
    days = measures.fmt.number(abs(variance), 1)
    if variance < 0:
        return _("%(days)s working days behind the plan") % {"days": days}
    return _("%(days)s working days ahead of the plan") % {"days": days}


def _worth(measures: Measures) -> str:
    variance = measures.value.cv
    if measures.value.cpi is None or variance is None:
        return _("Nothing spent yet")
    return against_earned(measures.fmt, variance, measures.standing.currency)


def _over(measures: Measures) -> str:
    deviation = measures.standing.budget_deviation
    if deviation is None:
        return _("No cost booked yet")
    return against_approved(measures.fmt, deviation, measures.standing.currency)


def _late(measures: Measures) -> str:
    promised = measures.standing.baseline_finish_at
    if promised is None:
        return _("Deadline %(on)s") % {"on": measures.fmt.date(measures.project.charter.deadline)}
    return _("Promised %(on)s") % {"on": measures.fmt.date(promised)}


def _missed(measures: Measures) -> str:
    if not measures.standing.promised:
        return _("None was promised by now")
    known = {"missed": len(measures.standing.missed), "promised": measures.standing.promised}
    return _("%(missed)s of %(promised)s promised by now") % known


def _light(measures: Measures, factor: queries.Factor) -> Light:
    kind = LIGHT_KINDS[factor.light]
    return Light(factor_word(factor.name), kind, light_word(factor.light), (factor.because, _opened(measures, factor)))


def _opened(measures: Measures, factor: queries.Factor) -> Figure:
    """The figure behind a light, opening to its rule."""
    standing, fmt = measures.standing, measures.fmt
    slip = standing.slip_days
    values: dict[str, tuple[str, tuple[FigureInput, ...]]] = {
        "time": (
            "" if slip is None else ("+" if slip > 0 else "") + fmt.with_unit(fmt.number(slip), _("d")),
            measures.finish().inputs,
        ),
        "progress": (measures.index(measures.value.spi), (measures.earned, measures.planned)),
        "money": (measures.signed(standing.budget_deviation), measures.deviation().inputs),
        "milestones": (fmt.percent(standing.share_missed), measures.milestones().inputs),
        "risks": (measures.money(standing.exposure), ()),
    }
    if factor.counted is not None:
        values[factor.name] = (_("%(count)s of %(all)s") % {"count": factor.counted[0], "all": factor.counted[1]}, ())
    text, inputs = values.get(factor.name, ("", ()))
    return Figure(
        f"light-{factor.name}", factor_word(factor.name), text or "–", factor.rule, inputs, read_at=measures.read_at
    )


def _milestone(request: PageRequest, read: queries.PlanRead, one: queries.Branch) -> Happening:
    fmt, task = request.fmt, one.task
    window, promised = read.freeze_at(task.early_finish_at), read.promised(task.key)
    note = ""
    if promised and task.early_finish_at:
        is_late = fmt.local(task.early_finish_at).date() > fmt.local(promised[1]).date()
        note = _("promised %(on)s") % {"on": fmt.date(promised[1])} if is_late else _("on time")
    return Happening(
        fmt.date(task.early_finish_at),
        task.work.title,
        task.early_finish_at.isoformat() if task.early_finish_at else "",
        url("project-plan", {"date": task.key}, key=task.project.key),
        note,
        "bad" if window else None,
        _("in freeze") if window else "",
    )


def _todo(request: PageRequest, need: queries.Need, per_day: int) -> Todo:
    values = need.values
    title = values.get("title", "")
    kind_word = {"bad": _("In trouble"), "risk": _("At risk"), "wait": _("Waits for you"), "live": _("Next")}[
        need.weight
    ]
    plan_url = url("project-plan", key=need.key) if need.name in ("plan", "freeze") else ""
    if need.name == "move":
        known = {"freeze": values["freeze"], "until": request.fmt.date(values["until"])}
        text = _("Falls into “%(freeze)s”, until %(until)s.") % known
        said = (_("Move “%(title)s”"), text, _("See what drives it"), url_of(need.key))
    elif need.name == "late":
        text = _("%(days)s more than there is time for.") % {"days": in_days(request.fmt, values["minutes"], per_day)}
        said = (_("“%(title)s” misses its date"), text, _("Open the task"), url_of(need.key))
    elif need.name == "update":
        told = values["since"]
        text = _("Last told %(at)s.") % {"at": request.fmt.instant(told)} if told else _("None was told yet.")
        said = (_("Progress is out of date"), text, _("Update progress"), url("project-progress", key=need.key))
    elif need.name == "sent_back":
        said = (_("“%(title)s” was sent back"), values["reason"], _("Open it"), url_of(need.key))
    else:
        said = {
            "plan": (
                _("Plan the work"),
                _("Tasks, links and budgets make dates and figures."),
                _("Open the plan"),
                plan_url,
            ),
            "freeze": (
                _("Freeze the plan"),
                _("Without a baseline nothing can be late."),
                _("Open the plan"),
                plan_url,
            ),
            "report": (
                _("Report “%(title)s”"),
                _("Its planned finish has passed."),
                _("Report progress"),
                url_of(need.key),
            ),
            "accept": (_("Judge “%(title)s”"), _("It waits for acceptance."), _("Judge it"), url_of(need.key)),
            "answer": (
                _("Answer the risk “%(title)s”"),
                _("It lacks an owner or a response."),
                _("Change it"),
                url_of(need.key),
            ),
            "take_over": (_("Take over “%(title)s”"), _("All is ready."), _("Open the hand-over"), url_of(need.key)),
        }[need.name]
    return Todo(need.weight, kind_word, said[0] % {"title": title} if title else said[0], *said[1:])
