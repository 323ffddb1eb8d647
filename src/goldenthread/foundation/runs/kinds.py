"""What kinds of long calculations there are: each says what to compute, what to keep of it, and who else may look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from goldenthread.foundation.actors import Acting, Actor
from goldenthread.foundation.apart import Computation
from goldenthread.foundation.errors import GoldenthreadError
from goldenthread.foundation.models import Run


@dataclass(frozen=True)
class Told:
    """What is kept of a message: progress in the kind's own unit, and the answer as plain values."""

    answer: Mapping[str, Any] | None = None
    done: int = 0
    of: int = 0


def asked_by(actor: Actor) -> Q:
    """The runs that the actor asked for."""
    return Q(pk__in=[]) if actor.id is None else Q(asked_by=actor.id)


def has_asked(actor: Actor, run: Run) -> bool:
    return actor.id is not None and run.asked_by == actor.id


def as_it_is(actor: Actor, answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """An answer in which nothing is private."""
    return answer


@dataclass(frozen=True)
class RunKind:
    """One kind of run.

    `prepare` reads the house as it is, as the house on behalf of who asked, and gives what is computed apart; what it
    raises of our errors ends the run with that sentence. `tell` turns what the computation told or answered, whatever
    it is, into what is kept; it is handed the computation's context too. `explain` gives the sentence for an error of
    the computation, None for a surprise. `visible_to` and `may_see` are the two halves of who may look, whoever asked:
    unless the kind says otherwise, the one who did. `as_seen` leaves out of an answer what its reader may not see.
    `keeps_best` says that an answer may be had before the end and gets better until then.
    """

    name: str
    prepare: Callable[[Acting, Run], Computation]
    tell: Callable[[Run, Any, Any], Told]
    explain: Callable[[Run, Exception], GoldenthreadError | None]
    visible_to: Callable[[Actor], Q] = asked_by
    may_see: Callable[[Actor, Run], bool] = has_asked
    as_seen: Callable[[Actor, Mapping[str, Any]], Mapping[str, Any]] = as_it_is
    keeps_best: bool = False


RUN_KINDS: dict[str, RunKind] = {}


def register_run(kind: RunKind) -> RunKind:
    """Make a kind known. Every process loads all of them, as it does with reactions."""
    RUN_KINDS[kind.name] = kind
    return kind
