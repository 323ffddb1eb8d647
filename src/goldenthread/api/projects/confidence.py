"""How sure a project's finish and cost are, for programs."""

from __future__ import annotations

from typing import Any

from ninja import Schema

from goldenthread.api.door import ApiRequest, acting, api, idempotent
from goldenthread.api.projects.schemas import TAGS
from goldenthread.api.runs import RunOut, run_out
from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import simulate_project
from goldenthread.business.work.policies import may_see_money
from goldenthread.foundation.policies import require


class ConfidenceOut(Schema):
    """The latest simulation; `is_of_before` where plan or risks have changed since it was asked."""

    run: RunOut | None
    is_of_before: bool


@api.post("/projects/{key}/simulate", response={202: RunOut}, tags=TAGS, operation_id="simulate_project")
@idempotent
def simulate(request: ApiRequest, key: str) -> Any:
    """Have the plan simulated with its estimates and risks as they stand; ask the run how far it is."""
    return 202, run_out(simulate_project(acting(request), key))


@api.get("/projects/{key}/confidence", response=ConfidenceOut, tags=TAGS)
def read_confidence(request: ApiRequest, key: str) -> Any:
    """Confidence of deadline and budget, alone and at once, and what each risk does to it."""
    project = queries.project(request.auth, key)
    require(may_see_money(request.auth))
    known = queries.confidence(request.auth, project)
    return {"run": run_out(known.run) if known.run else None, "is_of_before": known.is_of_before}
