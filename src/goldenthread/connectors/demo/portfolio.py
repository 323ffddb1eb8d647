"""Fourteen investments in every state, led through their gates at the times when that was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from goldenthread.business.portfolio.actions import (
    Amount,
    Chartering,
    Decision,
    NewBenefit,
    NewInvestment,
    NewLine,
    NewObjective,
    NewPortfolio,
    NewRisk,
    charter_investment,
    decide_gate,
    judge_criterion,
    open_portfolio,
    propose_investment,
    schedule_gate,
    set_objective,
)
from goldenthread.business.portfolio.models import Investment
from goldenthread.business.portfolio.queries import next_gate
from goldenthread.business.projects.actions import NewDeliverable
from goldenthread.business.projects.models import Project
from goldenthread.business.services.actions import NewMeasure
from goldenthread.connectors.demo.cases import INVESTMENTS, OBJECTIVES, PATH, Case, S
from goldenthread.connectors.demo.world import World

EVIDENCE = ("Minutes of the board", "Workshop with the wards", "Checked by finance", "Offer and plan attached")
MANAGER = "Mara Lindqvist"
PROGRAMME = ("booking", "directory")
CREW = ("Tomas Okafor", "Lena Huber", "Arun Pillai", "Sofia Keller", "Peter Novak", "Ben Carter", "Elif Kaya")


@dataclass
class Funded:
    """An investment that has a project, and how the case meant it to go."""

    case: Case
    investment: Investment
    project: Project | None = None


def portfolio_of(world: World) -> list[Funded]:
    """Objectives and investments up to their charters; those with a project come back, oldest first."""
    began = world.day(-1500)
    manager = world.people[MANAGER]
    new = NewPortfolio("Digital care", Decimal(4_000_000), manager.key)
    portfolio = open_portfolio(world.acting(MANAGER, began), new=new)
    objectives = {row[0]: _objective(world, portfolio.key, row, began) for row in OBJECTIVES}
    programme = _programme(world, portfolio.key, objectives)
    funded = []
    for case in sorted(INVESTMENTS, key=lambda one: -one.proposed):
        investment = _propose(world, portfolio.key, objectives[case.objective], case)
        if case.slug in PROGRAMME:  # who proposed it knows of no programme: the portfolio put it below one
            investment.parent = programme
            investment.save(update_fields=["parent"])
        _to_approval(world, investment, case)
        _next_day(world, investment, case)
        if case.manager:
            investment.refresh_from_db()
            funded.append(Funded(case, investment, _charter(world, investment, case)))
    return funded


def _next_day(world: World, investment: Investment, case: Case) -> None:
    """The day of the next decision, for those the board has yet to decide; one of them has waited too long."""
    gate = next_gate(investment)
    ahead = {S.ANALYSED: -4, S.DEFINED: 9, S.APPROVED: 16}.get(case.state)
    if gate is not None and ahead is not None:
        due_on = world.workday(ahead).date()
        schedule_gate(world.acting(MANAGER, world.workday(-12)), investment.key, gate=gate.key, due_on=due_on)


def go(world: World, investment: Investment, at: datetime, money: Decimal = Decimal(0)) -> None:
    """Pass the next gate: every criterion shown, then go."""
    investment.refresh_from_db()
    gate = next_gate(investment)
    if gate is None:
        return
    _prove(world, investment, at - timedelta(hours=3))
    choice = Decision("go", money_released=money)
    decide_gate(world.acting(MANAGER, at), investment.key, gate=gate.key, decision=choice)
    investment.refresh_from_db()


def _objective(world: World, portfolio: str, row: tuple[str, str, str, str, str, int, int, int], at: datetime) -> str:
    _slug, name, measure, unit, direction, baseline, target, years = row
    due_on = date(world.today.year + years, 12, 31)
    owner = world.people["Ruth Calder"]
    new = NewMeasure(measure, unit, direction, Decimal(baseline), Decimal(target), due_on, owner.pk)
    wanted = NewObjective(name, portfolio, owner.key, due_on, new)
    objective = set_objective(world.acting(MANAGER, at), new=wanted)
    world.measures[f"objective-{_slug}"] = objective.measure
    return objective.key


def _programme(world: World, portfolio: str, objectives: dict[str, str]) -> Investment:
    """One programme over two investments that are being built; it is led by an office of its own."""
    at = world.workday(-700)
    live = world.today + timedelta(days=200)
    measure = NewMeasure("Visits that begin online", "%", "up", Decimal(8), Decimal(45), live + timedelta(days=400))
    benefit = NewBenefit("Visits begin online", measure, Decimal(4000), "", _yearly(150, live, ramp=True))
    new = NewInvestment(
        "Digital front door",
        "Patients reach every clinic through one door",
        portfolio,
        world.people["Ruth Calder"].key,
        kind="programme",
        description="Holds together what is built for patients to reach the clinics from home.",
        objectives=((objectives["weeks"], 40),),
        costs=(NewLine("capex", "Programme office", _quarterly(60, world.day(-400).date(), 24)),),
        benefits=(benefit,),
    )
    return propose_investment(world.acting("Ines Brandt", at), new=new)


def _propose(world: World, portfolio: str, objective: str, case: Case) -> Investment:
    at = world.workday(-case.proposed)
    starts = _starts(world, case)
    live = starts + timedelta(days=30 * case.months)
    name, unit, direction, baseline, target = case.measure
    due_on = live + timedelta(days=540)
    owner = world.people[case.by]
    measure = NewMeasure(name, unit, direction, Decimal(baseline), Decimal(target), due_on, owner.pk)
    worth = Decimal(case.benefit * 1000) / abs(target - baseline)
    benefit = NewBenefit(
        name, measure, worth.quantize(Decimal("0.01")), owner.key, _yearly(case.benefit, live, ramp=True)
    )
    new = NewInvestment(
        case.name,
        case.outcome,
        portfolio,
        world.people[case.sponsor].key,
        description="Weighed against doing nothing and against buying it as a service.",
        is_mandatory=case.is_mandatory,
        objectives=((objective, 100),),
        costs=(
            NewLine("capex", "Project", _quarterly(case.cost, starts, case.months)),
            NewLine("opex", "Running", _yearly(case.running, live)),
        ),
        benefits=(benefit,),
        risks=(
            NewRisk("The wards have no time to try it", 30, Decimal(case.cost * 80)),
            NewRisk("An interface is later than promised", 25, Decimal(case.cost * 120)),
        ),
    )
    investment = propose_investment(world.acting(case.by, at), new=new)
    world.measures[case.slug] = investment.benefits.select_related("measure")[0].measure
    return investment


def _to_approval(world: World, investment: Investment, case: Case) -> None:
    """The gates before the charter, some weeks apart, then the end if it came to one."""
    target = case.state if case.state in PATH else S.ANALYSED
    reached = PATH[: PATH.index(target) + 1] if target in PATH and case.state != S.PROPOSED else ()
    for number, state in enumerate(reached[:3], start=1):
        money = Decimal(case.cost * 100) if state == S.APPROVED else Decimal(0)
        go(world, investment, world.workday(-case.proposed + number * 22, 14), money)
    if case.end:
        gate = next_gate(investment)
        choice = Decision("hold" if case.state == S.ON_HOLD else "kill", reason=case.end)
        at = world.workday(-case.proposed + 75, 14)
        if gate is not None:
            decide_gate(world.acting(MANAGER, at), investment.key, gate=gate.key, decision=choice)


def _prove(world: World, investment: Investment, at: datetime) -> None:
    gate = next_gate(investment)
    if gate is None:
        return
    for criterion in gate.criteria.all():
        evidence = EVIDENCE[criterion.place % len(EVIDENCE)]
        judge_criterion(
            world.acting(MANAGER, at),
            investment.key,
            gate=gate.key,
            place=criterion.place,
            is_met=True,
            evidence=evidence,
        )


def _charter(world: World, investment: Investment, case: Case) -> Project:
    at = world.workday(-case.starts - 6, 15)
    _prove(world, investment, at - timedelta(hours=4))
    start_on = _starts(world, case)
    deadline = start_on + timedelta(days=round(case.months * 30.4))
    charter = Chartering(
        name=f"{case.name}, project" if case.service != "booking" else "Booking on any phone",
        template="service",
        manager=world.people[case.manager].key,
        calendar=world.calendars["office"].key,
        start_on=start_on,
        deadline=deadline,
        budget=Decimal(case.cost * 1000),
        scope=f"Design, build, test and hand over what it takes so that: {case.outcome[0].lower()}{case.outcome[1:]}.",
        deliverables=_deliverables(start_on, case),
        team=world.teams["care"].key,
        members=tuple(world.people[name].key for name in CREW),
        service=world.services[case.service].key if case.service else "",
    )
    return charter_investment(world.acting(MANAGER, at), investment.key, charter=charter)


def _deliverables(start_on: date, case: Case) -> tuple[NewDeliverable, ...]:
    due = [start_on + timedelta(days=round(case.months * 30.4 * share)) for share in (0.25, 0.6, 0.85)]
    return (
        NewDeliverable("Design agreed with the wards", ("Every ward has seen it", "Risks are answered"), due[0]),
        NewDeliverable("Working service in the test house", ("All checks pass", "A page answers in 2.5 s"), due[1]),
        NewDeliverable("People trained", ("Nine of ten trained", "Guide is in plain words"), due[2]),
    )


def _starts(world: World, case: Case) -> date:
    return world.workday(-case.starts if case.manager else 60).date()


def _quarterly(thousands: int, starts: date, months: int) -> tuple[Amount, ...]:
    """The cost of a project, evenly over the quarters it runs."""
    quarters = max(1, round(months / 3))
    first = starts.replace(day=1)
    each = (Decimal(thousands * 1000) / quarters).quantize(Decimal(1))
    places = [first.year * 12 + first.month - 1 + 3 * number for number in range(quarters)]
    return tuple(Amount(date(place // 12, place % 12 + 1, 1), each, 3) for place in places)


def _yearly(thousands: int, live: date, *, ramp: bool = False) -> tuple[Amount, ...]:
    """Four years of an amount from going live on; a benefit grows into its full size."""
    shares = (Decimal("0.4"), Decimal("0.8"), Decimal(1), Decimal(1)) if ramp else (Decimal(1),) * 4
    first = live.replace(day=1)
    return tuple(
        Amount(first.replace(year=first.year + year), (thousands * 1000 * share).quantize(Decimal(1)), 12)
        for year, share in enumerate(shares)
    )
