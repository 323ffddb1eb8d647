"""Who may look at a run, and who may stop it."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q

from goldenthread.foundation.actors import Actor
from goldenthread.foundation.models import Run
from goldenthread.foundation.policies import Sight, register
from goldenthread.foundation.runs.kinds import RUN_KINDS, asked_by, has_asked


def visible_to(actor: Actor) -> Q:
    """What each kind says; of a kind that is no longer known, one's own."""
    told = [Q(kind=kind.name) & kind.visible_to(actor) for kind in RUN_KINDS.values()]
    return reduce(or_, told, ~Q(kind__in=list(RUN_KINDS)) & asked_by(actor))


def may_see(actor: Actor, run: Run) -> bool:
    kind = RUN_KINDS.get(run.kind)
    return actor.is_house or (kind.may_see if kind else has_asked)(actor, run)


def may_stop(actor: Actor, run: Run) -> bool:
    return actor.is_house or has_asked(actor, run)


register(Sight(Run, visible_to, may_see, prefixes=("RUN",)))
