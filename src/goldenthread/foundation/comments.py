"""Messages on anything by its key, seen by those who may see the thing."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.foundation.actors import Acting, Actor
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.models import Comment
from goldenthread.foundation.policies import seen, sight_of

LONGEST = 100_000


def comments_on(actor: Actor, key: str) -> list[Comment]:
    """What was said on a thing, oldest first; internal notes only for those who may see them."""
    sight = sight_of(key)
    record = seen(sight.model, actor, key)
    said = Comment.objects.filter(on=key).order_by("at", "id")
    return list(said if sight.may_see_internal(actor, record) else said.filter(is_internal=False))


def say(acting: Acting, key: str, text: str, *, is_internal: bool = False) -> Comment:
    """Keep a message. Called by the action that decided it may be said."""
    text = text.strip()
    if not text:
        raise Invalid(fields={"text": _("Write a message.")})
    if len(text) > LONGEST:
        raise Invalid(fields={"text": _("Keep the message under 100,000 characters, or attach it as a file.")})
    author = acting.actor.on_behalf_of if acting.actor.is_house else acting.actor.id
    return Comment.objects.create(on=key, author_id=author, text=text, is_internal=is_internal, at=acting.at)
