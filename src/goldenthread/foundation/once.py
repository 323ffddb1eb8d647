"""The same request sent twice does one thing: its first answer is kept and given again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from goldenthread.foundation.actors import Actor
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.models import IdempotencyKey


def once(actor: Actor, key: str, request: object, run: Callable[[], Any]) -> Any:
    """Run and keep the answer (plain JSON values) under the actor's key; a repeat gets the kept answer.

    Invalid where the key was used for a different request. A run that fails keeps nothing, so it can be tried again.
    """
    if not key or actor.id is None:
        return run()
    fingerprint = hashlib.sha256(json.dumps(request, sort_keys=True, default=str).encode()).hexdigest()
    with transaction.atomic():
        kept, is_new = IdempotencyKey.objects.select_for_update().get_or_create(
            actor_id=actor.id, key=key[:128], defaults={"fingerprint": fingerprint}
        )
        if kept.fingerprint != fingerprint:
            raise Invalid(_("This idempotency key was already used for a different request."))
        if is_new:
            kept.answer = run()
            kept.save(update_fields=["answer"])
        return kept.answer
