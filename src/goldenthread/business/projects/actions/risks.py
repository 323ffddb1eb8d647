"""Risks: noted, changed, closed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from goldenthread.business.people.models import Person
from goldenthread.business.projects.actions.plan.tasks import must_be_open
from goldenthread.business.projects.events import RiskChanged, RiskNoted
from goldenthread.business.projects.models import Project, Risk, Task
from goldenthread.business.projects.policies import may_change_risk, may_note_risk
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key


@dataclass(frozen=True)
class NewRisk:
    """What may happen: its chance in percent, what it would cost in working days and money, who watches it (key).

    `task` (a key) is what it would delay; `residual_probability` its chance once the response is paid for and done.
    """

    title: str
    probability: int
    days: int = 0
    cost: Decimal = Decimal(0)
    response: str = ""
    owner: str = ""
    task: str = ""
    response_cost: Decimal = Decimal(0)
    residual_probability: int | None = None


@action(on=Project, may=may_note_risk)
def note_risk(acting: Acting, project: Project, *, new: NewRisk) -> Risk:
    """Put a risk into the register."""
    must_be_open(project)
    risk = Risk(key=next_key("RSK"), project=project)
    _write(risk, new)
    risk.save()
    record(RiskNoted(subject=risk.key, title=risk.title, probability=risk.probability), version=risk.version)
    return risk


@action(on=Risk, may=may_change_risk)
def change_risk(acting: Acting, risk: Risk, *, new: NewRisk, state: str = Risk.State.OPEN) -> Risk:
    """Say what is now known of a risk: more or less likely, closed, or happened."""
    must_be_open(risk.project)
    if state not in Risk.State.values:
        raise Invalid(fields={"state": _("Choose from the list.")})
    _write(risk, new)
    risk.state = Risk.State(state)
    risk.save()
    record(RiskChanged(subject=risk.key, title=risk.title, state=state), version=risk.version)
    return risk


def _write(risk: Risk, new: NewRisk) -> None:
    wrong: dict[str, object] = {}
    if not 1 <= len(new.title.strip()) <= 200:
        wrong["title"] = _("Say in one line what may happen.")
    if not 0 <= new.probability <= 100:
        wrong["probability"] = _("A chance is between 0 and 100 percent.")
    if not 0 <= new.days <= 5000:
        wrong["days"] = _("Give the working days it would cost, 0 or more.")
    if not 0 <= new.cost < Decimal(10) ** 12:
        wrong["cost"] = _("Give what it would cost, 0 or more.")
    if not 0 <= new.response_cost < Decimal(10) ** 12:
        wrong["response_cost"] = _("Give what it would cost, 0 or more.")
    if new.residual_probability is not None and not 0 <= new.residual_probability <= 100:
        wrong["residual_probability"] = _("A chance is between 0 and 100 percent.")
    task = Task.objects.filter(work__key=new.task, project=risk.project).first() if new.task else None
    if new.task and task is None:
        wrong["task"] = _("Choose a task of this project.")
    owner = Person.objects.filter(key=new.owner, projects=risk.project).first() if new.owner else None
    if new.owner and owner is None:
        wrong["owner"] = _("Choose someone of the project's team.")
    if wrong:
        raise Invalid(fields=wrong)
    risk.title, risk.probability, risk.days, risk.cost = new.title.strip(), new.probability, new.days, new.cost
    risk.response, risk.owner, risk.task = new.response.strip(), owner, task
    risk.response_cost, risk.residual_probability = new.response_cost, new.residual_probability
