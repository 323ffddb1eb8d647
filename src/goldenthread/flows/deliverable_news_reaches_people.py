"""A deliverable handed in waits for its judges, and they hear of it; its manager hears what they said."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.people import queries as people
from goldenthread.business.people.actions import notify
from goldenthread.business.projects import queries as projects
from goldenthread.business.projects.events import DeliverableAccepted, DeliverableSentBack, DeliverableSubmitted
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.facts import Fact
from goldenthread.foundation.reactions import reaction


@reaction(DeliverableSubmitted)
def tell_judges(acting: Acting, fact: DeliverableSubmitted) -> None:
    deliverable = projects.deliverable(acting.actor, fact.subject)
    judges = people.holders("sponsor", on=("project", deliverable.project_id))
    notify(acting, people=judges, subject=fact.subject, tell=lambda: _sentence(fact, deliverable.name))


@reaction(DeliverableAccepted, DeliverableSentBack)
def tell_manager(acting: Acting, fact: Fact) -> None:
    deliverable = projects.deliverable(acting.actor, fact.subject)
    manager = [deliverable.project.manager_id]
    notify(acting, people=manager, subject=fact.subject, tell=lambda: _sentence(fact, deliverable.name))


def _sentence(fact: Fact, name: str) -> str:
    sentences = {
        "DeliverableSubmitted": _("%(name)s waits for you to judge it."),
        "DeliverableAccepted": _("%(name)s was accepted."),
        "DeliverableSentBack": _("%(name)s was sent back."),
    }
    return sentences[type(fact).__name__] % {"name": name}
