"""Several projects as one: earned value of a programme or a portfolio, in one currency."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from goldenthread.business.projects.models import Project
from goldenthread.business.projects.queries.standing.curve import (
    Curve,
    CurvePoint,
    History,
    ends_of,
    histories,
    month_ends,
    read_at,
    spent_until,
)
from goldenthread.business.projects.queries.standing.earned import earned
from goldenthread.business.projects.queries.standing.reading import Known, asked_of, known_of, with_terms
from goldenthread.business.projects.queries.standing.standings import Standing, standing_of
from goldenthread.business.work.queries import Asked, Costs, Foreign, exchange, spent, together
from goldenthread.engine.earned_value import EarnedValue, measure
from goldenthread.engine.finance import Exchange, ExchangeRate

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Share:
    """One project within: its own standing, what its plan's money is worth here, and what it cost here."""

    project: Project
    standing: Standing
    worth: Decimal
    """Of one unit of its currency, on the day its baseline was frozen."""
    rates: tuple[ExchangeRate, ...]
    costs: Costs


@dataclass(frozen=True)
class Rollup:
    """Projects with a baseline, added up; `value` counts its periods in calendar days, for their calendars differ.

    Planned and earned value are turned at the rate of the day a baseline was frozen, so that what was promised stays
    what it was; cost at the rate of each entry's day. `unfrozen` have no baseline and `unpriced` no rate: both are left
    out of every figure, and told.
    """

    at: datetime
    currency: str
    shares: tuple[Share, ...]
    unfrozen: tuple[Project, ...]
    unpriced: tuple[Project, ...]
    value: EarnedValue
    curve: Curve
    eac: Decimal | None
    budget: Decimal
    finish_at: datetime | None
    baseline_finish_at: datetime | None

    @property
    def bac(self) -> Decimal:
        return Decimal(self.value.bac)

    @property
    def pv(self) -> Decimal | None:
        return self.value.pv if self.shares else None

    @property
    def ev(self) -> Decimal:
        return Decimal(self.value.ev)

    @property
    def ac(self) -> Decimal | None:
        found: Decimal | None = self.value.ac
        return found

    @property
    def budget_deviation(self) -> Decimal | None:
        return None if self.eac is None else self.eac - self.budget

    @property
    def foreign(self) -> tuple[Foreign, ...]:
        return together(share.costs for share in self.shares).foreign

    @property
    def missed(self) -> int:
        return sum(len(share.standing.missed) for share in self.shares)

    @property
    def promised(self) -> int:
        return sum(share.standing.promised for share in self.shares)


def rollup(project_ids: Collection[int], at: datetime, into: str) -> Rollup:
    """These projects as one. The caller has made sure that they, and their money, may be seen. Six queries at most."""
    projects = list(with_terms(Project.objects.filter(pk__in=list(project_ids))))
    here = {project.pk: Asked(project.account_id, at.date(), into) for project in projects}
    money = spent([*here.values(), *(asked_of(project, at) for project in projects)])
    found = known_of(projects, at, money)
    frozen = {number: one for number, one in found.items() if one.frozen is not None}
    is_mixed = any(one.project.charter.currency != into for one in frozen.values())
    rates = exchange() if is_mixed else Exchange(())
    shares, unpriced = [], []
    for one in frozen.values():
        share = _share(one, into, money[here[one.project.pk]], rates)
        if share is None:
            unpriced.append(one.project)
        else:
            shares.append(share)
    past = histories([share.project.pk for share in shares], at)
    together_ = [
        _One(found[share.project.pk], share, past.get(share.project.pk, {}), money[here[share.project.pk]])
        for share in shares
    ]
    curve = _curve(together_, at)
    value = _value(together_, shares, at)
    eac = value.eac_cpi if value.eac_cpi is not None else value.eac_budget_rate
    finish = max((share.project.finish_at for share in shares if share.project.finish_at), default=None)
    return Rollup(
        at,
        into,
        tuple(shares),
        tuple(one.project for one in found.values() if one.frozen is None),
        tuple(unpriced),
        value,
        _with_forecast(curve, value.ac, eac, finish),
        eac,
        sum((share.standing.budget * share.worth for share in shares), Decimal(0)),
        finish,
        max((end for share in shares if (end := share.standing.baseline_finish_at)), default=None),
    )


