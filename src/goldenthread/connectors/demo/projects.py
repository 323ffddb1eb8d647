"""Six projects: planned, baselined, worked on week by week, accepted, handed over; one of them in trouble."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from goldenthread.business.people.models import Person
from goldenthread.business.people.queries import rate_on
from goldenthread.business.portfolio.models import InvestmentState
from goldenthread.business.projects.actions import (
    NewRisk,
    NewTask,
    Verdict,
    accept_deliverable,
    add_task,
    advance_phase,
    assign_task,
    baseline_project,
    change_risk,
    close_project,
    judge_readiness,
    link_tasks,
    note_risk,
    pass_handover,
    report_progress,
    start_handover,
    submit_deliverable,
)
from goldenthread.business.projects.models import Project, Task
from goldenthread.business.services.actions import record_purchase
from goldenthread.business.work.models import LedgerEntry, Nature, TimeEntry
from goldenthread.connectors.demo.portfolio import Funded, go
from goldenthread.connectors.demo.world import World
from goldenthread.foundation.keys import next_keys

DAY = 8 * 60
MINUTES_A_DAY = 150


@dataclass(frozen=True)
class Step:
    """A task of every plan: its share of the project's length in percent (0: a milestone), what it waits for."""

    name: str
    part: str
    share: int
    after: tuple[str, ...] = ()
    person: str = "Tomas Okafor"


PARTS = ("Design", "Build", "Test", "Deliver")
STEPS = (
    Step("Talk to the wards", "Design", 8, (), "Lena Huber"),
    Step("Agree the design", "Design", 7, ("Talk to the wards",), "Lena Huber"),
    Step("Design agreed", "Design", 0, ("Agree the design",)),
    Step("Pages", "Build", 22, ("Design agreed",), "Tomas Okafor"),
    Step("Interfaces", "Build", 26, ("Design agreed",), "Peter Novak"),
    Step("Data taken over", "Build", 14, ("Interfaces",), "Ben Carter"),
    Step("Reminders", "Build", 12, ("Pages",), "Arun Pillai"),
    Step("Accessibility", "Build", 8, ("Pages",), "Lena Huber"),
    Step("Load test", "Test", 6, ("Pages", "Data taken over"), "Sofia Keller"),
    Step("Acceptance by the wards", "Test", 9, ("Load test", "Reminders", "Accessibility"), "Sofia Keller"),
    Step("Train the wards and the desk", "Deliver", 8, ("Reminders",), "Elif Kaya"),
    Step("Pilot on one ward", "Deliver", 12, ("Acceptance by the wards",), "Tomas Okafor"),
    Step("Go-live", "Deliver", 0, ("Pilot on one ward", "Train the wards and the desk")),
    Step("Roll out everywhere", "Deliver", 10, ("Go-live",), "Tomas Okafor"),
    Step("Handed over", "Deliver", 0, ("Roll out everywhere",)),
)
CHAIN = 94
"""Percent of the project's working days that its longest chain takes."""
TOLD = ((0.3, 30), (0.65, 65), (1, 100))
SLIP = {"directory": 1.45, "booking": 0.995}
USUAL_SLIP = 0.98
OVERRUN = {"directory": 1.38, "booking": 1.04, "video": 0.98}
RISKS = (
    NewRisk(
        "Text supplier has one route",
        20,
        4,
        Decimal(9000),
        "Second supplier tried",
        response_cost=Decimal(1500),
        residual_probability=5,
    ),
    NewRisk(
        "Directory change delays sign-on",
        25,
        8,
        Decimal(6000),
        "Order agreed with the change manager",
        residual_probability=10,
    ),
    NewRisk("Test devices arrive late", 30, 2, Decimal(4000), "Loan from the clinic pool"),
)


def projects_of(world: World, funded: list[Funded]) -> None:
    """Plan all of them, then let the weeks pass."""
    for one in funded:
        project = one.project
        if project is None:
            continue
        tasks = _plan(world, one, project)
        opened = world.hours("office").next_open(project.opened_at + timedelta(days=5))
        if one.case.starts > 20:
            manager = world.acting(one.case.manager, opened)
            baseline_project(manager, project.key, reason="Plan agreed with the sponsor")
            go(world, one.investment, opened + timedelta(hours=2))
            owner = world.people["Tomas Okafor"].key
            for risk, step in zip(RISKS, ("Pilot on one ward", "", "Load test"), strict=True):
                delayed = tasks[step].key if step else ""
                note_risk(manager, project.key, new=replace(risk, owner=owner, task=delayed))
            _work(world, one, project, tasks)
            _settle(world, one, project)


def _plan(world: World, one: Funded, project: Project) -> dict[str, Task]:
    at = project.opened_at + timedelta(hours=20)
    manager = world.acting(one.case.manager, at)
    length = one.case.months * 21
    tasks = {name: add_task(manager, project.key, new=NewTask(name)) for name in PARTS}
    days_in_all = sum(max(1, round(length * step.share / CHAIN)) for step in STEPS if step.share)
    for step in STEPS:
        days = max(1, round(length * step.share / CHAIN)) if step.share else 0
        budget = (Decimal(one.case.cost * 1000) * Decimal("0.95") * days / days_in_all).quantize(Decimal(1))
        new = NewTask(
            step.name,
            parent=tasks[step.part].key,
            duration_minutes=days * DAY,
            is_milestone=not step.share,
            budget=budget,
        )
        task = tasks[step.name] = add_task(manager, project.key, new=new)
        for before in step.after:
            link_tasks(manager, task.key, predecessor=tasks[before].key)
        if step.share:
            assign_task(manager, task.key, person=world.people[step.person].key)
    return tasks


