"""Reads of configuration items and what depends on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from goldenthread.business.assets.models import ConfigurationItem, Relation
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.models import folded
from goldenthread.foundation.policies import seen, visible

_LEANING = (
    "WITH RECURSIVE reached AS (SELECT unnest(%s::bigint[]) AS id "
    "UNION SELECT relation.target_id FROM assets_relation relation JOIN reached ON relation.source_id = reached.id "
    "WHERE relation.kind = 'depends_on') "
    "SELECT relation.id FROM assets_relation relation JOIN reached ON relation.source_id = reached.id "
    "WHERE relation.kind = 'depends_on'"
)


@dataclass(frozen=True)
class ItemFilters:
    """What a list of items is narrowed by; empty is no filter."""

    kind: str = ""
    lifecycle: str = ""
    team: str = ""
    text: str = ""


def items(
    actor: Actor, filters: ItemFilters | None = None, cursor: str | None = None, size: int = 50
) -> Page[ConfigurationItem]:
    """Items by name."""
    return page_of(_items(actor, filters or ItemFilters()), ("sort_name", "id"), cursor, size)


def item(actor: Actor, key: str) -> ConfigurationItem:
    found = visible(ConfigurationItem, actor).select_related("team", "organisation")
    return seen(ConfigurationItem, actor, key, found)


def relations_of(actor: Actor, item_id: int) -> list[Relation]:
    """What the item leans on and what leans on it, as far as the actor sees the other end."""
    seen_items = visible(ConfigurationItem, actor).values("pk")
    found = Relation.objects.filter(
        Q(source_id=item_id, target__in=seen_items) | Q(target_id=item_id, source__in=seen_items)
    )
    return list(found.select_related("source", "target").order_by("kind", "target__sort_name", "source__sort_name"))


def leaning(item_ids: Collection[int]) -> list[Relation]:
    """What these items depend on, and that on in turn, with both ends. One query however deep; circles end."""
    with connection.cursor() as cursor:
        cursor.execute(_LEANING, [list(item_ids)])
        found = [number for (number,) in cursor.fetchall()]
    if not found:
        return []
    return list(Relation.objects.filter(pk__in=found).select_related("source", "target").order_by("pk"))


def kinds(actor: Actor) -> list[str]:
    """The kinds in use, for a filter."""
    return list(visible(ConfigurationItem, actor).order_by("kind").values_list("kind", flat=True).distinct()[:200])


def _items(actor: Actor, filters: ItemFilters) -> QuerySet[ConfigurationItem]:
    found = visible(ConfigurationItem, actor).select_related("team", "organisation")
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.lifecycle:
        found = found.filter(lifecycle=filters.lifecycle)
    if filters.team:
        found = found.filter(team__key=filters.team)
    if filters.text:
        found = found.filter(Q(sort_name__contains=folded(filters.text)) | Q(key=filters.text.upper()))
    return found
