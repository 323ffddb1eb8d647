"""Who may look at a run, and who may stop it."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q

from goldenthread.foundation.actors import Actor
from goldenthread.foundation.models import Run
from goldenthread.foundation.policies import Sight, register
from goldenthread.foundation.runs.kinds import RUN_KINDS


def visible_to(actor: Actor) -> Q:
    """One's own, and those that a kind opens to others."""
    opened = [Q(kind=kind.name) & kind.visible_to(actor) for kind in RUN_KINDS.values()]
    own = Q(asked_by=actor.id) if actor.id is not None else Q(pk__in=[])
    return reduce(or_, opened, own)


def may_see(actor: Actor, run: Run) -> bool:
    is_own = actor.id is not None and run.asked_by == actor.id
    kind = RUN_KINDS.get(run.kind)
    return actor.is_house or is_own or (kind is not None and kind.may_see(actor, run))


def may_stop(actor: Actor, run: Run) -> bool:
    return actor.is_house or (actor.id is not None and run.asked_by == actor.id)


register(Sight(Run, visible_to, may_see, prefixes=("RUN",)))
