"""What was decided at a gate is told to the sponsor and to whoever proposed the investment."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.people.actions import notify
from goldenthread.business.portfolio import queries as portfolio
from goldenthread.business.portfolio.events import GateDecided
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.reactions import reaction


@reaction(GateDecided)
def tell_sponsor_and_proposer(acting: Acting, fact: GateDecided) -> None:
    investment = portfolio.investment(acting.actor, fact.subject)
    people = [investment.sponsor_id, investment.proposed_by_id]
    notify(acting, people=people, subject=fact.subject, tell=lambda: _sentence(fact.choice, investment.name))


def _sentence(choice: str, name: str) -> str:
    sentences = {
        "go": _("%(name)s passed its gate."),
        "hold": _("%(name)s was put on hold."),
        "recycle": _("%(name)s has to be reworked before it can pass its gate."),
        "kill": _("%(name)s was stopped at its gate."),
    }
    return sentences[choice] % {"name": name}
