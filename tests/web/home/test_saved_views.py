"""Views above a list: saved, followed, dropped."""

from html import unescape

import pytest
from django.test import Client
from tests.cast import Cast, acting

from goldenthread.business.people.actions import save_view
from goldenthread.business.people.models import Person, SavedView

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="goldenthread.connectors.accounts.HouseBackend")
    return client


def told(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def test_a_list_that_is_not_narrowed_says_nothing_of_views(cast: Cast) -> None:
    client = signed_in(cast.daniel)

    for address in ("/desk/", "/desk/?tab=mine", "/desk/?tab=all&after=", "/items/", "/services/"):
        assert "gt-views" not in told(client, address)


def test_filters_are_saved_where_they_were_chosen_and_lit_when_they_are_in_force(cast: Cast) -> None:
    client = signed_in(cast.daniel)
    assert 'name="filters" value="priority=1&tab=all"' in told(client, "/desk/?priority=1&tab=all&ticket=")

    sent = {"name": "Urgent", "listing": "tickets", "filters": "priority=1&tab=all", "_once": "one"}
    answer = client.post("/views/new/", sent)
    again = client.post("/views/new/", sent)

    assert answer.status_code == again.status_code == 303
    assert answer["Location"] == again["Location"] == "/desk/?priority=1&tab=all"
    page = told(client, answer["Location"])
    assert 'aria-current="page">Urgent</a>' in page
    assert "Drop view" in page
    assert 'id="save-view"' not in page
    assert SavedView.objects.count() == 1


def test_a_view_that_is_dropped_leaves_its_list_as_it_was(cast: Cast) -> None:
    view = save_view(acting(cast.daniel), listing="tickets", name="Urgent", filters={"priority": "1"})
    client = signed_in(cast.daniel)

    answer = client.post(f"/views/{view.key}/drop/")

    assert (answer.status_code, answer["Location"]) == (303, "/desk/?priority=1")
    assert 'id="save-view"' in told(client, "/desk/?priority=1")
    assert client.post(f"/views/{view.key}/drop/").status_code == 404
    assert client.get(f"/views/{view.key}/drop/").status_code == 405


def test_a_name_that_does_not_fit_keeps_what_was_typed(cast: Cast) -> None:
    save_view(acting(cast.daniel), listing="tickets", name="Urgent", filters={"priority": "1"})
    client = signed_in(cast.daniel)

    answer = client.post("/views/new/", {"name": "Urgent", "listing": "tickets", "filters": "priority=2"})

    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "You have a view of this name" in page
    assert 'value="Urgent"' in page
    assert 'name="filters" value="priority=2"' in page
    assert 'href="/desk/?priority=2"' in page, "the way back is the list as it was narrowed"
    for wrong in ({"listing": "people"}, {"filters": "Prio\n=1"}, {"name": ""}, {"extra": "1"}):
        sent = {"name": "Other", "listing": "tickets", "filters": "priority=2"} | wrong
        assert client.post("/views/new/", sent).status_code == 422


def test_views_of_others_are_not_shown_nor_dropped(cast: Cast) -> None:
    view = save_view(acting(cast.daniel), listing="items", name="Servers", filters={"kind": "Server"})
    client = signed_in(cast.tomas)

    assert "Servers" not in told(client, "/items/?kind=Server")
    assert client.post(f"/views/{view.key}/drop/").status_code == 404


@pytest.mark.parametrize(
    ("listing", "filters", "address"),
    [
        ("projects", {"state": "open"}, "/projects/?state=open"),
        ("services", {"state": "catalogue"}, "/services/?state=catalogue"),
        ("items", {"kind": "Server"}, "/items/?kind=Server"),
        ("measures", {"text": "Days"}, "/measures/?text=Days"),
        ("investments", {"state": "proposed"}, "/portfolio/list/?state=proposed"),
    ],
)
def test_every_list_shows_its_own_views(cast: Cast, listing: str, filters: dict[str, str], address: str) -> None:
    save_view(acting(cast.mara), listing=listing, name="My own", filters=filters)

    assert 'aria-current="page">My own</a>' in told(signed_in(cast.mara), address)


def test_the_auditors_list_keeps_views_too(cast: Cast) -> None:
    save_view(acting(cast.emeka), listing="events", name="Tickets", filters={"subject": "INC-1"})

    assert 'aria-current="page">Tickets</a>' in told(signed_in(cast.emeka), "/house/audit/?subject=INC-1")