@dataclass(frozen=True)
class _One:
    """A project with what it takes to read it at any day."""

    known: Known
    share: Share
    history: History
    spent: list[tuple[date, Costs]]

    def planned(self, on: date) -> Decimal:
        assert self.known.frozen is not None
        return self.known.frozen.planned_by(on) * self.share.worth

    def earned(self, until: datetime) -> Decimal:
        assert self.known.frozen is not None
        _bac, ev = earned(self.known.tasks, read_at(self.history, until), self.known.frozen, until)
        return ev * self.share.worth

    def cost(self, on: date, today: date) -> Decimal | None:
        whole = self.share.costs.whole if self.spent else None
        return spent_until(self.spent, on, whole, today)


def _share(one: Known, into: str, lines: list[tuple[date, Costs]], rates: Exchange) -> Share | None:
    standing = standing_of(one)
    costs = together(costs for _month, costs in lines)
    if standing.currency == into or one.frozen is None:
        return Share(one.project, standing, Decimal(1), (), costs)
    told = rates.convert(Decimal(1), standing.currency, into, one.frozen.baseline.frozen_at.date())
    return None if told is None else Share(one.project, standing, told.amount, told.used, costs)


def _value(ones: list[_One], shares: list[Share], at: datetime) -> EarnedValue:
    bac = sum((share.standing.bac * share.worth for share in shares), Decimal(0))
    ev = sum((share.standing.ev * share.worth for share in shares), Decimal(0))
    booked = [share.costs for share in shares if share.costs.amount or share.costs.foreign]
    ac = together(booked).whole if booked else None
    if not ones:
        return measure(bac=bac, ev=ev, ac=ac)
    frozen = [one.known.frozen for one in ones if one.known.frozen]
    first = min(plan.baseline.starts_on for plan in frozen) - DAY
    last = max(plan.baseline.starts_on + (len(plan.by_day) - 1) * DAY for plan in frozen)  # as promised, not as slipped
    length = max((last - first).days, 1)
    curve = [sum((one.planned(first + number * DAY) for one in ones), Decimal(0)) for number in range(length + 1)]
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    passed = Decimal((at.date() - first).days - 1) + Decimal((at - midnight) // timedelta(seconds=1)) / 86_400
    return measure(bac=bac, ev=ev, ac=ac, curve=curve, at=max(passed, Decimal(0)))


def _curve(ones: list[_One], at: datetime) -> Curve:
    today = at.date()
    if not ones:
        return Curve((), today)
    begin = min(one.known.project.start_on for one in ones) - DAY
    points = [CurvePoint(begin, Decimal(0), Decimal(0), Decimal(0))]
    for on in month_ends(begin, today, [end for one in ones for end in ends_of(one.known)]):
        pv = sum((one.planned(on) for one in ones), Decimal(0))
        if on > today:
            points.append(CurvePoint(on, pv, None, None))
            continue
        until = min(at, at.replace(year=on.year, month=on.month, day=on.day, hour=23, minute=59, second=59))
        costs = [cost for one in ones if (cost := one.cost(on, today)) is not None]
        ev = sum((one.earned(until) for one in ones), Decimal(0))
        points.append(CurvePoint(on, pv, ev, sum(costs, Decimal(0)) if costs else None))
    return Curve(tuple(points), today)


def _with_forecast(curve: Curve, ac: Decimal | None, eac: Decimal | None, finish: datetime | None) -> Curve:
    if ac is None or eac is None or finish is None or finish.date() <= curve.today:
        return curve
    return Curve(curve.points, curve.today, ((curve.today, ac), (finish.date(), eac)))
