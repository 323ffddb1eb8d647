"""An investment that is stopped at a gate takes its running projects with it."""

from __future__ import annotations

from goldenthread.business.portfolio import queries as portfolio
from goldenthread.business.portfolio.events import GateDecided
from goldenthread.business.projects.actions import stop_project
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.reactions import reaction


@reaction(GateDecided)
def stop_projects(acting: Acting, fact: GateDecided) -> None:
    if fact.choice != "kill":
        return
    investment = portfolio.investment(acting.actor, fact.subject)
    for project in portfolio.projects_of(acting.actor, investment):
        if project.state == "open":
            stop_project(acting, project.key, reason=fact.reason)
