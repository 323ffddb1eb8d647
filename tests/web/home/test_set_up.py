"""The first run of a new house."""

import pytest
from django.test import Client
from tests.cast import Cast

from goldenthread.business.people.models import Organisation, Person, WorkCalendar
from goldenthread.foundation.models import Event

FORM = {
    "organisation": "Vallenbrook Health",
    "timezone": "Europe/Berlin",
    "country": "DE",
    "region": "by",
    "name": "Ada Lindqvist",
    "email": "Ada@vallenbrook.example",
    "password": "quiet-harbour-lantern",
    "locale": "de",
}


@pytest.mark.django_db
def test_an_empty_house_asks_to_be_set_up(client: Client) -> None:
    assert client.get("/")["Location"] == "/set-up/"

    page = client.get("/set-up/", headers={"accept-language": "de"})

    assert page.status_code == 200
    assert page["Content-Language"] == "de"
    assert "Deutschland" in page.content.decode()


@pytest.mark.django_db
def test_setting_up_makes_all_that_is_needed_and_signs_in(client: Client) -> None:
    answer = client.post("/set-up/", FORM)

    assert (answer.status_code, answer["Location"]) == (303, "/house/")
    person = Person.objects.get()
    assert (person.email, person.locale, person.timezone) == ("ada@vallenbrook.example", "de", "Europe/Berlin")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert Organisation.objects.get().name == "Vallenbrook Health"
    calendar = WorkCalendar.objects.get()
    assert {"2026-12-25", "2027-01-06"} <= set(calendar.spec["holidays"]), "Bavaria has Epiphany"
    assert list(Event.objects.order_by("id").values_list("name", flat=True)) == [
        "PersonAdded",
        "RoleGranted",
        "HouseSetUp",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("password", "short", "too short"),
        ("email", "nonsense", "valid email"),
        ("organisation", "", "Fill this in."),
        ("timezone", "Europe/Nowhere", "valid choice"),
        ("region", "XX", "There is no region XX"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_made(client: Client, field: str, value: str, sentence: str) -> None:
    answer = client.post("/set-up/", FORM | {field: value})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Ada Lindqvist" in answer.content.decode(), "what was typed is kept"
    assert not Person.objects.exists()
    assert not WorkCalendar.objects.exists()


def test_a_house_is_set_up_once(cast: Cast, client: Client) -> None:
    assert client.get("/set-up/")["Location"] == "/"
    before = Person.objects.count()

    client.post("/set-up/", FORM)

    assert Person.objects.count() == before
