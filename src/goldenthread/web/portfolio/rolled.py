"""The measures of several projects as one, each a figure that opens to its inputs and its formula."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.projects.queries import Rollup
from goldenthread.web.environment import url
from goldenthread.web.exchange import foreign_inputs, no_rate
from goldenthread.web.format import Format
from goldenthread.web.projects.words import against_approved, against_earned
from goldenthread.web.ui.figure import Figure, FigureInput, Tile

SHOWN = 12


class Rolled:
    """The figures of one roll-up."""

    def __init__(self, fmt: Format, found: Rollup) -> None:
        self.fmt, self.found, self.value = fmt, found, found.value
        self.read_at = fmt.time(found.at)

    def money(self, amount: Decimal | None, *, short: bool = False) -> str:
        return "" if amount is None else self.fmt.money(amount, self.found.currency, short=short)

    def signed(self, amount: Decimal | None) -> str:
        text = self.money(amount)
        return f"+{text}" if text and amount is not None and amount > 0 else text

    def index(self, value: Decimal | None) -> str:
        return "" if value is None else self.fmt.number(value, 2)

    def days(self, value: Decimal | None) -> str:
        return "" if value is None else _("%(days)s days") % {"days": self.fmt.number(value, 1)}

    def figure(
        self, name: str, label: str, text: str, rule: str, inputs: tuple[FigureInput, ...], sum_label: str = ""
    ) -> Figure:
        return Figure(f"roll-{name}", label, text or "–", rule, inputs, sum_label if text else "", read_at=self.read_at)

    @property
    def earned(self) -> FigureInput:
        return FigureInput(_("Earned value"), self.money(self.found.ev), _("of every project with a baseline"))

    @property
    def planned(self) -> FigureInput:
        why = _("their baselines together") if self.found.shares else _("No plan is frozen yet.")
        return FigureInput(_("Planned value"), self.money(self.found.pv), why)

    @property
    def spent(self) -> FigureInput:
        if self.found.ac is not None:
            return FigureInput(_("Actual cost"), self.money(self.found.ac), _("the ledger, up to today"))
        missing = next((one for one in self.found.foreign if one.worth is None), None)
        return FigureInput(
            _("Actual cost"), "", no_rate(self.fmt, missing) if missing else _("No time and no purchase is booked yet.")
        )

    @property
    def whole(self) -> FigureInput:
        return FigureInput(_("Budget of the plans"), self.money(self.found.bac), _("the sum of what was frozen"))

    @property
    def passed(self) -> FigureInput:
        return FigureInput(_("Days since the first start"), self.days(self.value.at), _("calendar days"))

    def projects(self) -> tuple[FigureInput, ...]:
        """The largest projects by what was planned of them, with the rate where their money is of another currency."""
        ranked = sorted(self.found.shares, key=lambda share: -share.standing.bac * share.worth)[:SHOWN]
        return tuple(
            FigureInput(
                share.project.name,
                self.money(share.standing.ev * share.worth),
                _("of %(sum)s planned") % {"sum": self.money((share.standing.pv or Decimal(0)) * share.worth)},
                url("project", key=share.project.key),
            )
            for share in ranked
        )

    def spi(self) -> Figure:
        rule = _(
            "Earned value divided by planned value, today. It forgets lateness once all is done: read the time index."
        )
        inputs = (self.earned, self.planned, *self.projects())
        return self.figure("spi", _("Schedule index"), self.index(self.value.spi), rule, inputs, _("earned ÷ planned"))

    def spi_t(self) -> Figure:
        rule = _("Earned schedule divided by the days that have passed. It stays true to the end.")
        earned = FigureInput(_("Earned schedule"), self.days(self.value.es), _("the day this should have been earned"))
        return self.figure(
            "spit", _("Time index"), self.index(self.value.spi_t), rule, (earned, self.passed), _("earned ÷ passed")
        )

    def cpi(self) -> Figure:
        rule = _("Earned value divided by actual cost: what a unit of money spent brought.")
        inputs = (self.earned, self.spent, *foreign_inputs(self.fmt, self.found.foreign))
        return self.figure("cpi", _("Cost index"), self.index(self.value.cpi), rule, inputs, _("earned ÷ spent"))

    def forecast(self) -> Figure:
        rule = _(
            "What they will cost in all, if the rest costs as the work up to now did; "
            "before anything is earned, if the rest costs as planned."
        )
        value = self.value
        inputs = (
            FigureInput(_("At the present cost rate"), self.money(value.eac_cpi), _("budget ÷ cost index")),
            FigureInput(_("With the rest as planned"), self.money(value.eac_budget_rate), _("spent + what is left")),
            FigureInput(
                _("At the present rate of cost and pace"),
                self.money(value.eac_cpi_spi),
                _("spent + what is left ÷ (cost index × schedule index)"),
            ),
            FigureInput(_("Approved budgets"), self.money(self.found.budget), _("charters")),
            self.spent,
        )
        return self.figure("eac", _("Forecast at completion"), self.money(self.found.eac, short=True), rule, inputs)

    def milestones(self) -> Figure:
        rule = _("Milestones that were promised by now and not reached by their day, of all promised by now.")
        found = self.found
        inputs = tuple(
            FigureInput(
                share.project.name,
                _("%(missed)s of %(promised)s")
                % {"missed": len(share.standing.missed), "promised": share.standing.promised},
                ", ".join(share.standing.missed[:3]),
                url("project", key=share.project.key),
            )
            for share in found.shares
            if share.standing.promised
        )[:SHOWN]
        text = self.fmt.percent(Decimal(found.missed) / found.promised) if found.promised else ""
        return self.figure("milestones", _("Milestones missed"), text, rule, inputs, _("missed ÷ promised"))

    def tiles(self) -> list[Tile]:
        found = self.found
        count = ngettext("%(num)s project", "%(num)s projects", len(found.shares)) % {"num": len(found.shares)}
        over, variance = found.budget_deviation, self.value.cv
        forecast_note = "" if over is None else against_approved(self.fmt, over, found.currency)
        cost_note = "" if variance is None else against_earned(self.fmt, variance, found.currency)
        return [
            Tile(self.spi(), count),
            Tile(self.spi_t(), self.days(self.value.sv_t)),
            Tile(self.cpi(), cost_note),
            Tile(self.forecast(), forecast_note),
            Tile(
                self.milestones(),
                _("%(missed)s of %(promised)s") % {"missed": found.missed, "promised": found.promised},
            ),
        ]

    def every(self) -> list[Figure]:
        """The rest of the measures."""
        value = self.value
        left = _(
            "What each unit of money left must earn for the budget of the plans to hold. Above 1, better than planned."
        )
        done = self.fmt.percent(value.percent_complete / 100) if value.percent_complete is not None else ""
        return [
            self.figure(
                "cv",
                _("Cost variance"),
                self.signed(value.cv),
                _("Earned value less actual cost. Below nothing, the work done cost more than it should have."),
                (self.earned, self.spent),
                _("earned − spent"),
            ),
            self.figure(
                "sv",
                _("Schedule variance"),
                self.signed(value.sv),
                _("Earned value less planned value. Below nothing, less is done than was planned by now."),
                (self.earned, self.planned),
                _("earned − planned"),
            ),
            self.figure(
                "tcpi",
                _("Index the rest needs"),
                self.index(value.tcpi_bac),
                left,
                (self.whole, self.earned, self.spent),
                _("work left ÷ money left"),
            ),
            self.figure(
                "vac",
                _("Variance at completion"),
                self.signed(value.vac_cpi),
                _("Budget of the plans less the forecast at the present cost rate."),
                (self.whole, FigureInput(_("At the present cost rate"), self.money(value.eac_cpi))),
                _("budget − forecast"),
            ),
            self.figure(
                "es",
                _("Earned schedule"),
                self.days(value.es),
                _(
                    "The calendar day, counted from the first start, on which the plans should have earned "
                    "what is earned today."
                ),
                (self.earned, self.planned, self.passed),
            ),
            self.figure(
                "svt",
                _("Time variance"),
                self.days(value.sv_t),
                _("Earned schedule less the days that have passed: how far behind (below nothing) or ahead in time."),
                (FigureInput(_("Earned schedule"), self.days(value.es)), self.passed),
                _("earned − passed"),
            ),
            self.figure(
                "ieact",
                _("Length at the present pace"),
                self.days(value.ieac_t),
                _("Planned length divided by the time index."),
                (
                    FigureInput(_("Planned length"), self.days(None if value.pd is None else Decimal(value.pd))),
                    FigureInput(_("Time index"), self.index(value.spi_t)),
                ),
            ),
            self.figure("done", _("Done"), done, _("Earned value of all budget."), (self.earned, self.whole)),
        ]
