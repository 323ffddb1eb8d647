"""What codes kept in facts are called: states, kinds, roles and the like, by the name they are kept under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain
from typing import Any

from django.utils.translation import gettext_lazy as lazy

from goldenthread.business.assets.policies import LIFECYCLES
from goldenthread.business.desk import policies as desk
from goldenthread.business.desk.queries import CHANGE_KINDS
from goldenthread.business.people import queries as people
from goldenthread.business.portfolio import queries as portfolio
from goldenthread.business.projects import queries as projects
from goldenthread.business.services import queries as services
from goldenthread.business.work.queries import WORK_KINDS
from goldenthread.foundation.models import Run
from goldenthread.web.desk.words import METRICS

RUNS = (
    ("choose_investments", lazy("Choosing within the limits")),
    ("simulate_project", lazy("Simulating the plan")),
    ("level_projects", lazy("Levelling the plans")),
)
SIGNALS = (("warning", lazy("Target comes close")), ("breach", lazy("Target missed")))


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    states = _joined(
        portfolio.STATE_WORDS.items(),
        *(projects.PROJECT_STATES, projects.PHASES, projects.DELIVERABLE_STATES, projects.RISK_STATES),
        *(services.STATES, services.STAGES, services.IMPROVEMENT_STATES, LIFECYCLES, desk.STATES, Run.State.choices),
    )
    kinds = _joined(
        *(WORK_KINDS, RUNS, services.AGREEMENT_KINDS, people.ABSENCE_KINDS, people.ORGANISATION_KINDS, CHANGE_KINDS),
        *(portfolio.KIND_WORDS.items(), portfolio.FLOW_WORDS.items(), projects.LINK_KINDS, projects.RESOURCE_KINDS),
    )
    return {
        **dict.fromkeys(("state", "before", "stage", "phase", "lifecycle"), states),
        "kind": kinds,
        "choice": dict(portfolio.CHOICE_WORDS),
        "metric": METRICS,
        "role": dict(people.ROLES),
        "scope": dict(people.SCOPES),
        "listing": people.LISTINGS,
        "template": dict(projects.TEMPLATES),
        "area": dict(projects.READINESS_AREAS),
        "signal": dict(SIGNALS),
    }


def _joined(*tables: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """One table of several; where two share a code, the first one's word holds."""
    return {str(code): word for code, word in reversed(list(chain(*tables)))}


def word_of_code(name: str, value: str) -> str:
    """What a value kept under a name is called; the value itself where it is no code."""
    return str(_tables().get(name, {}).get(value, value))
