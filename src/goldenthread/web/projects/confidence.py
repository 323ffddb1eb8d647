"""How sure a project's finish and cost are, alone and at once; what each risk and each task does to that."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import simulate_project
from goldenthread.business.projects.policies import may_simulate
from goldenthread.business.work.policies import may_see_money
from goldenthread.foundation.policies import require
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, wants_csv
from goldenthread.web.links import url_of
from goldenthread.web.pages import do, page, say
from goldenthread.web.projects.chart import months_between
from goldenthread.web.projects.frame import frame
from goldenthread.web.projects.words import day_minutes
from goldenthread.web.runs.shown import FACES, RunFace, shown
from goldenthread.web.ui.chart import LineChart, Series, Tick
from goldenthread.web.ui.figure import Figure, FigureInput, Tile
from goldenthread.web.ui.measures import Pull, Tornado

KIND = "simulate_project"


def _counted(done: int, of: int) -> str:
    return _("%(percent)s %% simulated") % {"percent": round(100 * done / of)}


FACES[KIND] = RunFace(lambda: _("Simulating the plan"), _counted, lambda run: url("project-confidence", key=run.about))


@signed_in
def confidence(request: PageRequest, key: str) -> HttpResponse:
    """What the latest simulation says; while one goes on, how far it is."""
    project = queries.project(request.actor, key)
    require(may_see_money(request.actor), _("Confidence is told in money. Ask whoever leads the project."))
    known = queries.confidence(request.actor, project)
    told = Told(request, project, known.answer) if known.answer and known.run and known.run.state != "running" else None
    if wants_csv(request.GET) and told:
        return csv_answer(f"{key}-confidence", ("risk", "title", "joint", "joint without", "joint treated"), told.cells)
    context = {
        "told": told,
        "run": shown(request, known.run) if known.run else None,
        "is_of_before": known.is_of_before,
        "may_simulate": project.state == "open" and may_simulate(request.actor, project),
        "csv": url("project-confidence", {"format": "csv"}, key=key),
    }
    return page(
        request,
        "projects/confidence.html",
        frame(request, project, "project-confidence") | context,
        block="answer",
    )


@signed_in
def simulate(request: PageRequest, key: str) -> HttpResponse:
    def act() -> str:
        simulate_project(request.acting, key)
        say(request, _("The plan is being simulated."))
        return url("project-confidence", key=key)

    return do(request, act)


class Told:
    """An answer in the words of a page."""

    def __init__(self, request: PageRequest, project: Any, answer: dict[str, Any]) -> None:
        self.request, self.fmt, self.project, self.answer = request, request.fmt, project, answer
        self.per_day = day_minutes(project.calendar.hours()) / 60
        keys = [row["key"] for part in ("risks", "tasks", "tornado") for row in answer[part] if row["key"]]
        self.names = queries.names_of(request.actor, keys)

    def name(self, key: str | None) -> str:
        return str(self.names.get(key, key)) if key else _("A task you may not see")

    def share(self, value: float | None) -> str:
        return "–" if value is None else self.fmt.percent(value)

    def money(self, amount: float) -> str:
        return self.fmt.money(amount, self.answer["currency"], short=True)

    def on(self, text: str) -> str:
        return self.fmt.date(datetime.fromisoformat(text))

    @property
    def tiles(self) -> tuple[Tile, ...]:
        odds, planned = self.answer["odds"], self.on(self.answer["planned_finish"])
        deadline, budget = self.on(self.answer["deadline"]), self.money(self.answer["budget"])
        sure = next(step for step in self.answer["steps"] if abs(step[0] - 0.8) < 1e-9)
        return (
            self._tile(
                "joint", _("Both kept"), self.share(odds["joint"]),
                _("The share of runs that keep deadline and budget at once."), _("deadline and budget at once"),
            ),
            self._tile(
                "by", _("In time"), self.share(odds["finish"]),
                _("The share of runs that finish by the deadline."), _("by %(on)s") % {"on": deadline},
            ),
            self._tile(
                "within", _("Within budget"), self.share(odds["cost"]),
                _("The share of runs that cost no more than the budget."), _("within %(sum)s") % {"sum": budget},
            ),
            self._tile(
                "finish", _("Finish, 8 times in 10"), self.on(sure[1]),
                _("The day by which eight runs in ten have finished."), _("planned %(on)s") % {"on": planned},
            ),
            self._tile(
                "cost", _("Cost, 8 times in 10"), self.money(sure[2]),
                _("What eight runs in ten do not exceed."), _("budget %(sum)s") % {"sum": budget},
            ),
        )  # fmt: skip

    def _tile(self, name: str, label: str, text: str, rule: str, note: str) -> Tile:
        runs = _("%(runs)s runs of the plan, each with its own lengths, risks and costs.") % {
            "runs": self.fmt.number(self.answer["iterations"])
        }
        return Tile(Figure(name, label, text, f"{rule} {runs}", self._inputs()), note)

    def _inputs(self) -> tuple[FigureInput, ...]:
        spread, fmt = self.answer["spread"], self.fmt
        usual = _("%(low)s to %(high)s of the length") % {
            "low": fmt.percent(spread["low"]),
            "high": fmt.percent(spread["high"]),
        }
        source = (
            _("as the middle eight of ten of %(count)s finished tasks of this house went") % {"count": spread["tasks"]}
            if spread["tasks"]
            else _("a custom: this house has too few finished tasks to say")
        )
        own = _("%(own)s of %(all)s tasks") % {"own": self.answer["own_estimates"], "all": self.answer["estimates"]}
        return (
            FigureInput(_("Estimates of their own"), own, _("at best, likely, at worst")),
            FigureInput(_("Other tasks"), usual, source),
            FigureInput(_("Risks of the register"), fmt.number(len(self.answer["risks"])), _("each happens or not")),
            FigureInput(
                _("Money"), self.money(self.answer["budget"]), _("what is left of each task, at the cost rate so far")
            ),
        )

    @property
    def chart(self) -> LineChart:
        """Confidence against the day of the finish, with the deadline."""
        points = tuple((_ordinal(at), 100 * step) for step, at, _cost in self.answer["steps"])
        deadline = _ordinal(self.answer["deadline"])
        low, high = min(points[0][0], deadline), max(points[-1][0], deadline)
        title = _("In time in %(share)s of all runs") % {"share": self.share(self.answer["odds"]["finish"])}
        ends = ((low, 0.0),) if low < points[0][0] else ()
        rest = ((high, 100.0),) if high > points[-1][0] else ()
        return LineChart(
            id="sure",
            title=title,
            note=_("share of runs finished by a day"),
            spoken=title,
            series=(Series(_("finished by then"), (*ends, *points, *rest), is_named=False),),
            x_ticks=tuple(months_between(low, high, self.fmt)),
            y_ticks=tuple(Tick(float(at), f"{at} %") for at in (0, 25, 50, 75, 100)),
            today=deadline,
            today_word=_("Deadline"),
            table_head=(_("Share of runs"), _("Finish"), _("Cost")),
            table=tuple((self.share(step), self.on(at), self.money(cost)) for step, at, cost in self.answer["steps"]),
        )

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Costs, and the earliest day that eight runs in ten keep at once with each."""
        by_day = {self.on(at): self.money(cost) for at, cost in self.answer["frontier"]}
        return list({cost: day for day, cost in reversed(by_day.items())}.items())[::-1]

    @property
    def risks(self) -> list[dict[str, Any]]:
        return [
            {
                "name": self.name(row["key"]),
                "key": row["key"],
                "url": url_of(row["key"]),
                "happened": self.share(row["happened"]),
                "without": self._to(row["without"]),
                "treated": self._to(row["treated"]),
                "finish": self.on(row["without"]["finish_at"]) if row["without"] else "–",
            }
            for row in self.answer["risks"]
        ]

    def _to(self, changed: dict[str, Any] | None) -> str:
        """From the joint confidence as it is to what it would be."""
        if changed is None:
            return "–"
        return f"{self.share(self.answer['odds']['joint'])} → {self.share(changed['joint'])}"

    @property
    def cells(self) -> list[tuple[Any, ...]]:
        joint = self.answer["odds"]["joint"]
        return [
            (
                row["key"],
                self.name(row["key"]),
                joint,
                *((row[way] or {}).get("joint") for way in ("without", "treated")),
            )
            for row in self.answer["risks"]
        ]

    @property
    def tasks(self) -> list[dict[str, str]]:
        return [
            {
                "name": self.name(row["key"]),
                "url": url_of(row["key"]) if row["key"] in self.names else "",
                "criticality": self.share(row["criticality"]),
                "planned": self._days(row["planned"]),
                "expected": self._days(row["expected"]),
            }
            for row in self.answer["tasks"]
        ]

    @property
    def tornado(self) -> Tornado:
        pulls = tuple(
            Pull(
                self.name(row["key"]),
                url_of(row["key"]) if row["key"] in self.names else "",
                row["low"],
                row["high"],
                _("%(low)s to %(high)s") % {"low": self._days(row["low"]), "high": self._days(row["high"], plus=True)},
            )
            for row in self.answer["tornado"]
        )
        return Tornado(
            _("What pulls most at the finish"),
            pulls,
            _("working days from the mean, when only this goes well or badly"),
        )

    def _days(self, hours: float, *, plus: bool = False) -> str:
        days = hours / self.per_day
        return ("+" if plus and days > 0 else "") + self.fmt.with_unit(self.fmt.number(days, 1), _("d"))


def _ordinal(text: str) -> float:
    at = datetime.fromisoformat(text)
    return at.toordinal() + at.hour / 24
