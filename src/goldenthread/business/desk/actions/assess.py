"""Assessing a change: what is told of it before it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from goldenthread.business.desk.actions.keeping import keep
from goldenthread.business.desk.events import ChangeAssessed
from goldenthread.business.desk.models import Change, Ticket
from goldenthread.business.desk.policies import may_handle
from goldenthread.business.desk.queries.changes import change_facts
from goldenthread.business.work.models import WorkKind
from goldenthread.engine.priority import change_risk
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused


@dataclass(frozen=True)
class Assessment:
    """What is told of a change; `backout` says how it is taken back, empty where it cannot be."""

    kind: str = Change.Kind.NORMAL
    is_tested: bool = False
    backout: str = ""
    needs_outage: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@action(on=Ticket, may=may_handle)
def assess_change(acting: Acting, ticket: Ticket, *, told: Assessment) -> Ticket:
    """Keep what is told of a change and when it is to be made; the risk it then has is kept with the fact."""
    if ticket.work.kind != WorkKind.CHANGE:
        raise Refused(_("%(key)s is no change.") % {"key": ticket.key})
    if not ticket.is_open:
        raise Refused(_("%(key)s is done. Open it again first.") % {"key": ticket.key})
    _check(told)
    Change.objects.update_or_create(
        ticket=ticket,
        defaults={
            "kind": told.kind,
            "is_tested": told.is_tested,
            "backout": told.backout.strip(),
            "needs_outage": told.needs_outage,
        },
    )
    ticket.window_starts_at, ticket.window_ends_at = told.starts_at, told.ends_at
    risk = change_risk(change_facts(ticket))
    fact = ChangeAssessed(subject=ticket.key, kind=told.kind, score=risk.score, level=risk.level)
    return keep(acting, ticket, fact)


def _check(told: Assessment) -> None:
    wrong: dict[str, object] = {}
    if told.kind not in Change.Kind.values:
        wrong["kind"] = _("Choose from the list.")
    if len(told.backout) > 2000:
        wrong["backout"] = _("Keep it under 2,000 characters.")
    if (told.starts_at is None) != (told.ends_at is None):
        wrong["ends_at" if told.ends_at is None else "starts_at"] = _("Give both ends of the window, or neither.")
    elif told.starts_at is not None and told.ends_at is not None:
        if told.starts_at.tzinfo is None or told.ends_at.tzinfo is None:
            wrong["starts_at"] = _("Give the instant with its time zone.")
        elif told.ends_at <= told.starts_at:
            wrong["ends_at"] = _("It cannot end before it began.")
    if wrong:
        raise Invalid(fields=wrong)
