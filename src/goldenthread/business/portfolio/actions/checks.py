"""What every action here asks of its input: something to choose that is open to the actor, money, words."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.models import Record
from goldenthread.foundation.policies import visible

M = TypeVar("M", bound=Record)
LARGEST = Decimal(99999999999)


def chosen(model: type[M], acting: Acting, key: str, field: str) -> M:
    """The record with this key among what the actor sees, or Invalid under the field."""
    found = visible(model, acting.actor).filter(key=key).first() if key else None
    if found is None:
        raise Invalid(fields={field: _("Choose one from the list.")})
    return found


def said(text: str, field: str, sentence: str, most: int = 200) -> str:
    """The text without its edges; Invalid where it is empty or too long."""
    text = text.strip()
    if not text:
        raise Invalid(fields={field: sentence})
    if len(text) > most:
        raise Invalid(fields={field: _("Keep this under %(most)s characters.") % {"most": most + 1}})
    return text


def money(amount: Decimal, field: str) -> Decimal:
    """An amount of money, in cents; Invalid where it is negative or beyond reckoning."""
    if not amount.is_finite() or abs(amount) > LARGEST:
        raise Invalid(fields={field: _("This amount is too large.")})
    if amount < 0:
        raise Invalid(fields={field: _("Give the amount without a sign; its kind says which way it flows.")})
    return amount.quantize(Decimal("0.01"))


def own_id(acting: Acting) -> int | None:
    """The person who acts, or on whose behalf the house does."""
    return acting.actor.on_behalf_of if acting.actor.is_house else acting.actor.id
