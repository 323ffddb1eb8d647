"""The measures of a project as figures that open: rule, inputs with their source, sum and time of reading."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.projects import queries
from goldenthread.web.door import PageRequest
from goldenthread.web.environment import url
from goldenthread.web.exchange import foreign_inputs, no_rate
from goldenthread.web.ui.figure import Figure, FigureAct, FigureInput


class Measures:
    """The figures of one standing. Money is shown in shares of the budget to those who do not see money."""

    def __init__(self, request: PageRequest, project: Any, standing: queries.Standing, *, sees_money: bool) -> None:
        self.fmt = request.fmt
        self.project = project
        self.standing = standing
        self.value = standing.value
        self.sees_money = sees_money
        self.read_at = request.fmt.time(standing.at)

    def money(self, amount: Decimal | None) -> str:
        """In full; to those without money a share of the budget; nothing where it is not known."""
        if amount is None:
            return ""
        if self.sees_money:
            return self.fmt.money(amount, self.standing.currency)
        return self.fmt.percent(amount / self.standing.bac) if self.standing.bac else ""

    def signed(self, amount: Decimal | None) -> str:
        text = self.money(amount)
        return f"+{text}" if text and amount is not None and amount > 0 else text

    def index(self, value: Decimal | None) -> str:
        return "–" if value is None else self.fmt.number(value, 2)

    def days(self, value: Decimal | None, digits: int = 1) -> str:
        return "" if value is None else _("%(days)s working days") % {"days": self.fmt.number(value, digits)}

    def figure(self, name: str, label: str, text: str, rule: str, *inputs: FigureInput, **more: Any) -> Figure:
        missing = tuple(found for found in inputs if found.is_missing)
        shown = text or "–"
        if shown == "–" and missing:
            more = {**more, "sum_label": ""}
        return Figure(f"fig-{name}", label, shown, rule, inputs, read_at=self.read_at, **more)

    @property
    def earned(self) -> FigureInput:
        source = _("budget × reported progress, of what the baseline promised")
        if not self.standing.bac:
            return FigureInput(_("Earned value"), "", _("No task has a budget yet."))
        return FigureInput(_("Earned value"), self.money(self.standing.ev), source, self.plan_url)

    @property
    def planned(self) -> FigureInput:
        if self.standing.pv is None:
            return FigureInput(_("Planned value"), "", _("The plan is not frozen yet."))
        known = {"number": self.standing.baseline_number, "on": self.fmt.date(self.standing.baseline_at)}
        source = _("baseline %(number)s, frozen %(on)s") % known
        return FigureInput(_("Planned value"), self.money(self.standing.pv), source, self.plan_url)

    @property
    def spent(self) -> FigureInput:
        if self.standing.ac is None:
            missing = next((one for one in self.standing.foreign if one.worth is None), None)
            why = no_rate(self.fmt, missing) if missing else _("No time and no purchase is booked yet.")
            return FigureInput(_("Actual cost"), "", why)
        where = url("project-money", key=self.project.key) if self.sees_money else ""
        return FigureInput(_("Actual cost"), self.money(self.standing.ac), _("the ledger, up to today"), where)

    @property
    def whole(self) -> FigureInput:
        return FigureInput(
            _("Budget of the plan"), self.money(self.standing.bac), _("the sum of what its tasks were given")
        )

    @property
    def plan_url(self) -> str:
        return url("project-plan", key=self.project.key)

    def spi(self, name: str = "spi") -> Figure:
        rule = _("Earned value divided by planned value, today. Below 0.95 the light is amber, below 0.85 red.")
        return self.figure(
            name,
            _("Schedule index"),
            self.index(self.value.spi),
            rule,
            self.earned,
            self.planned,
            sum_label=_("earned ÷ planned"),
        )

    def cpi(self) -> Figure:
        rule = _("Earned value divided by actual cost: what a unit of money spent brought.")
        return self.figure(
            "cpi",
            _("Cost index"),
            self.index(self.value.cpi),
            rule,
            self.earned,
            self.spent,
            sum_label=_("earned ÷ spent"),
        )

    def schedule_variance(self) -> Figure:
        rule = _("Earned value less planned value. Below nothing, less is done than was planned by now.")
        return self.figure(
            "sv",
            _("Schedule variance"),
            self.signed(self.value.sv),
            rule,
            self.earned,
            self.planned,
            sum_label=_("earned − planned"),
        )

    def cost_variance(self) -> Figure:
        rule = _("Earned value less actual cost. Below nothing, the work done cost more than it should have.")
        return self.figure(
            "cv",
            _("Cost variance"),
            self.signed(self.value.cv),
            rule,
            self.earned,
            self.spent,
            sum_label=_("earned − spent"),
        )

    def forecast(self, *, is_short: bool = True) -> Figure:
        rule = _(
            "What it will cost in all, if the rest costs as the work up to now did; "
            "before anything is earned, if the rest costs as planned."
        )
        value = self.value
        inputs = (
            FigureInput(_("At the present cost rate"), self.money(value.eac_cpi), _("budget ÷ cost index")),
            FigureInput(
                _("With the rest as planned"),
                self.money(value.eac_budget_rate),
                _("spent + what is left of the budget"),
            ),
            FigureInput(
                _("At the present rate of cost and pace"),
                self.money(value.eac_cpi_spi),
                _("spent + what is left ÷ (cost index × schedule index)"),
            ),
            self.spent,
        )
        short = (
            self.fmt.money(self.standing.eac, self.standing.currency, short=True)
            if self.sees_money and is_short
            else self.money(self.standing.eac)
        )
        return self.figure(
            "eac",
            _("Forecast at completion"),
            short if self.standing.eac is not None else "",
            rule,
            *inputs,
            value=self.money(self.standing.eac),
        )

    def cost(self) -> Figure:
        rule = _("All that is booked on the project, up to today: work at its dated rates, and purchases.")
        foreign = foreign_inputs(self.fmt, self.standing.foreign) if self.sees_money else ()
        return self.figure("ac", _("Spent"), self.money(self.standing.ac), rule, self.spent, *foreign)

    def deviation(self, name: str = "deviation") -> Figure:
        rule = _("The forecast at completion less the approved budget.")
        tolerance = f"{self.project.charter.cost_tolerance_percent.normalize():f}"
        budget = FigureInput(
            _("Approved budget"),
            self.money(self.standing.budget),
            _("charter, tolerance %(percent)s %%") % {"percent": tolerance},
        )
        eac = FigureInput(
            _("Forecast at completion"),
            self.money(self.standing.eac),
            "" if self.standing.eac is not None else _("No cost is booked yet."),
        )
        return self.figure(
            name,
            _("Budget deviation"),
            self.signed(self.standing.budget_deviation),
            rule,
            eac,
            budget,
            sum_label=_("forecast − budget"),
        )

    def to_complete(self) -> Figure:
        rule = _(
            "What each unit of money left must earn for the budget of the plan to hold. Above 1, better than planned."
        )
        return self.figure(
            "tcpi",
            _("Index the rest needs"),
            self.index(self.value.tcpi_bac),
            rule,
            self.whole,
            self.earned,
            self.spent,
            sum_label=_("work left ÷ money left"),
        )

    def earned_schedule(self) -> Figure:
        rule = _("The working day on which the plan should have earned what is earned today.")
        passed = FigureInput(_("Working days since the start"), self.days(self.value.at), _("the baseline's calendar"))
        return self.figure(
            "es", _("Earned schedule"), self.days(self.value.es), rule, self.earned, self.planned, passed
        )

    def time_variance(self) -> Figure:
        rule = _(
            "Earned schedule less the working days that have passed: how far behind (below nothing) or ahead in time."
        )
        inputs = (
            FigureInput(
                _("Earned schedule"),
                self.days(self.value.es),
                "" if self.value.es is not None else _("The plan is not frozen yet."),
            ),
            FigureInput(_("Working days since the start"), self.days(self.value.at)),
        )
        return self.figure(
            "svt", _("Time variance"), self.days(self.value.sv_t), rule, *inputs, sum_label=_("earned − passed")
        )

    def time_index(self) -> Figure:
        rule = _(
            "Earned schedule divided by the working days that have passed. "
            "Unlike the schedule index it stays true to the end."
        )
        inputs = (
            FigureInput(
                _("Earned schedule"),
                self.days(self.value.es),
                "" if self.value.es is not None else _("The plan is not frozen yet."),
            ),
            FigureInput(_("Working days since the start"), self.days(self.value.at)),
        )
        return self.figure(
            "spit", _("Time index"), self.index(self.value.spi_t), rule, *inputs, sum_label=_("earned ÷ passed")
        )

    def finish(self, name: str = "finish") -> Figure:
        rule = _("The latest computed finish of all tasks, from links, calendars and what is left to do.")
        found = self.standing
        promised = FigureInput(
            _("Promised"),
            self.fmt.date(found.baseline_finish_at) if found.baseline_finish_at else "",
            _("baseline %(number)s") % {"number": found.baseline_number}
            if found.baseline_number
            else _("The plan is not frozen yet."),
        )
        charter = self.project.charter
        deadline = FigureInput(
            _("Deadline"),
            self.fmt.date(charter.deadline),
            ngettext(
                "charter, tolerance %(days)s working day",
                "charter, tolerance %(days)s working days",
                charter.time_tolerance_days,
            )
            % {"days": charter.time_tolerance_days},
        )
        pace = FigureInput(
            _("Length at the present pace"), self.days(self.value.ieac_t), _("planned length ÷ time index")
        )
        text = self.fmt.date(found.finish_at) if found.finish_at else ""
        acts = (FigureAct(_("See what drives it"), self.plan_url),)
        return self.figure(
            name, _("Finish"), text, rule, promised, deadline, *((pace,) if pace.text else ()), acts=acts
        )

    def milestones(self, name: str = "milestones") -> Figure:
        rule = _("Milestones that were promised by now and not reached by their day, of all promised by now.")
        found = self.standing
        inputs = (
            FigureInput(
                _("Promised by now"),
                str(found.promised) if found.baseline_number else "",
                "" if found.baseline_number else _("The plan is not frozen yet."),
            ),
            FigureInput(_("Missed"), str(len(found.missed)) if found.promised else "", ", ".join(found.missed[:5])),
        )
        return self.figure(
            name,
            _("Milestones missed"),
            self.fmt.percent(found.share_missed) if found.promised else "",
            rule,
            *inputs,
            sum_label=_("missed ÷ promised"),
        )

    def progress(self) -> Figure:
        rule = _("Earned value of all budget; where the plan has no money, of its length.")
        done = self.fmt.percent(self.standing.percent / 100)
        return self.figure("percent", _("Done"), done, rule, self.earned, self.whole)

    def every(self) -> list[Figure]:
        """All measures in one list, in the order of the question: money, pace, time."""
        return [
            self.deviation(),
            self.cost_variance(),
            self.schedule_variance(),
            self.to_complete(),
            self.earned_schedule(),
            self.time_variance(),
            self.time_index(),
            self.milestones("milestones-2"),
            self.progress(),
        ]
