"""The one way to write: an action asks the policy, runs the use case and stores its facts, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, overload

from django.db import transaction
from django.utils.translation import gettext as _

from goldenthread.foundation.actors import Acting, Actor
from goldenthread.foundation.errors import Stale
from goldenthread.foundation.events import recording
from goldenthread.foundation.models import Event, Versioned
from goldenthread.foundation.policies import SIGHTS, require, seen, visible

M = TypeVar("M", bound=Versioned)
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Action:
    """What the house knows of an action: its name, where it lives, what it is done to."""

    name: str
    module: str
    on: type[Versioned] | None


ACTIONS: dict[str, Action] = {}


@overload
def action(
    *, may: Callable[[Actor, M], bool], on: type[M]
) -> Callable[[Callable[Concatenate[Acting, M, P], R]], Callable[Concatenate[Acting, str, P], R]]: ...
@overload
def action(
    *, may: Callable[[Actor], bool]
) -> Callable[[Callable[Concatenate[Acting, P], R]], Callable[Concatenate[Acting, P], R]]: ...
def action(*, may: Callable[..., bool], on: type[Versioned] | None = None) -> Callable[[Any], Any]:
    """Make a use case an action: `resolve_ticket(acting, "INC-7", solution=…)`.

    With `on`, the second argument is the subject's key: the record is found among what the actor sees (NotFound),
    locked, compared with the version the actor saw (Stale), judged by `may` (NotAllowed) and handed to the use case.
    Facts given to `record()` inside are stored with their reactions when the use case ends well.
    """

    def decorate(use_case: Callable[..., Any]) -> Callable[..., Any]:
        ACTIONS[use_case.__name__] = Action(use_case.__name__, use_case.__module__, on)

        @wraps(use_case)
        def run(acting: Acting, *args: Any, **kwargs: Any) -> Any:
            permits = acting.actor.permits
            require(permits is None or use_case.__name__ in permits, _("This token does not permit that."))
            with transaction.atomic(), recording(acting, use_case.__name__):
                if on is None:
                    require(may(acting.actor))
                    return use_case(acting, *args, **kwargs)
                subject = _locked(on, acting, args[0])
                require(may(acting.actor, subject))
                return use_case(acting, subject, *args[1:], **kwargs)

        return run

    return decorate


def _locked(model: type[M], acting: Acting, key: str) -> M:
    joined = [name for name in model.locks if name != "self"]
    records = visible(model, acting.actor).select_related(*joined) if joined else visible(model, acting.actor)
    subject = seen(model, acting.actor, key, records.select_for_update(of=model.locks))
    if acting.seen is not None and acting.seen != subject.version:
        raise Stale(_("%(key)s has changed since you opened it.") % {"key": key}, _changes(acting, subject, key))
    return subject


def _changes(acting: Acting, subject: Versioned, key: str) -> list[dict[str, object]]:
    """What happened since the version that was seen, as far as the actor may know of it."""
    since = Event.objects.filter(subject=key, version__gt=acting.seen).order_by("id")
    if not SIGHTS[type(subject)].may_see_internal(acting.actor, subject):
        since = since.exclude(data__contains={"is_internal": True})
    return [{"what": event.name, "at": event.at, "by": event.actor_id, **event.data} for event in since[:20]]
