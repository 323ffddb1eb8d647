"""What a new ticket, task or account stands on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.work.models import PREFIXES, Account, Nature, Work, WorkKind
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.keys import next_key


def open_work(acting: Acting, kind: WorkKind, title: str, **known: object) -> Work:
    """The work below a new ticket or task; called by the action that opens it."""
    title = title.strip()
    if not title:
        raise Invalid(fields={"title": _("Say in a few words what this is about.")})
    if len(title) > 200:
        raise Invalid(fields={"title": _("Keep the title under 200 characters; the rest fits the description.")})
    return Work.objects.create(key=next_key(PREFIXES[kind]), kind=kind, title=title, opened_at=acting.at, **known)


def open_account(name: str, currency: str, *, parent: Account | None = None, nature: Nature = Nature.OPEX) -> Account:
    """An account for what is being founded; called by the action that founds it."""
    return Account.objects.create(key=next_key("ACC"), name=name[:200], currency=currency, parent=parent, nature=nature)
