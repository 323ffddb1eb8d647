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
    set_objective,
)
from goldenthread.business.portfolio.models import Investment, InvestmentState
from goldenthread.business.portfolio.queries import next_gate
from goldenthread.business.projects.actions import NewDeliverable
from goldenthread.business.projects.models import Project
from goldenthread.business.services.actions import NewMeasure
from goldenthread.connectors.demo.world import World

S = InvestmentState
EVIDENCE = ("Minutes of the board", "Workshop with the wards", "Checked by finance", "Offer and plan attached")
MANAGER = "Mara Lindqvist"
CREW = ("Tomas Okafor", "Lena Huber", "Arun Pillai", "Sofia Keller", "Peter Novak", "Ben Carter", "Elif Kaya")

# slug, name, measure, unit, direction, baseline, target, years until due
OBJECTIVES = (
    ("weeks", "Patients are seen within two weeks", "Median days to an appointment", "days", "down", 23, 14, 1),
    ("travel", "Care without the journey", "Follow-ups without travel", "%", "up", 9, 40, 1),
    ("minutes", "Time for patients, not for screens", "Minutes lost to systems per shift", "min", "down", 34, 20, 2),
)


@dataclass(frozen=True)
class Case:
    """An investment as promised: thousands of euros, and days ago when it was proposed."""

    slug: str
    name: str
    outcome: str
    objective: str
    sponsor: str
    state: InvestmentState
    proposed: int
    cost: int
    running: int
    benefit: int
    measure: tuple[str, str, str, int, int]
    service: str = ""
    manager: str = ""
    starts: int = 0
    months: int = 8
    end: str = ""
    by: str = "Ines Brandt"
    is_mandatory: bool = False


INVESTMENTS = (
    Case(
        "video",
        "Remote consultations",
        "A third of follow-ups happen by video",
        "travel",
        "Leila Haddad",
        S.IN_SERVICE,
        960,
        610,
        110,
        420,
        ("Follow-ups by video", "%", "up", 4, 33),
        "video",
        "Priya Nair",
        860,
        8,
    ),
    Case(
        "results",
        "Results on the ward tablet",
        "Nobody walks to a screen for a result",
        "minutes",
        "Ruth Calder",
        S.IN_SERVICE,
        420,
        390,
        40,
        260,
        ("Walks to a screen per shift", "walks", "down", 11, 2),
        "results",
        "Katrin Vogel",
        300,
        9,
    ),
    Case(
        "booking",
        "Self-service booking",
        "Missed appointments fall to six percent",
        "weeks",
        "Ruth Calder",
        S.IN_DELIVERY,
        330,
        640,
        90,
        520,
        ("Missed appointments", "%", "down", 14, 6),
        "booking",
        "Priya Nair",
        170,
        10,
    ),
    Case(
        "directory",
        "Directory renewal",
        "Nobody waits for a sign-on",
        "minutes",
        "Leila Haddad",
        S.IN_DELIVERY,
        300,
        430,
        35,
        190,
        ("Sign-on failures a week", "failures", "down", 60, 5),
        "signon",
        "Henrik Solberg",
        190,
        7,
        by="Marcus Bell",
        is_mandatory=True,
    ),
    Case(
        "rota",
        "Shared rota for all sites",
        "Shifts are filled a week earlier",
        "minutes",
        "Ruth Calder",
        S.CHARTERED,
        150,
        280,
        40,
        150,
        ("Shifts open a week before", "shifts", "down", 38, 10),
        "rota",
        "Katrin Vogel",
        12,
        8,
        by="Yusuf Demir",
    ),
    Case(
        "fax",
        "Fax gateway",
        "Letters leave without paper",
        "minutes",
        "Leila Haddad",
        S.RETIRED,
        1400,
        60,
        12,
        45,
        ("Letters by fax a day", "letters", "down", 210, 20),
        "",
        "Henrik Solberg",
        1330,
        4,
        by="Yusuf Demir",
    ),
    Case(
        "stock",
        "Stock by barcode",
        "No ward runs out of dressings",
        "minutes",
        "Leila Haddad",
        S.APPROVED,
        170,
        330,
        30,
        170,
        ("Stock-outs a month", "stock-outs", "down", 26, 6),
    ),
    Case(
        "partners",
        "One sign-on for partners",
        "Partners work in our systems safely",
        "minutes",
        "Ruth Calder",
        S.ANALYSED,
        130,
        470,
        60,
        240,
        ("Partner accounts by hand", "accounts", "down", 420, 40),
        by="Marcus Bell",
    ),
    Case(
        "cool",
        "Cool rooms that call for help",
        "No vaccine is thrown away",
        "weeks",
        "Leila Haddad",
        S.ANALYSED,
        120,
        210,
        18,
        48,
        ("Batches lost a year", "batches", "down", 7, 1),
    ),
    Case(
        "beds",
        "Bed board for every ward",
        "A free bed is known within minutes",
        "weeks",
        "Ruth Calder",
        S.DEFINED,
        75,
        260,
        28,
        190,
        ("Minutes to find a bed", "min", "down", 95, 20),
    ),
    Case(
        "letters",
        "Letters in plain language",
        "Patients understand what they are sent",
        "weeks",
        "Ruth Calder",
        S.PROPOSED,
        20,
        70,
        8,
        40,
        ("Calls about letters a week", "calls", "down", 160, 60),
    ),
    Case(
        "voice",
        "Voice notes for home visits",
        "Notes are written where the visit is",
        "minutes",
        "Leila Haddad",
        S.PROPOSED,
        34,
        150,
        22,
        95,
        ("Minutes of notes a visit", "min", "down", 17, 8),
    ),
    Case(
        "phone",
        "New telephone exchange",
        "Every call finds someone",
        "weeks",
        "Leila Haddad",
        S.ON_HOLD,
        210,
        480,
        70,
        150,
        ("Calls lost", "%", "down", 12, 4),
        end="Waits for the carrier's new tariff in spring.",
        by="Marcus Bell",
    ),
    Case(
        "robots",
        "Delivery robots",
        "Samples travel by themselves",
        "minutes",
        "Leila Haddad",
        S.REJECTED,
        240,
        900,
        160,
        170,
        ("Walks with samples a day", "walks", "down", 300, 80),
        end="Costs more than it brings, even at twice the walks.",
        by="Marcus Bell",
    ),
)
PATH = (S.DEFINED, S.ANALYSED, S.APPROVED, S.CHARTERED, S.IN_DELIVERY, S.IN_SERVICE, S.RETIRED)


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
    funded = []
    for case in sorted(INVESTMENTS, key=lambda one: -one.proposed):
        investment = _propose(world, portfolio.key, objectives[case.objective], case)
        _to_approval(world, investment, case)
        if case.manager:
            investment.refresh_from_db()
            funded.append(Funded(case, investment, _charter(world, investment, case)))
    return funded


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
        description=f"{case.outcome}. Weighed against doing nothing and against buying it as a service.",
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
