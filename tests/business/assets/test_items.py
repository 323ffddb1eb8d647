"""Configuration items: registered, changed, retired, related."""

import pytest
from tests.cast import Cast, acting, actor

from goldenthread.business.assets.actions import (
    NewItem,
    change_item,
    part_items,
    register_item,
    relate_items,
    retire_item,
)
from goldenthread.business.assets.models import ConfigurationItem, Relation
from goldenthread.business.assets.queries import ItemFilters, items, kinds, relations_of
from goldenthread.foundation.errors import Invalid, NotAllowed, NotFound, Refused
from goldenthread.foundation.models import Event


def registered(cast: Cast, name: str = "Database 4", kind: str = "database") -> ConfigurationItem:
    return register_item(acting(cast.ines), new=NewItem(name, kind, cast.house.pk, team_id=cast.desk.pk))


def test_an_item_is_registered_and_found(cast: Cast) -> None:
    item = registered(cast)
    registered(cast, "Web 1", "Server")

    assert items(actor(cast.daniel), ItemFilters(kind="database", text="dAtäbase")).rows == [item]
    assert kinds(actor(cast.daniel)) == ["database", "server"]
    assert items(actor(cast.nadia)).rows == []


def test_only_keepers_register(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        register_item(acting(cast.tomas), new=NewItem("Mine", "server", cast.house.pk))


def test_a_change_names_what_was_before_and_the_team_may_make_it(cast: Cast) -> None:
    item = registered(cast)
    change_item(acting(cast.daniel), item.key, changes={"attributes": {"memory": "64 GB"}})
    with pytest.raises(NotAllowed):
        change_item(acting(cast.tomas), item.key, changes={"name": "Mine"})
    with pytest.raises(NotFound):
        change_item(acting(cast.nadia), item.key, changes={"name": "Mine"})
    for wrong in ({"name": ""}, {"lifecycle": "retired"}, {"attributes": {"a": 1}}, {"key": "CI-9"}, {"team_id": 0}):
        with pytest.raises(Invalid) as refusal:
            change_item(acting(cast.ines), item.key, changes=wrong)
        assert set(refusal.value.fields) == set(wrong)

    assert Event.objects.get(name="ItemChanged").data["changes"] == {"attributes": ["", "{'memory': '64 GB'}"]}


def test_relations_are_kept_once_and_hold_what_depends(cast: Cast) -> None:
    database, web = registered(cast), registered(cast, "Web 1", "server")
    for _time in (1, 2):
        relate_items(acting(cast.ines), web.key, target=database.key, kind="depends_on")
    assert [(r.source, r.target) for r in relations_of(actor(cast.daniel), database.pk)] == [(web, database)]
    assert Relation.objects.count() == 1

    with pytest.raises(Refused, match="Web 1"):
        retire_item(acting(cast.ines), database.key, reason="Old")
    part_items(acting(cast.ines), web.key, target=database.key, kind="depends_on")
    assert retire_item(acting(cast.ines), database.key, reason="Old").lifecycle == "retired"
    with pytest.raises(Refused):
        retire_item(acting(cast.ines), database.key, reason="Again")


def test_an_item_is_not_related_to_itself(cast: Cast) -> None:
    item = registered(cast)
    for target, kind in ((item.key, "depends_on"), ("CI-999999", "depends_on")):
        with pytest.raises(Invalid):
            relate_items(acting(cast.ines), item.key, target=target, kind=kind)
