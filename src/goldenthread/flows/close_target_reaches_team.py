"""A target that comes close is told to whoever has the ticket; a missed one to those who lead the team as well."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.desk.events import TargetBreached, TargetWarned
from goldenthread.business.desk.queries import is_clock_live, parties, team_leads
from goldenthread.business.people.actions import notify
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.reactions import reaction

Told = TargetWarned | TargetBreached


@reaction(TargetWarned, TargetBreached)
def tell_team(acting: Acting, fact: Told) -> None:
    """Nobody is called to a clock that has ended meanwhile."""
    if not is_clock_live(fact.subject, fact.target, fact.metric, fact.cycle):
        return
    sides = parties(acting.actor, fact.subject)
    leads = team_leads(acting.actor, fact.subject)
    people: list[int | None] = [sides.assignee] if sides.assignee is not None else [*leads]
    if isinstance(fact, TargetBreached):
        people = [sides.assignee, *leads]
    notify(acting, people=people, subject=fact.subject, tell=lambda: _sentence(fact, sides.title))


def _sentence(fact: Told, title: str) -> str:
    if isinstance(fact, TargetBreached):
        sentences = {
            "response": _("%(key)s was not answered in time: %(title)s"),
            "next_reply": _("%(key)s waits for an answer longer than promised: %(title)s"),
            "resolution": _("%(key)s was not solved in time: %(title)s"),
            "approval": _("%(key)s was not decided in time: %(title)s"),
            "supplier": _("The supplier of %(key)s is late: %(title)s"),
        }
    else:
        sentences = {
            "response": _("%(key)s wants a first answer soon: %(title)s"),
            "next_reply": _("%(key)s wants an answer soon: %(title)s"),
            "resolution": _("%(key)s is due soon: %(title)s"),
            "approval": _("%(key)s wants a decision soon: %(title)s"),
            "supplier": _("The supplier of %(key)s is due soon: %(title)s"),
        }
    return sentences[fact.metric] % {"key": fact.subject, "title": title}
