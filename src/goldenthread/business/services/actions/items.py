"""What a service runs on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.assets.models import ConfigurationItem
from goldenthread.business.services.events import ServiceItemAdded, ServiceItemRemoved
from goldenthread.business.services.models import Service
from goldenthread.business.services.policies import may_report_outage
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record
from goldenthread.foundation.policies import visible


@action(on=Service, may=may_report_outage)
def add_service_item(acting: Acting, service: Service, *, item: str) -> ConfigurationItem:
    """Say that a service runs on an item, given by key; saying it twice changes nothing."""
    found = _item(acting, item)
    if not service.items.filter(pk=found.pk).exists():
        service.items.add(found)
        record(ServiceItemAdded(subject=service.key, item=found.key))
    return found


@action(on=Service, may=may_report_outage)
def remove_service_item(acting: Acting, service: Service, *, item: str) -> None:
    """Say that a service no longer runs on an item."""
    found = _item(acting, item)
    if service.items.filter(pk=found.pk).exists():
        service.items.remove(found)
        record(ServiceItemRemoved(subject=service.key, item=found.key))


def _item(acting: Acting, key: str) -> ConfigurationItem:
    found = visible(ConfigurationItem, acting.actor).filter(key=key.strip().upper()).first()
    if found is None:
        raise Invalid(fields={"item": _("There is no such item.")})
    return found
