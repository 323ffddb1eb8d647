"""When a service is down, and when nothing may go live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from goldenthread.business.assets.models import ConfigurationItem
from goldenthread.business.services.events import FreezeWindowRemoved, FreezeWindowSet, OutageEnded, OutageReported
from goldenthread.business.services.models import FreezeWindow, Outage, PortfolioState, Service
from goldenthread.business.services.policies import (
    may_end_outage,
    may_freeze,
    may_lift_freeze,
    may_own_service,
    may_report_outage,
)
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.policies import require, visible


@dataclass(frozen=True)
class NewOutage:
    """A span in which a service is down. Planned maintenance may lie ahead and does not count against it.

    A partial outage loses `loss_percent` of the service, half where that is not said; `item` is the key of what is
    down where it is one thing that the service leans on.
    """

    title: str
    started_at: datetime
    ended_at: datetime | None = None
    is_planned: bool = False
    is_partial: bool = False
    loss_percent: int | None = None
    item: str = ""


@action(on=Service, may=may_report_outage)
def report_outage(acting: Acting, service: Service, *, new: NewOutage) -> Outage:
    """Report that a service is, was, or (planned) will be down."""
    if service.state != PortfolioState.CATALOGUE:
        raise Refused(_("Only a service in the catalogue can have an outage."))
    faults: dict[str, str] = {}
    if not new.title.strip() or len(new.title) > 200:
        faults["title"] = _("Say in a few words what is down.")
    if new.started_at > acting.at and not new.is_planned:
        faults["started_at"] = _("An outage that is not planned cannot begin in the future.")
    if new.ended_at is not None and new.ended_at <= new.started_at:
        faults["ended_at"] = _("It cannot end before it began.")
    if new.is_planned and new.ended_at is None:
        faults["ended_at"] = _("Planned maintenance needs an end.")
    if new.ended_at is not None and new.ended_at > acting.at and not new.is_planned:
        faults["ended_at"] = _("Leave the end open until it is over.")
    if new.loss_percent is not None and not (new.is_partial and 1 <= new.loss_percent <= 100):
        faults["loss_percent"] = _("Say of a partial outage how much is lost, from 1 to 100 percent.")
    key = new.item.strip().upper()
    item = visible(ConfigurationItem, acting.actor).filter(key=key).first() if key else None
    if key and item is None:
        faults["item"] = _("Choose an item from the list.")
    if faults:
        raise Invalid(fields=faults)
    known = {**vars(new), "title": new.title.strip(), "item": item}
    outage = Outage.objects.create(key=next_key(Outage.prefix), service=service, **known)
    record(
        OutageReported(subject=outage.key, service=service.key, title=outage.title, is_planned=outage.is_planned),
        version=outage.version,
    )
    return outage


@action(on=Outage, may=may_end_outage)
def end_outage(acting: Acting, outage: Outage, *, ended_at: datetime | None = None) -> Outage:
    """Say that an outage is over, now or at an instant that has passed."""
    if ended_at is not None and ended_at > acting.at:
        raise Invalid(fields={"ended_at": _("It is not over before its end.")})
    outage.end(ended_at or acting.at)
    outage.save()
    ended = (ended_at or acting.at).isoformat()
    record(OutageEnded(subject=outage.key, service=outage.service.key, ended_at=ended), version=outage.version)
    return outage


@action(may=may_freeze)
def add_freeze_window(
    acting: Acting, *, name: str, starts_at: datetime, ends_at: datetime, service: str = ""
) -> FreezeWindow:
    """Keep a span free of changes, for one service (by key) or for all."""
    of = visible(Service, acting.actor).filter(key=service).first() if service else None
    faults: dict[str, str] = {}
    if service and of is None:
        faults["service"] = _("Choose a service from the list.")
    if not name.strip() or len(name) > 200:
        faults["name"] = _("Say why nothing may go live then.")
    if ends_at <= starts_at:
        faults["ends_at"] = _("It must end after it starts.")
    if faults:
        raise Invalid(fields=faults)
    window = FreezeWindow(
        key=next_key(FreezeWindow.prefix), name=name.strip(), service=of, starts_at=starts_at, ends_at=ends_at
    )
    require(may_lift_freeze(acting.actor, window) or (of is not None and may_own_service(acting.actor, of)))
    window.save()
    record(
        FreezeWindowSet(
            subject=window.key,
            service=of.key if of else "",
            starts_at=starts_at.isoformat(),
            ends_at=ends_at.isoformat(),
        ),
        version=window.version,
    )
    return window


@action(on=FreezeWindow, may=may_lift_freeze)
def remove_freeze_window(acting: Acting, window: FreezeWindow) -> None:
    """Take a freeze away before it has begun; one that began is history."""
    if window.starts_at <= acting.at:
        raise Refused(_("This freeze has begun and stays on record."))
    record(FreezeWindowRemoved(subject=window.key, name=window.name))
    window.delete()
