"""Reads of a work."""

from __future__ import annotations

from goldenthread.business.work.models import Work
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import seen


def work(actor: Actor, key: str) -> Work:
    return seen(Work, actor, key)
