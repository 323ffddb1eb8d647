"""A choice that is put forward for decision is told to whoever manages the portfolio."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.people.actions import notify
from goldenthread.business.portfolio.events import ScenarioProposed
from goldenthread.business.portfolio.queries import choosing
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.reactions import reaction


@reaction(ScenarioProposed)
def tell_manager(acting: Acting, fact: ScenarioProposed) -> None:
    scenario = choosing.scenario(acting.actor, fact.subject)
    people = [scenario.portfolio.manager_id]
    notify(acting, people=people, subject=fact.subject, tell=lambda: _sentence(scenario.name))


def _sentence(name: str) -> str:
    return _("The choice of “%(name)s” is put forward for decision.") % {"name": name}
