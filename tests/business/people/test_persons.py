"""People come, change and leave."""

import pytest
from tests.cast import NOON, Cast, acting

from goldenthread.business.people.actions import (
    NewPerson,
    PersonChange,
    Settings,
    add_person,
    change_person,
    change_settings,
    deactivate_person,
    give_role,
    make_token,
    reactivate_person,
    set_password,
    take_role_back,
)
from goldenthread.business.people.models import Person, Role, RoleGrant
from goldenthread.business.people.queries import actor_of_token
from goldenthread.foundation.errors import Invalid, NotAllowed, NotFound, Refused, Stale
from goldenthread.foundation.models import Event


def test_an_administrator_adds_a_person(cast: Cast) -> None:
    new = NewPerson("Zoë Ärmel", " Zoe@Vallenbrook.Example ", job="Nurse", calendar=cast.calendar.key)
    person = add_person(acting(cast.emeka), organisation=cast.clinic.key, new=new)

    assert (person.email, person.sort_name) == ("zoe@vallenbrook.example", "zoe armel")
    assert not person.has_usable_password()
    assert Event.objects.get(subject=person.key).name == "PersonAdded"


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("name", NewPerson(" ", "zoe@vallenbrook.example")),
        ("email", NewPerson("Zoe", "daniel@VALLENBROOK.example")),
        ("email", NewPerson("Zoe", "nonsense")),
        ("timezone", NewPerson("Zoe", "zoe@vallenbrook.example", timezone="Mars")),
        ("locale", NewPerson("Zoe", "zoe@vallenbrook.example", locale="xx")),
        ("password", NewPerson("Zoe", "zoe@vallenbrook.example", password="short")),
        ("calendar", NewPerson("Zoe", "zoe@vallenbrook.example", calendar="CAL-99")),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(cast: Cast, field: str, new: NewPerson) -> None:
    before = Person.objects.count()

    with pytest.raises(Invalid) as refusal:
        add_person(acting(cast.emeka), organisation=cast.clinic.key, new=new)

    assert field in refusal.value.fields
    assert Person.objects.count() == before


def test_others_add_nobody(cast: Cast) -> None:
    for person in (cast.daniel, cast.aoife, cast.nadia, cast.mara):
        with pytest.raises(NotAllowed):
            add_person(acting(person), organisation=cast.house.key, new=NewPerson("Zoe", "zoe@vallenbrook.example"))


def test_a_change_is_kept_with_what_it_was(cast: Cast) -> None:
    changed = change_person(
        acting(cast.emeka), cast.daniel.key, change=PersonChange(job="Night desk", organisation=cast.clinic.key)
    )

    fact = Event.objects.get(subject=cast.daniel.key, name="PersonChanged")
    assert fact.data["changes"] == {
        "job": ["", "Night desk"],
        "organisation": [cast.house.key, cast.clinic.key],
    }
    assert fact.version == changed.version


def test_the_same_again_changes_nothing(cast: Cast) -> None:
    change_person(acting(cast.emeka), cast.daniel.key, change=PersonChange(name="Daniel Sato"))

    assert not Event.objects.filter(subject=cast.daniel.key).exists()


def test_a_stale_edit_is_refused_with_what_changed(cast: Cast) -> None:
    seen = cast.daniel.version
    change_person(acting(cast.emeka), cast.daniel.key, change=PersonChange(job="Night desk"))

    with pytest.raises(Stale) as refusal:
        change_person(acting(cast.emeka, seen=seen), cast.daniel.key, change=PersonChange(job="Day desk"))

    assert refusal.value.changes[0]["what"] == "PersonChanged"


def test_one_changes_ones_own_settings_and_nobody_elses(cast: Cast) -> None:
    change_settings(acting(cast.nadia), cast.nadia.key, settings=Settings(locale="de", density="roomy"))
    cast.nadia.refresh_from_db()
    assert (cast.nadia.locale, cast.nadia.density) == ("de", "roomy")

    with pytest.raises(NotAllowed):
        change_settings(acting(cast.emeka), cast.nadia.key, settings=Settings(locale="en"))
    with pytest.raises(NotFound):
        change_settings(acting(cast.charlie), cast.nadia.key, settings=Settings(locale="en"))


def test_who_leaves_loses_sessions_and_tokens_at_once(cast: Cast) -> None:
    _token, text = make_token(acting(cast.daniel), name="Export")
    hash_before = cast.daniel.get_session_auth_hash()
    assert actor_of_token(text, NOON) is not None

    deactivate_person(acting(cast.emeka), cast.daniel.key)

    cast.daniel.refresh_from_db()
    assert not cast.daniel.is_active
    assert cast.daniel.get_session_auth_hash() != hash_before
    assert actor_of_token(text, NOON) is None

    reactivate_person(acting(cast.emeka), cast.daniel.key)
    assert actor_of_token(text, NOON) is None, "coming back does not revive a token"


def test_a_new_password_ends_sessions(cast: Cast) -> None:
    before = cast.daniel.get_session_auth_hash()

    set_password(acting(cast.emeka), cast.daniel.key, password="quiet-harbour-lantern")

    cast.daniel.refresh_from_db()
    assert cast.daniel.get_session_auth_hash() != before
    with pytest.raises(Invalid):
        set_password(acting(cast.emeka), cast.daniel.key, password="")


def test_the_last_administrator_stays(cast: Cast) -> None:
    grant = RoleGrant.objects.get(person=cast.emeka, role=Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        deactivate_person(acting(cast.emeka), cast.emeka.key)
    with pytest.raises(Refused):
        take_role_back(acting(cast.emeka), grant.key)

    give_role(acting(cast.emeka), person=cast.mara.key, role="administrator")
    take_role_back(acting(cast.emeka), grant.key)

    assert not RoleGrant.objects.filter(pk=grant.pk).exists()
    with pytest.raises(Refused):
        deactivate_person(acting(cast.mara), cast.mara.key)


def test_an_administrator_who_left_does_not_count(cast: Cast) -> None:
    give_role(acting(cast.emeka), person=cast.mara.key, role="administrator")
    deactivate_person(acting(cast.emeka), cast.mara.key)

    with pytest.raises(Refused):
        deactivate_person(acting(cast.emeka), cast.emeka.key)


def test_a_role_is_given_on_a_scope_by_its_key(cast: Cast) -> None:
    grant = give_role(acting(cast.emeka), person=cast.tomas.key, role="service_owner", on=cast.service.key)
    again = give_role(acting(cast.emeka), person=cast.tomas.key, role="service_owner", on=cast.service.key)

    assert (grant.scope, grant.scope_id) == ("service", cast.service.pk)
    assert again.pk == grant.pk
    for wrong in ("SRV-999", "INC-1", "nonsense"):
        with pytest.raises(Invalid) as refusal:
            give_role(acting(cast.emeka), person=cast.tomas.key, role="service_owner", on=wrong)
        assert "on" in refusal.value.fields


def test_nobody_gives_themselves_a_role(cast: Cast) -> None:
    for person in (cast.daniel, cast.aoife, cast.nadia):
        with pytest.raises(NotAllowed):
            give_role(acting(person), person=person.key, role="administrator")
