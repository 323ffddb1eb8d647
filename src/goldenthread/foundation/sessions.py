"""Sessions in the database, as Django keeps them, read by a kept statement: every page begins with one."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as Stored
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from goldenthread.foundation.kept import kept


class SessionStore(Stored):
    """Django finds its session engine by this name."""

    def load(self) -> dict[str, Any]:
        found = next(iter(_stored(self.session_key)), None) if self.session_key else None
        if found is None or found[1] <= timezone.now():
            self._session_key = None
            return {}
        return self.decode(found[0])


@kept
def _stored(key: str) -> QuerySet[Session, tuple[Any, ...]]:
    return Session.objects.filter(session_key=key).values_list("session_data", "expire_date")