def _work(world: World, one: Funded, project: Project, tasks: dict[str, Task]) -> None:
    """Each task begins and ends as planned, stretched by how well the project goes; progress is told on the way."""
    slip = SLIP.get(one.case.slug, USUAL_SLIP)
    tells: list[tuple[datetime, Step, int]] = []
    planned = {task.work.title: task for task in Task.objects.filter(project=project).select_related("work")}
    origin = min(task.early_start_at for task in planned.values() if task.early_start_at)
    for step in STEPS:
        task = planned[step.name]
        if task.early_start_at is None or task.early_finish_at is None:
            continue
        starts = origin + (task.early_start_at - origin) * slip
        ends = origin + (task.early_finish_at - origin) * slip
        if not step.share:
            tells.append((ends, step, 100))
            continue
        tells += [(starts + (ends - starts) * share, step, percent) for share, percent in TOLD]
        _book(world, one, planned[step.name], step, (starts, min(ends, world.now)))
    for at, step, percent in sorted(tells, key=lambda tell: tell[0]):
        told = world.hours("office").next_open(at)
        if told < world.now:
            report_progress(world.acting(one.case.manager, told), tasks[step.name].key, percent=percent)


def _book(world: World, one: Funded, task: Task, step: Step, span: tuple[datetime, datetime]) -> None:
    """What a task cost so far: the days of whoever carries it at their rate, and what was bought from a supplier."""
    project = one.project
    starts, ends = span
    if project is None or starts >= ends:
        return
    days = _days(starts, ends)
    labour = _log(world, project, task, world.people[step.person], days)
    whole = (task.early_finish_at - task.early_start_at) if task.early_finish_at and task.early_start_at else None
    share = min(1.0, (ends - starts) / (whole * SLIP.get(one.case.slug, USUAL_SLIP))) if whole else 0.0
    even = world.chance(f"book-{one.case.slug}-{step.name}").uniform(0.95, 1.05)
    spent = Decimal(str(float(task.budget) * share * OVERRUN.get(one.case.slug, 1.0) * even))
    bills = days[10::20] or days[-1:]
    for on in bills:
        amount = ((spent - labour) / len(bills)).quantize(Decimal("0.01"))
        if amount > 0:
            record_purchase(
                world.house(datetime.combine(on, time(17), UTC)),
                account_id=project.account_id,
                title=f"{step.name}, developers of the supplier",
                amount=amount,
                on=on,
                supplier_id=world.organisations["northlight"].pk,
            )


def _log(world: World, project: Project, task: Task, person: Person, days: list[date]) -> Decimal:
    """Part of each of the days; what they cost together."""
    per_hour, currency = rate_on(person.pk, days[0])
    amount = (per_hour * MINUTES_A_DAY / 60).quantize(Decimal("0.01"))
    entries = LedgerEntry.objects.bulk_create(
        LedgerEntry(
            account_id=project.account_id,
            kind=LedgerEntry.Kind.LABOUR,
            nature=Nature.CAPEX,
            on=on,
            amount=amount,
            currency=currency,
            source=task.work.key,
        )
        for on in days
    )
    keys = next_keys(TimeEntry.prefix, len(days))
    TimeEntry.objects.bulk_create(
        TimeEntry(
            key=key,
            work_id=task.work_id,
            person=person,
            on=entry.on,
            minutes=MINUTES_A_DAY,
            per_hour=per_hour,
            entry=entry,
        )
        for key, entry in zip(keys, entries, strict=True)
    )
    return amount * len(days)


def _days(starts: datetime, ends: datetime) -> list[date]:
    days = []
    on = starts.date()
    while on <= ends.date():
        if on.weekday() < 5:
            days.append(on)
        on += timedelta(days=1)
    return days or [starts.date()]


def _settle(world: World, one: Funded, project: Project) -> None:
    """Phases passed, deliverables accepted, and for those that are done: hand-over, close, into service."""
    done = one.case.state in (InvestmentState.IN_SERVICE, InvestmentState.RETIRED)
    end = _end(world, project) if done else world.now - timedelta(days=3)
    manager = world.acting(one.case.manager, end)
    for _phase in range(5 if done else 2):
        advance_phase(manager, project.key)
    sponsor = world.people[one.case.sponsor]
    for deliverable in project.deliverables.order_by("id"):
        if deliverable.due_on and (done or deliverable.due_on < (world.now - timedelta(days=25)).date()):
            submit_deliverable(manager, deliverable.key, evidence=["Shown and tried"] * len(deliverable.criteria))
            verdicts = [Verdict(is_met=True, evidence="Tried on the ward") for _criterion in deliverable.criteria]
            accept_deliverable(world.acting(sponsor.name, end, fresh=True), deliverable.key, verdicts=verdicts)
    if not done:
        return
    for risk, new in zip(project.risks.order_by("id"), RISKS, strict=True):
        change_risk(manager, risk.key, new=new, state="closed")
    if one.case.service:
        _hand_over(world, one, project, end)
    close_project(manager, project.key)
    go(world, one.investment, end + timedelta(days=1))
    if one.case.state == InvestmentState.RETIRED:
        go(world, one.investment, world.workday(-200))


def _hand_over(world: World, one: Funded, project: Project, end: datetime) -> None:
    service = world.services[one.case.service]
    manager = world.acting(one.case.manager, end)
    handover = start_handover(manager, project.key, service=service.key)
    for item in handover.items.all():
        judge_readiness(manager, handover.key, item=item.pk, is_ready=True, evidence="Seen by the desk lead")
    pass_handover(world.acting(service.owner.name, end, fresh=True), handover.key)
    service.refresh_from_db()


def _end(world: World, project: Project) -> datetime:
    finished = [at for at in project.tasks.values_list("actual_finish_at", flat=True) if at is not None]
    return world.hours("office").next_open(max(finished) + timedelta(days=2))
