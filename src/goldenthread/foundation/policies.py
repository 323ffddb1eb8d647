"""Who sees what: each context registers, per record, the two halves of its sight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from goldenthread.foundation.actors import Actor
from goldenthread.foundation.errors import NotAllowed, NotFound
from goldenthread.foundation.models import Versioned

M = TypeVar("M", bound=Versioned)
R = TypeVar("R", bound=Versioned)


@dataclass(frozen=True)
class Sight:
    """Both halves for one record: a filter for lists and a question for one. They must agree (property-tested)."""

    model: type[Versioned]
    visible_to: Callable[[Actor], Q]
    may_see: Callable[[Actor, Any], bool]
    prefixes: tuple[str, ...] = ()
    may_see_internal: Callable[[Actor, Any], bool] = field(default=lambda actor, record: False)


SIGHTS: dict[type[Versioned], Sight] = {}
_BY_PREFIX: dict[str, Sight] = {}


def register(sight: Sight) -> None:
    """Make a record's sight known; its prefixes lead comments, files and watches back to it."""
    SIGHTS[sight.model] = sight
    for prefix in sight.prefixes:
        _BY_PREFIX[prefix] = sight


def visible(model: type[M], actor: Actor) -> QuerySet[M]:
    """All records of a kind that the actor may see: where every list, count, search and export begins."""
    queryset = model._default_manager.all()  # noqa: SLF001
    return queryset if actor.is_house else queryset.filter(SIGHTS[model].visible_to(actor))


def seen(model: type[M], actor: Actor, key: str, queryset: QuerySet[M] | None = None) -> M:
    """The record with this key, or NotFound: what one may not see is not there."""
    records = visible(model, actor) if queryset is None else queryset
    found = records.filter(**{model.key_path: key}).first()
    if found is None:
        raise NotFound(_("There is no %(key)s, or it is not open to you.") % {"key": key})
    return found


def sight_of(key: str) -> Sight:
    """The sight that rules a key such as INC-12, for what hangs on it."""
    sight = _BY_PREFIX.get(key.rpartition("-")[0])
    if sight is None:
        raise NotFound(_("There is no %(key)s, or it is not open to you.") % {"key": key})
    return sight


def require(is_allowed: bool, sentence: object = "") -> None:
    """Raise NotAllowed unless the claim holds."""
    if not is_allowed:
        raise NotAllowed(sentence or _("Your roles do not allow this. Ask an administrator for the role."))
