"""What the forms and words of this context need: pairs of key and name within what the actor sees, and labels."""

from __future__ import annotations

from goldenthread.business.people.models import Person, Role, RoleGrant, Team, WorkCalendar
from goldenthread.business.people.policies import STAFF
from goldenthread.business.portfolio.models import (
    ENDED,
    PATH,
    CashFlow,
    GateDecision,
    Investment,
    InvestmentState,
    Objective,
    Portfolio,
)
from goldenthread.business.projects.models import TEMPLATES, PhaseKind
from goldenthread.business.services.models import Measure, PortfolioState, Service
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import visible

Choice = tuple[str, str]
MOST = 2000

STATE_WORDS = {str(value): label for value, label in InvestmentState.choices}
KIND_WORDS = {str(value): label for value, label in Investment.Kind.choices}
FLOW_WORDS = {str(value): label for value, label in CashFlow.Kind.choices}
CHOICE_WORDS = {str(value): label for value, label in GateDecision.Choice.choices}
WAY = tuple(str(state) for state in PATH)
GONE = tuple(str(state) for state in ENDED)


def people_choices(actor: Actor) -> list[Choice]:
    """People who work here, by name."""
    held = RoleGrant.objects.filter(role__in=[str(Role(role)) for role in STAFF]).values("person_id")
    return _pairs(visible(Person, actor).filter(pk__in=held, is_active=True))


def team_choices(actor: Actor) -> list[Choice]:
    return _pairs(visible(Team, actor))


def calendar_choices(actor: Actor) -> list[Choice]:
    return _pairs(visible(WorkCalendar, actor))


def usual_calendar(actor: Actor) -> str:
    """The key of the calendar of the actor's organisation, which work is planned on unless another is chosen."""
    found = visible(WorkCalendar, actor).filter(organisation=actor.organisation_id)
    return found.values_list("key", flat=True).first() or ""


def portfolio_choices(actor: Actor) -> list[Choice]:
    return _pairs(visible(Portfolio, actor))


def objective_choices(actor: Actor) -> list[Choice]:
    return _pairs(visible(Objective, actor).filter(closed_at=None))


def measure_choices(actor: Actor) -> list[Choice]:
    return _pairs(visible(Measure, actor))


def service_choices(actor: Actor) -> list[Choice]:
    """Services that are still provided or planned."""
    return _pairs(visible(Service, actor).exclude(state=PortfolioState.RETIRED))


def template_choices() -> list[Choice]:
    """A project's templates with the phases each orders."""
    return [(name, " · ".join(str(PhaseKind(kind).label) for kind in kinds)) for name, kinds in TEMPLATES.items()]


def _pairs(found: object) -> list[Choice]:
    return list(found.order_by("sort_name", "id").values_list("key", "name")[:MOST])  # type: ignore[attr-defined]
