"""New hours or holidays of a calendar move the plans that stand on it."""

from __future__ import annotations

from goldenthread.business.people.events import CalendarChanged
from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import reschedule_project
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.reactions import reaction


@reaction(CalendarChanged)
def move_plans(acting: Acting, fact: CalendarChanged) -> None:
    for key in queries.projects_on_calendar(acting.actor, fact.subject):
        reschedule_project(acting, key, cause=fact.subject)
