"""How an action reads what it was given: records by key, changes told apart, complaints under their fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.models import Record
from goldenthread.foundation.policies import visible
from goldenthread.foundation.words import UNWRITABLE, is_writable

M = TypeVar("M", bound=Record)

LEAVE: Any = object()
"""Stands for a value that was not given and stays as it is."""


def one(acting: Acting, model: type[M], key: str, field: str) -> M:
    """The record of a key among those the actor sees; Invalid at the field where there is none."""
    record = visible(model, acting.actor).filter(key=key).first()
    if record is None:
        sentence = _("There is no %(key)s. Choose one from the list.") if key else _("Choose one from the list.")
        raise Invalid(fields={field: sentence % {"key": key}})
    return record


def maybe(acting: Acting, model: type[M], key: str | None, field: str) -> Any:
    """Likewise; empty text is None, and None is LEAVE."""
    if key is None:
        return LEAVE
    return one(acting, model, key, field) if key else None


def apply(record: Model, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set what differs and return it as {name: [before, after]} in plain values. None and LEAVE set nothing."""
    changes: dict[str, list[Any]] = {}
    for name, value in values.items():
        if value is LEAVE:
            continue
        before = getattr(record, name)
        if before != value:
            setattr(record, name, value)
            changes[name] = [_told(before), _told(value)]
    return changes


def self_id(acting: Acting) -> int:
    """Who acts, or on whose behalf the house does; Invalid where that is nobody."""
    actor = acting.actor
    own = actor.on_behalf_of if actor.is_house else actor.id
    if own is None:
        raise Invalid(_("This belongs to a person."))
    return own


def given(value: Any) -> Any:
    """A value, or LEAVE for None; text without the space around it."""
    if value is None:
        return LEAVE
    return value.strip() if isinstance(value, str) else value


def check(record: Model, *skip: str, fields: Mapping[str, object] | None = None) -> None:
    """Raise Invalid with a sentence per field where the record does not fit its own rules; `fields` come first."""
    wrong: dict[str, object] = {}
    try:
        record.full_clean(exclude={"sort_name", *skip, *(fields or {})})
    except ValidationError as error:
        wrong = {("" if name == "__all__" else name): " ".join(texts) for name, texts in error.message_dict.items()}
    held = vars(record).items()
    wrong |= {name: UNWRITABLE for name, text in held if isinstance(text, str) and not is_writable(text)}
    wrong |= fields or {}
    if wrong:
        raise Invalid(fields=wrong)


def _told(value: Any) -> Any:
    if isinstance(value, Record):
        return value.key
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
