"""Organisations: internal units, customers, suppliers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from goldenthread.business.people.actions.values import apply, check, given, maybe, one
from goldenthread.business.people.events import OrganisationAdded, OrganisationChanged
from goldenthread.business.people.models import Organisation, WorkCalendar
from goldenthread.business.people.policies import may_administer, may_administer_record
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.words import is_currency


@dataclass(frozen=True)
class OrganisationFacts:
    """`parent` and `calendar` are keys; None leaves a value as it is, an empty parent puts it at the top."""

    name: str | None = None
    kind: str | None = None
    parent: str | None = None
    calendar: str | None = None
    currency: str | None = None


@action(may=may_administer)
def add_organisation(acting: Acting, *, new: OrganisationFacts) -> Organisation:
    organisation = Organisation(key=next_key("ORG"))
    organisation.calendar = one(acting, WorkCalendar, new.calendar or "", "calendar")
    _apply(acting, organisation, new)
    organisation.save()
    record(
        OrganisationAdded(subject=organisation.key, name=organisation.name, kind=organisation.kind),
        version=organisation.version,
    )
    return organisation


@action(on=Organisation, may=may_administer_record)
def change_organisation(acting: Acting, organisation: Organisation, *, change: OrganisationFacts) -> Organisation:
    changes = _apply(acting, organisation, change)
    if changes:
        organisation.save()
        record(OrganisationChanged(subject=organisation.key, changes=changes), version=organisation.version)
    return organisation


def _apply(acting: Acting, organisation: Organisation, facts: OrganisationFacts) -> dict[str, list[object]]:
    parent = maybe(acting, Organisation, facts.parent, "parent")
    changes = apply(
        organisation,
        {
            "name": given(facts.name),
            "kind": given(facts.kind),
            "parent": parent,
            "calendar": maybe(acting, WorkCalendar, facts.calendar or None, "calendar"),
            "currency": given(facts.currency and facts.currency.upper()),
        },
    )
    _refuse_circle(organisation)
    fields: dict[str, object] = {}
    if not organisation.name:
        fields["name"] = _("Name the organisation.")
    if not is_currency(organisation.currency):
        fields["currency"] = _("Write the currency's three letters, such as EUR.")
    check(organisation, "parent", "calendar", fields=fields)
    return changes


def _refuse_circle(organisation: Organisation) -> None:
    above = organisation.parent
    while above is not None:
        if above.pk == organisation.pk:
            raise Invalid(fields={"parent": _("An organisation cannot stand above itself.")})
        above = above.parent
