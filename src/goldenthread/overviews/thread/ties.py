"""What hangs together with a record: its objectives, investments, projects, services and outcomes, nearest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.db.models import Q

from goldenthread.business.desk.models import Ticket
from goldenthread.business.portfolio.models import Benefit, Investment, Objective
from goldenthread.business.projects.models import Project, Task
from goldenthread.business.services.models import Measure, Service
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import seen, visible


@dataclass(frozen=True)
class Ties:
    """Only what the reader may see. `current` names the step that the record itself is on."""

    current: str
    objectives: list[Objective] = field(default_factory=list)
    investments: list[Investment] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    outcomes: list[Benefit | Measure] = field(default_factory=list)


def ties(actor: Actor, key: str) -> Ties:
    """The ties of any record on the thread, by its key; NotFound where it is not open to the reader."""
    start = _STARTS.get(key.rpartition("-")[0])
    return start(actor, key) if start else Ties(current="")


def _of_objective(actor: Actor, key: str) -> Ties:
    objective = seen(Objective, actor, key, visible(Objective, actor).select_related("measure"))
    investments = _investments(actor, Q(contributions__objective=objective))
    return replace(_below(actor, investments), current="objective", objectives=[objective])


def _of_investment(actor: Actor, key: str) -> Ties:
    investment = seen(Investment, actor, key, visible(Investment, actor).select_related("portfolio"))
    return replace(_around(actor, [investment]), current="investment")


def _of_project(actor: Actor, key: str) -> Ties:
    project = seen(Project, actor, key)
    investments = _investments(actor, Q(deliveries__project=project))
    services = list(visible(Service, actor).filter(projects=project).order_by("id"))
    found = replace(_around(actor, investments), current="project", projects=[project])
    return replace(found, services=services or found.services)


def _of_service(actor: Actor, service: Service) -> Ties:
    projects = list(visible(Project, actor).filter(services=service).order_by("-id").distinct())
    tied = Q(services=service) | Q(deliveries__project__services=service)
    found = _around(actor, _investments(actor, tied))
    measures = list(visible(Measure, actor).filter(service=service).order_by("id"))
    return replace(
        found,
        current="service",
        projects=projects or found.projects,
        services=[service],
        outcomes=found.outcomes or list[Benefit | Measure](measures),
    )


def _of_measure(actor: Actor, key: str) -> Ties:
    measure = seen(Measure, actor, key, visible(Measure, actor).select_related("service"))
    benefit = visible(Benefit, actor).filter(measure=measure).select_related("measure", "investment").first()
    found = Ties(current="outcome")
    if benefit is not None:
        found = _around(actor, _investments(actor, Q(pk=benefit.investment_id)))
    elif measure.service is not None:
        found = _of_service(actor, measure.service)
    if not found.objectives:
        found = replace(found, objectives=list(visible(Objective, actor).filter(measure=measure)))
    return replace(found, current="outcome", outcomes=[benefit or measure])


def _of_task(actor: Actor, key: str) -> Ties:
    return _of_project(actor, seen(Task, actor, key, visible(Task, actor).select_related("project")).project.key)


def _of_ticket(actor: Actor, key: str) -> Ties:
    return _of_service(actor, seen(Ticket, actor, key, visible(Ticket, actor).select_related("service")).service)


def _investments(actor: Actor, tied: Q) -> list[Investment]:
    """The newest first, but one that was turned down never before one that lives."""
    found = visible(Investment, actor).filter(pk__in=Investment.objects.filter(tied).values("pk"))
    found = found.select_related("portfolio").order_by("-id")
    return sorted(found, key=lambda investment: investment.state in ("rejected", "retired"))


def _around(actor: Actor, investments: list[Investment]) -> Ties:
    """What stands above and below the nearest investment."""
    found = _below(actor, investments)
    if investments:
        ranked = visible(Objective, actor).filter(contributions__investment=investments[0])
        objectives = list(ranked.select_related("measure").order_by("-contributions__weight", "id"))
        found = replace(found, objectives=objectives)
    return found


def _below(actor: Actor, investments: list[Investment]) -> Ties:
    if not investments:
        return Ties(current="")
    nearest = investments[0]
    projects = list(visible(Project, actor).filter(delivery__investment=nearest).order_by("-id"))
    tied = Q(investments=nearest) | Q(projects__delivery__investment=nearest)
    services = visible(Service, actor).filter(pk__in=Service.objects.filter(tied).values("pk")).order_by("id")
    outcomes = visible(Benefit, actor).filter(investment=nearest).select_related("measure").order_by("id")
    return Ties("", [], investments, projects, list(services), list(outcomes))


_STARTS: Mapping[str, Callable[[Actor, str], Ties]] = {
    "OBJ": _of_objective,
    "INV": _of_investment,
    "PRJ": _of_project,
    "TSK": _of_task,
    "SRV": lambda actor, key: _of_service(actor, seen(Service, actor, key)),
    "MSR": _of_measure,
} | dict.fromkeys(("INC", "REQ", "PRB", "CHG"), _of_ticket)
