"""Keys for programs, and what one has read."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta

from django.utils.translation import gettext as _

from goldenthread.business.people.actions.values import self_id
from goldenthread.business.people.events import TokenMade, TokenRevoked
from goldenthread.business.people.models import ApiToken, Notification
from goldenthread.business.people.policies import may_keep_tokens, may_revoke_token
from goldenthread.foundation.actions import ACTIONS, action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key

LONGEST_DAYS = 366
MOST = 50


@action(may=may_keep_tokens)
def make_token(acting: Acting, *, name: str, days: int = 90, permits: Collection[str] = ()) -> tuple[ApiToken, str]:
    """A bearer token for the actor, and its text, which is told once and never kept. No permits: every action."""
    fields: dict[str, object] = {}
    if not name.strip():
        fields["name"] = _("Name what the token is for.")
    elif len(name.strip()) > 80:
        fields["name"] = _("Keep the name under 80 characters.")
    if not 1 <= days <= LONGEST_DAYS:
        fields["days"] = _("A token lives between one day and a year.")
    unknown = sorted(set(permits) - set(ACTIONS))
    if unknown:
        fields["permits"] = _("There is no action %(names)s.") % {"names": ", ".join(unknown)}
    if fields:
        raise Invalid(fields=fields)
    live = ApiToken.objects.filter(person_id=self_id(acting), revoked_at=None, expires_at__gt=acting.at)
    if live.count() >= MOST:
        raise Refused(_("Fifty tokens are enough. Revoke one you no longer need."))
    text = f"gt_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        key=next_key("TOK"),
        person_id=self_id(acting),
        name=name.strip(),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        permits=sorted(permits),
        created_at=acting.at,
        expires_at=acting.at + timedelta(days=days),
    )
    record(
        TokenMade(subject=token.key, name=token.name, permits=sorted(permits), expires_at=token.expires_at.isoformat()),
        version=token.version,
    )
    return token, text


@action(on=ApiToken, may=may_revoke_token)
def revoke_token(acting: Acting, token: ApiToken) -> ApiToken:
    """End a token at once."""
    if token.revoked_at is None:
        token.revoked_at = acting.at
        token.save()
        record(TokenRevoked(subject=token.key), version=token.version)
    return token


@action(may=lambda actor: actor.id is not None)
def mark_read(acting: Acting, *, ids: Collection[int] = ()) -> int:
    """Mark one's own notifications as read: these, or all of them. Tells how many were new."""
    waiting = Notification.objects.filter(person_id=self_id(acting), read_at=None)
    if ids:
        waiting = waiting.filter(pk__in=list(ids)[:200])
    return waiting.update(read_at=acting.at)
