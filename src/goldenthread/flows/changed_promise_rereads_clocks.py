"""Who changes a target or a calendar changes what open tickets are measured by: their clocks are read anew."""

from __future__ import annotations

from goldenthread.business.desk.actions import rebuild_readings, ticket_keys
from goldenthread.business.people.events import CalendarChanged
from goldenthread.business.services.events import TargetAdded, TargetChanged, TargetDropped
from goldenthread.business.services.queries import service, services_promised_on
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.reactions import reaction


@reaction(TargetAdded, TargetChanged, TargetDropped)
def reread_of_service(acting: Acting, fact: TargetAdded | TargetChanged | TargetDropped) -> None:
    _reread(acting, service(acting.actor, fact.subject).pk)


@reaction(CalendarChanged)
def reread_on_calendar(acting: Acting, fact: CalendarChanged) -> None:
    for service_id in services_promised_on(fact.subject):
        _reread(acting, service_id)


def _reread(acting: Acting, service_id: int) -> None:
    """Open tickets alone; what was decided before stays decided."""
    rebuild_readings(ticket_keys(only_open=True, service_id=service_id), acting.at, is_rebuild=False)
