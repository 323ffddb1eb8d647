"""What is done to configuration items: registered, changed, retired, related."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.assets.events import ItemChanged, ItemRegistered, ItemRetired, ItemsParted, ItemsRelated
from goldenthread.business.assets.models import ConfigurationItem, Relation
from goldenthread.business.assets.policies import may_keep_item, may_register_item
from goldenthread.business.people.models import Organisation, Team
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.policies import visible

CHANGEABLE = ("name", "kind", "team_id", "organisation_id", "lifecycle", "attributes")


@dataclass(frozen=True)
class NewItem:
    """What is known of an item when it is registered: attributes are plain names and values."""

    name: str
    kind: str
    organisation_id: int
    team_id: int | None = None
    lifecycle: str = ConfigurationItem.Lifecycle.IN_USE
    attributes: Mapping[str, str] = field(default_factory=dict)


@action(may=may_register_item)
def register_item(acting: Acting, *, new: NewItem) -> ConfigurationItem:
    """Put something that services run on into the register."""
    known = {**vars(new), "name": new.name.strip(), "kind": new.kind.strip().lower()}
    _check(known)
    item = ConfigurationItem.objects.create(key=next_key(ConfigurationItem.prefix), **known)
    record(ItemRegistered(subject=item.key, name=item.name, kind=item.kind), version=item.version)
    return item


@action(on=ConfigurationItem, may=may_keep_item)
def change_item(acting: Acting, item: ConfigurationItem, *, changes: Mapping[str, Any]) -> ConfigurationItem:
    """Change what is known of an item; only the fields given, which must be among CHANGEABLE."""
    unknown = sorted(set(changes) - set(CHANGEABLE))
    if unknown:
        raise Invalid(fields=dict.fromkeys(unknown, _("This cannot be changed.")))
    if changes.get("lifecycle") == ConfigurationItem.Lifecycle.RETIRED:
        raise Invalid(fields={"lifecycle": _("Retire it instead, saying why.")})
    _check(changes)
    moved = {
        name: [str(getattr(item, name) or ""), str(value or "")]
        for name, value in changes.items()
        if getattr(item, name) != value
    }
    for name in moved:
        setattr(item, name, changes[name])
    if moved:
        item.save()
        record(ItemChanged(subject=item.key, changes=moved), version=item.version)
    return item


@action(on=ConfigurationItem, may=may_keep_item)
def retire_item(acting: Acting, item: ConfigurationItem, *, reason: str) -> ConfigurationItem:
    """Take an item out of use. Refused while something in use still depends on it."""
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why it is retired.")})
    if item.lifecycle == ConfigurationItem.Lifecycle.RETIRED:
        raise Refused(_("%(key)s is already retired.") % {"key": item.key})
    leaning = (
        Relation.objects.filter(target=item, kind=Relation.Kind.DEPENDS_ON)
        .exclude(source__lifecycle=ConfigurationItem.Lifecycle.RETIRED)
        .values_list("source__name", flat=True)[:3]
    )
    if leaning:
        raise Refused(_("%(names)s still depends on it. Part them first.") % {"names": ", ".join(leaning)})
    item.lifecycle = ConfigurationItem.Lifecycle.RETIRED
    item.save()
    record(ItemRetired(subject=item.key, reason=reason.strip()), version=item.version)
    return item


@action(on=ConfigurationItem, may=may_keep_item)
def relate_items(
    acting: Acting, item: ConfigurationItem, *, target: str, kind: str, stands_in: str = "", needed: int = 1
) -> Relation:
    """Say that an item depends on, contains or connects to another; saying it twice changes nothing.

    What it depends on under one word of `stands_in` is redundant: as many as `needed` of them must work.
    """
    other = _other(acting, item, target, kind)
    word = stands_in.strip()
    faults = {}
    if len(word) > 40 or (word and kind != Relation.Kind.DEPENDS_ON):
        faults["stands_in"] = _(
            "Only what an item depends on can stand in for each other; name it in up to 40 letters."
        )
    if not 1 <= needed <= 100:
        faults["needed"] = _("At least one of them is needed.")
    if faults:
        raise Invalid(fields=faults)
    known = {"stands_in": word, "needed": needed}
    relation, is_new = Relation.objects.get_or_create(source=item, target=other, kind=kind, defaults=known)
    if word:  # how many are needed is said of all that stand in for each other
        group = Relation.objects.filter(source=item, kind=kind, stands_in=word)
        group.exclude(needed=needed).update(needed=needed)
    if is_new or (relation.stands_in, relation.needed) != (word, needed):
        relation.stands_in, relation.needed = word, needed
        relation.save()
        record(ItemsRelated(subject=item.key, kind=kind, target=other.key))
    return relation


@action(on=ConfigurationItem, may=may_keep_item)
def part_items(acting: Acting, item: ConfigurationItem, *, target: str, kind: str) -> None:
    """Say that it is not so any more."""
    other = _other(acting, item, target, kind)
    gone, _by_kind = Relation.objects.filter(source=item, target=other, kind=kind).delete()
    if gone:
        record(ItemsParted(subject=item.key, kind=kind, target=other.key))


def _other(acting: Acting, item: ConfigurationItem, target: str, kind: str) -> ConfigurationItem:
    other = visible(ConfigurationItem, acting.actor).filter(key=target).first()
    if other is None:
        raise Invalid(fields={"target": _("Choose an item from the list.")})
    if other == item:
        raise Invalid(fields={"target": _("An item cannot be related to itself.")})
    if kind not in Relation.Kind.values:
        raise Invalid(fields={"kind": _("Choose a kind from the list.")})
    return other


def _check(known: Mapping[str, Any]) -> None:
    rules = {
        "name": lambda name: 0 < len(str(name).strip()) <= 200,
        "kind": lambda kind: 0 < len(str(kind).strip()) <= 40,
        "organisation_id": lambda number: Organisation.objects.filter(pk=number).exists(),
        "team_id": lambda number: number is None or Team.objects.filter(pk=number).exists(),
        "lifecycle": lambda state: state in ConfigurationItem.Lifecycle.values,
        "attributes": _are_plain,
    }
    sentences = {
        "name": _("Name the item, in up to 200 characters."),
        "kind": _("Say what kind of thing it is, in a word or two."),
        "organisation_id": _("Choose an organisation from the list."),
        "team_id": _("Choose a team from the list."),
        "lifecycle": _("Choose a state from the list."),
        "attributes": _("Attributes are up to fifty names with short values."),
    }
    faults = {name: sentences[name] for name, value in known.items() if not rules[name](value)}
    if faults:
        raise Invalid(fields=faults)


def _are_plain(attributes: object) -> bool:
    return (
        isinstance(attributes, dict)
        and len(attributes) <= 50
        and all(
            isinstance(name, str) and isinstance(value, str) and 0 < len(name) <= 60 and len(value) <= 400
            for name, value in attributes.items()
        )
    )
