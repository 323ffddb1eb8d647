"""Opening a ticket: an incident on a service, or a request through an offering and its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.desk.actions.keeping import keep
from goldenthread.business.desk.events import FileAttached, TicketOpened
from goldenthread.business.desk.models import Ticket
from goldenthread.business.desk.policies import may_open_ticket
from goldenthread.business.desk.queries.tickets import person_said
from goldenthread.business.people.models import Person
from goldenthread.business.people.policies import is_staff
from goldenthread.business.services.models import Offering, Service
from goldenthread.business.work.actions import open_work
from goldenthread.business.work.models import WorkKind
from goldenthread.engine.priority import priority
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.files import Upload, keep_files
from goldenthread.foundation.policies import visible

LONGEST_ANSWER = 2000
LONGEST_DESCRIPTION = 100_000


@dataclass(frozen=True)
class NewTicket:
    """What is said when a ticket is opened: service by key, requester by key or address; scales from 1 (high) to 3.

    With an `offering` (by key) the service and the kind are the offering's, and `answers` fill in its form.
    """

    title: str
    service: str = ""
    kind: str = WorkKind.INCIDENT.value
    description: str = ""
    requester: str = ""
    impact: int = 2
    urgency: int = 2
    is_private: bool = False
    is_shared: bool = False
    channel: str = "portal"
    offering: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[Upload] = ()


@action(may=may_open_ticket)
def open_ticket(acting: Acting, *, new: NewTicket) -> Ticket:
    """Open a ticket on a service the actor sees, for themselves or (staff) for someone else."""
    offering = _offering(acting, new)
    service = offering.service if offering else _service(acting, new)
    answers = _answers(offering, new.answers) if offering else {}
    kind = WorkKind(offering.kind) if offering else _kind(new)
    requester = _requester(acting, new)
    for name in ("impact", "urgency"):
        if getattr(new, name) not in (1, 2, 3):
            raise Invalid(fields={name: _("Choose 1 (high), 2 (medium) or 3 (low).")})
    if len(new.description) > LONGEST_DESCRIPTION:
        raise Invalid(fields={"description": _("Keep it under 100,000 characters, or attach it as a file.")})
    work = open_work(
        acting,
        kind,
        new.title or (offering.name if offering else ""),
        description=new.description.strip(),
        requester=requester,
        organisation_id=requester.organisation_id,
        team_id=service.team_id,
        account_id=service.account_id,
        is_private=new.is_private,
        is_shared=new.is_shared and not new.is_private,
        priority=priority(new.impact, new.urgency),
    )
    ticket = Ticket.objects.create(
        work=work,
        service=service,
        offering=offering,
        impact=new.impact,
        urgency=new.urgency,
        channel=new.channel,
        answers=answers,
    )
    opened = TicketOpened(
        subject=work.key,
        kind=kind.value,
        title=work.title,
        priority=work.priority,
        service=service.key,
        team=work.team_id,
    )
    attached = [
        FileAttached(subject=work.key, file=kept.pk, is_internal=False)
        for kept in keep_files(acting, work.key, new.files)
    ]
    return keep(acting, ticket, opened, *attached)


def _service(acting: Acting, new: NewTicket) -> Service:
    found = visible(Service, acting.actor).filter(key=new.service).first()
    if found is None:
        raise Invalid(fields={"service": _("Choose one of your services.")})
    return found


def _kind(new: NewTicket) -> WorkKind:
    if new.kind not in (WorkKind.INCIDENT, WorkKind.REQUEST):
        raise Invalid(fields={"kind": _("Choose an incident or a request.")})
    return WorkKind(new.kind)


def _offering(acting: Acting, new: NewTicket) -> Offering | None:
    if not new.offering:
        return None
    mine = visible(Service, acting.actor)
    found = Offering.objects.filter(key=new.offering, is_open=True, service__in=mine).select_related("service").first()
    if found is None:
        raise Invalid(fields={"offering": _("Choose something from the catalogue.")})
    return found


def _answers(offering: Offering, given: Mapping[str, Any]) -> dict[str, str]:
    """The answers to the offering's questions and to nothing else; Invalid names the question that is left open."""
    known = {str(question["name"]) for question in offering.questions}
    wrong: dict[str, object] = {name: _("This form does not ask that.") for name in given if name not in known}
    answers: dict[str, str] = {}
    for question in offering.questions:
        name = str(question["name"])
        answer = str(given.get(name, "")).strip()
        if not answer and question.get("is_required"):
            wrong[name] = _("This is needed.")
        elif answer and question["type"] == "choice" and answer not in question.get("choices", ()):
            wrong[name] = _("Choose one from the list.")
        elif len(answer) > LONGEST_ANSWER:
            wrong[name] = _("Keep the answer under 2,000 characters.")
        elif answer:
            answers[name] = answer
    if wrong:
        raise Invalid(fields=wrong)
    return answers


def _requester(acting: Acting, new: NewTicket) -> Person:
    actor = acting.actor
    own_id = actor.on_behalf_of if actor.is_house else actor.id
    if not new.requester:
        if own_id is None:
            raise Invalid(fields={"requester": _("Say for whom this is.")})
        return Person.objects.get(pk=own_id)
    person = person_said(actor, new.requester)
    if person is None or not (is_staff(actor) or person.pk == own_id):
        raise Invalid(fields={"requester": _("Nobody here has this key or address.")})
    return person
