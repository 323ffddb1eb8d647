"""What hangs together with a record: its objectives, investments, projects, services and outcomes, nearest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q

from goldenthread.business.desk.models import Ticket
from goldenthread.business.portfolio.models import PATH, Benefit, Investment, InvestmentState, Objective
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


def ties(actor: Actor, key: str, record: Any = None) -> Ties:
    """The ties of any record on the thread, by its key; NotFound where it is not open to the reader.

    `record` is that record where the caller has found it for the reader already: it is not asked for again.
    """
    start = _STARTS.get(key.rpartition("-")[0])
    if start is None:
        return Ties(current="")
    find, around = start
    return around(actor, find(actor, key) if record is None else record)


def _of_objective(actor: Actor, objective: Objective) -> Ties:
    found = _investments(actor, Q(contributions__objective=objective))
    investments = sorted(found, key=_way_left)
    return replace(_below(actor, investments), current="objective", objectives=[objective])


def _of_investment(actor: Actor, investment: Investment) -> Ties:
    return replace(_around(actor, [investment]), current="investment")


def _of_project(actor: Actor, project: Project) -> Ties:
    investments = _investments(actor, Q(deliveries__project=project))
    services = list(visible(Service, actor).filter(projects=project).order_by("id"))
    return replace(_around(actor, investments, [project], services), current="project")


def _of_service(actor: Actor, service: Service) -> Ties:
    projects = list(visible(Project, actor).filter(services=service).order_by("-id").distinct())
    tied = Q(services=service) | Q(deliveries__project__services=service)
    found = _around(actor, _investments(actor, tied), projects, [service])
    if found.outcomes:
        return replace(found, current="service")
    measures = visible(Measure, actor).filter(service=service).order_by("id")
    return replace(found, current="service", outcomes=list(measures))


def _of_measure(actor: Actor, measure: Measure) -> Ties:
    benefit = visible(Benefit, actor).filter(measure=measure).select_related("measure", "investment").first()
    found = Ties(current="outcome")
    if benefit is not None:
        found = _around(actor, _investments(actor, Q(pk=benefit.investment_id)))
    elif measure.service is not None:
        found = _of_service(actor, measure.service)
    if not found.objectives:
        found = replace(found, objectives=list(visible(Objective, actor).filter(measure=measure)))
    return replace(found, current="outcome", outcomes=[benefit or measure])


def _investments(actor: Actor, tied: Q) -> list[Investment]:
    """The newest first, but one that was turned down never before one that lives."""
    found = visible(Investment, actor).filter(pk__in=Investment.objects.filter(tied).values("pk"))
    found = found.select_related("portfolio").order_by("-id")
    return sorted(found, key=lambda investment: investment.state in ("rejected", "retired"))


def _way_left(investment: Investment) -> int:
    """Steps an investment has left to its value; one that was turned down or is over comes after all that live."""
    state = investment.held_in if investment.state == InvestmentState.ON_HOLD else investment.state
    lives = PATH[: PATH.index(InvestmentState.IN_SERVICE) + 1]
    return len(lives) - lives.index(InvestmentState(state)) if state in lives else len(lives) + 1


def _around(
    actor: Actor, investments: list[Investment], projects: Sequence[Project] = (), services: Sequence[Service] = ()
) -> Ties:
    """What stands above and below the nearest investment; projects and services that are known are not asked for."""
    found = _below(actor, investments, projects, services)
    if investments:
        ranked = visible(Objective, actor).filter(contributions__investment=investments[0])
        objectives = list(ranked.select_related("measure").order_by("-contributions__weight", "id"))
        found = replace(found, objectives=objectives)
    return found


def _below(
    actor: Actor, investments: list[Investment], projects: Sequence[Project] = (), services: Sequence[Service] = ()
) -> Ties:
    if not investments:
        return Ties("", projects=list(projects), services=list(services))
    nearest = investments[0]
    if not projects:
        projects = list(visible(Project, actor).filter(delivery__investment=nearest).order_by("-id"))
    if not services:
        tied = Q(investments=nearest) | Q(projects__delivery__investment=nearest)
        around = Service.objects.filter(tied).values("pk")
        services = list(visible(Service, actor).filter(pk__in=around).order_by("id"))
    outcomes = visible(Benefit, actor).filter(investment=nearest).select_related("measure").order_by("id")
    return Ties("", [], investments, list(projects), list(services), list(outcomes))


def _found(model: type[Any], beside: str = "", take: str = "") -> Callable[[Actor, str], Any]:
    """How a record is found by its key, with another beside it; `take` is what of it stands on the thread."""

    def find(actor: Actor, key: str) -> Any:
        record = seen(model, actor, key, visible(model, actor).select_related(beside) if beside else None)
        return getattr(record, take) if take else record

    return find


Start = tuple[Callable[[Actor, str], Any], Callable[[Actor, Any], Ties]]
_OF_TICKET: Start = (_found(Ticket, "service", "service"), _of_service)
_STARTS: Mapping[str, Start] = {
    "OBJ": (_found(Objective, "measure"), _of_objective),
    "INV": (_found(Investment, "portfolio"), _of_investment),
    "PRJ": (_found(Project), _of_project),
    "TSK": (_found(Task, "project", "project"), _of_project),
    "SRV": (_found(Service), _of_service),
    "MSR": (_found(Measure, "service"), _of_measure),
    **dict.fromkeys(("INC", "REQ", "PRB", "CHG"), _OF_TICKET),
}
