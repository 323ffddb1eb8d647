"""What is said on a ticket: answers, messages of the one who asked, notes among those who work on it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from goldenthread.business.desk.actions.handle import go_on, wait
from goldenthread.business.desk.actions.keeping import keep
from goldenthread.business.desk.events import FileAttached, TicketAnswered, TicketNoted, TicketTaken
from goldenthread.business.desk.models import Ticket, TicketState
from goldenthread.business.desk.policies import is_requester, may_answer, may_comment, may_handle
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.comments import say
from goldenthread.foundation.errors import Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.facts import Fact
from goldenthread.foundation.files import Upload, keep_file, keep_files
from goldenthread.foundation.models import File
from goldenthread.foundation.policies import require


@action(on=Ticket, may=may_answer)
def answer_ticket(
    acting: Acting, ticket: Ticket, *, text: str, files: Sequence[Upload] = (), waits_for: str = ""
) -> Ticket:
    """Answer the one who asked. The first answer by a person stops its clock; with `waits_for` it then waits."""
    if ticket.state == TicketState.CANCELLED:
        raise Refused(_("%(key)s was withdrawn.") % {"key": ticket.key})
    facts = answer(acting, ticket, text, files)
    if waits_for.strip():
        facts.append(wait(acting, ticket, waits_for))
    return keep(acting, ticket, *facts)


@action(on=Ticket, may=may_handle)
def add_note(acting: Acting, ticket: Ticket, *, text: str, files: Sequence[Upload] = ()) -> Ticket:
    """An internal note, for those who work on it alone.

    The ticket keeps its version: to the one who asked, nothing has happened.
    """
    for fact in _noted(acting, ticket, text, files, is_internal=True):
        record(fact, version=ticket.version)
    return ticket


@action(on=Ticket, may=may_comment)
def add_message(acting: Acting, ticket: Ticket, *, text: str, files: Sequence[Upload] = ()) -> Ticket:
    """A message of the one who asked, or of a colleague who may see it. It wakes a ticket that waited for them."""
    if ticket.state in (TicketState.CLOSED, TicketState.CANCELLED):
        raise Refused(_("%(key)s is closed. Open it again, or ask anew.") % {"key": ticket.key})
    facts = _noted(acting, ticket, text, files, is_internal=False)
    if ticket.state == TicketState.WAITING and is_requester(acting.actor, ticket):
        facts.append(go_on(acting, ticket))
    return keep(acting, ticket, *facts)


@action(on=Ticket, may=may_comment)
def attach_file(acting: Acting, ticket: Ticket, *, upload: Upload, is_internal: bool = False) -> File:
    """Hang a file on it; an internal one is for those who work on it, and from them."""
    require(not is_internal or may_handle(acting.actor, ticket))
    kept = keep_file(acting, ticket.key, upload, is_internal=is_internal)
    record(FileAttached(subject=ticket.key, file=kept.pk, is_internal=is_internal), version=ticket.version)
    return kept


def answer(acting: Acting, ticket: Ticket, text: str, files: Sequence[Upload] = ()) -> list[Fact]:
    """Say it in public and begin where nobody had; the facts are the caller's to keep.

    The house answers nobody: only a person's words stop the clock of the first answer.
    """
    comment = say(acting, ticket.key, text)
    facts: list[Fact] = []
    if acting.actor.is_house:
        facts.append(TicketNoted(subject=ticket.key, comment=comment.pk, is_internal=False))
    else:
        facts.append(TicketAnswered(subject=ticket.key, comment=comment.pk))
        ticket.first_answer_at = ticket.first_answer_at or acting.at
        if ticket.state == TicketState.NEW:
            ticket.move(TicketState.IN_PROGRESS, acting.at)
            ticket.work.assignee_id = ticket.work.assignee_id or acting.actor.id
            facts.append(TicketTaken(subject=ticket.key, assignee=ticket.work.assignee_id))
    return facts + _attached(acting, ticket, files, is_internal=False)


def _noted(acting: Acting, ticket: Ticket, text: str, files: Sequence[Upload], *, is_internal: bool) -> list[Fact]:
    comment = say(acting, ticket.key, text, is_internal=is_internal)
    noted: list[Fact] = [TicketNoted(subject=ticket.key, comment=comment.pk, is_internal=is_internal)]
    return noted + _attached(acting, ticket, files, is_internal=is_internal)


def _attached(acting: Acting, ticket: Ticket, files: Sequence[Upload], *, is_internal: bool) -> list[Fact]:
    kept = keep_files(acting, ticket.key, files, is_internal=is_internal)
    return [FileAttached(subject=ticket.key, file=one.pk, is_internal=is_internal) for one in kept]
