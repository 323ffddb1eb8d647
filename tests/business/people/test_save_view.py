"""Keeping a list's filters under a name."""

import pytest
from tests.cast import Cast, acting

from goldenthread.business.people import queries
from goldenthread.business.people.actions import drop_view, save_view
from goldenthread.business.people.actions.views import MOST
from goldenthread.business.people.models import SavedView
from goldenthread.foundation.errors import Invalid, NotFound, Refused
from goldenthread.foundation.models import Event

pytestmark = pytest.mark.django_db


def test_filters_are_kept_under_a_name_in_the_order_they_were_saved(cast: Cast) -> None:
    save_view(acting(cast.daniel), listing="tickets", name=" Urgent ", filters={"priority": "1", "tab": "all"})
    save_view(acting(cast.daniel), listing="tickets", name="Late", filters={"sla": "late", "team": ""})
    save_view(acting(cast.daniel), listing="items", name="Servers", filters={"kind": "Server"})

    kept = queries.views(acting(cast.daniel).actor, "tickets")

    assert [(view.name, dict(view.filters)) for view in kept] == [
        ("Urgent", {"priority": "1", "tab": "all"}),
        ("Late", {"sla": "late"}),
    ]
    assert Event.objects.filter(name="ViewSaved").count() == 3


def test_a_view_is_seen_and_dropped_by_its_person_alone(cast: Cast) -> None:
    view = save_view(acting(cast.daniel), listing="tickets", name="Urgent", filters={"priority": "1"})

    assert queries.views(acting(cast.tomas).actor, "tickets") == []
    with pytest.raises(NotFound):
        drop_view(acting(cast.emeka), view.key)

    drop_view(acting(cast.daniel), view.key)
    assert queries.saved_views(acting(cast.daniel).actor).rows == []
    assert Event.objects.get(name="ViewDropped").data["name"] == "Urgent"


def test_two_people_may_use_the_same_name_and_one_person_only_once_in_a_list(cast: Cast) -> None:
    for person in (cast.daniel, cast.tomas):
        save_view(acting(person), listing="tickets", name="Urgent", filters={"priority": "1"})

    with pytest.raises(Invalid) as refused:
        save_view(acting(cast.daniel), listing="tickets", name="Urgent", filters={"priority": "2"})

    assert "You have a view of this name" in str(refused.value.fields["name"])
    assert queries.views(acting(cast.daniel).actor, "tickets")[0].filters == {"priority": "1"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"listing": "people"}, "listing"),
        ({"name": "  "}, "name"),
        ({"name": "n" * 81}, "name"),
        ({"filters": {}}, "filters"),
        ({"filters": {"team": ""}}, "filters"),
        ({"filters": {"Team\n": "1"}}, "filters"),
        ({"filters": {"team": "t" * 201}}, "filters"),
        ({"filters": {f"f{chr(97 + n)}": "1" for n in range(21)}}, "filters"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(cast: Cast, given: dict[str, object], field: str) -> None:
    wanted: dict[str, object] = {"listing": "tickets", "name": "Urgent", "filters": {"priority": "1"}} | given

    with pytest.raises(Invalid) as refused:
        save_view(acting(cast.daniel), **wanted)

    assert list(refused.value.fields) == [field]
    assert not SavedView.objects.exists()


def test_twenty_views_of_a_list_are_enough(cast: Cast) -> None:
    for number in range(MOST):
        save_view(acting(cast.daniel), listing="tickets", name=f"View {number}", filters={"priority": "1"})

    with pytest.raises(Refused):
        save_view(acting(cast.daniel), listing="tickets", name="One more", filters={"priority": "1"})
    save_view(acting(cast.daniel), listing="items", name="Elsewhere", filters={"kind": "Server"})
