"""What is done to tickets: opened, taken, answered, paused, solved, rated."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from goldenthread.business.desk.events import TicketOpened
from goldenthread.business.desk.models import Ticket
from goldenthread.business.desk.policies import may_open_ticket
from goldenthread.business.people.models import Person
from goldenthread.business.people.policies import is_staff
from goldenthread.business.services.models import Service
from goldenthread.business.work.actions import open_work
from goldenthread.business.work.models import WorkKind
from goldenthread.engine.priority import priority
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record
from goldenthread.foundation.policies import visible


@dataclass(frozen=True)
class NewTicket:
    """What is said when a ticket is opened: service and requester by key, impact and urgency from 1 (high) to 3."""

    title: str
    service: str
    kind: WorkKind = WorkKind.INCIDENT
    description: str = ""
    requester: str = ""
    impact: int = 2
    urgency: int = 2
    is_private: bool = False
    channel: str = "portal"
    answers: dict[str, str] = field(default_factory=dict)


@action(may=may_open_ticket)
def open_ticket(acting: Acting, *, new: NewTicket) -> Ticket:
    """Open a ticket on a service the actor sees, for themselves or (staff) for someone else."""
    service = visible(Service, acting.actor).filter(key=new.service).first()
    if service is None:
        raise Invalid(fields={"service": _("Choose one of your services.")})
    requester = _requester(acting, new)
    level = priority(new.impact, new.urgency)
    work = open_work(
        acting,
        WorkKind(new.kind),
        new.title,
        description=new.description,
        requester=requester,
        organisation_id=requester.organisation_id,
        team_id=service.team_id,
        account_id=service.account_id,
        is_private=new.is_private,
        priority=level,
    )
    ticket = Ticket.objects.create(
        work=work,
        service=service,
        impact=new.impact,
        urgency=new.urgency,
        channel=new.channel,
        answers=new.answers,
    )
    record(TicketOpened(subject=work.key, kind=new.kind, title=work.title, priority=level, service=service.key))
    return ticket


def _requester(acting: Acting, new: NewTicket) -> Person:
    actor = acting.actor
    own_id = actor.on_behalf_of if actor.is_house else actor.id
    if not new.requester:
        if own_id is None:
            raise Invalid(fields={"requester": _("Say for whom this is.")})
        return Person.objects.get(pk=own_id)
    person = visible(Person, actor).filter(key=new.requester).first()
    if person is None or not (is_staff(actor) or person.pk == own_id):
        raise Invalid(fields={"requester": _("Choose a person from the list.")})
    return person
