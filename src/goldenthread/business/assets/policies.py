"""Who sees and keeps configuration items: staff see them all, operators and service owners keep them."""

from __future__ import annotations

from django.db.models import Q

from goldenthread.business.assets.models import ConfigurationItem, Relation
from goldenthread.business.people.models import Role
from goldenthread.business.people.policies import EVERYTHING, NOTHING, is_staff
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.policies import Sight, register

KEEPERS = (Role.OPERATOR, Role.SERVICE_OWNER, Role.CHANGE_MANAGER)
LIFECYCLES = tuple((str(value), label) for value, label in ConfigurationItem.Lifecycle.choices)
RELATIONS = tuple((str(value), label) for value, label in Relation.Kind.choices)


def items_visible_to(actor: Actor) -> Q:
    return EVERYTHING if is_staff(actor) else NOTHING


def may_see_item(actor: Actor, item: ConfigurationItem) -> bool:
    return is_staff(actor)


def may_register_item(actor: Actor) -> bool:
    return actor.holds_anywhere(*KEEPERS)


def may_keep_item(actor: Actor, item: ConfigurationItem) -> bool:
    """Keepers at large, and the team that looks after it."""
    return actor.holds_anywhere(*KEEPERS) or item.team_id in actor.team_ids


register(Sight(ConfigurationItem, items_visible_to, may_see_item, ("CI",), may_see_item))
