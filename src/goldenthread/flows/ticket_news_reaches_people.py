"""What happens on one side of a ticket is told to the other; never a word of what is internal."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.desk import events as desk
from goldenthread.business.desk.queries import Parties, parties
from goldenthread.business.people.actions import notify
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.facts import Fact
from goldenthread.foundation.reactions import reaction


@reaction(desk.TicketAnswered, desk.TicketWaits, desk.TicketResolved)
def tell_requester(acting: Acting, fact: Fact) -> None:
    _tell(acting, fact, is_for_requester=True)


@reaction(desk.TicketAssigned, desk.TicketReopened, desk.TicketClosed, desk.TicketRated)
def tell_assignee(acting: Acting, fact: Fact) -> None:
    _tell(acting, fact, is_for_requester=False)


@reaction(desk.TicketNoted)
def tell_of_message(acting: Acting, fact: desk.TicketNoted) -> None:
    if not fact.is_internal:
        _tell(acting, fact, is_for_requester=False)


@reaction(desk.TicketCancelled)
def tell_both(acting: Acting, fact: desk.TicketCancelled) -> None:
    _tell(acting, fact, is_for_requester=True)
    _tell(acting, fact, is_for_requester=False)


def _tell(acting: Acting, fact: Fact, *, is_for_requester: bool) -> None:
    sides = parties(acting.actor, fact.subject)
    person = sides.requester if is_for_requester else sides.assignee
    notify(acting, people=[person], subject=fact.subject, tell=lambda: _sentence(fact, sides))


def _sentence(fact: Fact, sides: Parties) -> str:
    """In the language that is in force; the title is the person's own or their team's."""
    sentences = {
        "TicketAnswered": _("%(key)s was answered: %(title)s"),
        "TicketWaits": _("%(key)s waits: %(title)s"),
        "TicketResolved": _("%(key)s is solved. Say whether it works: %(title)s"),
        "TicketAssigned": _("%(key)s is yours now: %(title)s"),
        "TicketReopened": _("%(key)s is not solved yet: %(title)s"),
        "TicketClosed": _("%(key)s works, and is closed: %(title)s"),
        "TicketRated": _("%(key)s was rated: %(title)s"),
        "TicketCancelled": _("%(key)s was withdrawn: %(title)s"),
        "TicketNoted": _("There is a new message on %(key)s: %(title)s"),
    }
    return sentences[type(fact).__name__] % {"key": fact.subject, "title": sides.title}
