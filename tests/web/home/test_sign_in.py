"""Coming in, and being kept out."""

from collections.abc import Iterator
from types import ModuleType

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, include, path, reverse
from django.urls.base import clear_url_caches
from pytest_django.fixtures import Settings
from tests.cast import Cast

from goldenthread.config.urls import urlpatterns as pages
from goldenthread.foundation.models import Event
from goldenthread.web.home.account_urls import demo_addresses

PASSWORD = "quiet-harbour-lantern"


@pytest.fixture
def daniel(cast: Cast) -> Iterator[Cast]:
    cache.clear()
    cast.daniel.set_password(PASSWORD)
    cast.daniel.save()
    yield cast
    cache.clear()


def sign_in(client: Client, email: str, password: str):
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_the_right_password_opens(daniel: Cast, client: Client) -> None:
    answer = sign_in(client, "Daniel@vallenbrook.example", PASSWORD)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(daniel.daniel.pk)


def test_signing_in_and_a_new_password_are_kept_for_the_audit(daniel: Cast, client: Client) -> None:
    sign_in(client, daniel.daniel.email, PASSWORD)
    elsewhere = Client()
    sign_in(elsewhere, daniel.daniel.email, PASSWORD)
    fresh = {"oldpassword": PASSWORD, "password1": "amber-window-cartwheel", "password2": "amber-window-cartwheel"}

    client.post("/accounts/password/change/", fresh)

    facts = Event.objects.filter(subject=daniel.daniel.key, actor_id=daniel.daniel.pk).order_by("id")
    assert list(facts.values_list("name", flat=True)) == ["SignedIn", "SignedIn", "PasswordChanged"]
    assert client.get("/account/").status_code == 200, "one stays signed in where one changed it"
    assert elsewhere.get("/account/").status_code == 302, "and nowhere else"


def test_signing_in_is_no_edit_of_the_person(daniel: Cast, client: Client) -> None:
    before = daniel.daniel.version

    sign_in(client, daniel.daniel.email, PASSWORD)
    daniel.daniel.refresh_from_db()

    assert daniel.daniel.last_login is not None
    assert daniel.daniel.version == before


def test_a_wrong_password_keeps_the_email_and_says_so(daniel: Cast, client: Client) -> None:
    answer = sign_in(client, daniel.daniel.email, "something-else-entirely")

    assert answer.status_code == 422
    assert "do not belong together" in answer.content.decode()
    assert daniel.daniel.email in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_sixth_quick_wrong_password_is_refused_even_when_right(daniel: Cast, client: Client) -> None:
    for _try in range(5):
        assert sign_in(client, daniel.daniel.email, "something-else-entirely").status_code == 422

    answer = sign_in(client, daniel.daniel.email, PASSWORD)

    assert answer.status_code == 429
    assert "Too many wrong passwords. Wait five minutes" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_who_left_cannot_come_in(daniel: Cast, client: Client) -> None:
    daniel.daniel.is_active = False
    daniel.daniel.save()

    assert sign_in(client, daniel.daniel.email, PASSWORD).status_code == 422


def test_a_session_ends_with_the_person(daniel: Cast, client: Client) -> None:
    sign_in(client, daniel.daniel.email, PASSWORD)
    daniel.daniel.is_active = False
    daniel.daniel.save()

    answer = client.get("/accounts/password/change/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_nobody_signs_themselves_up_or_changes_their_own_address(cast: Cast, client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 404
    assert client.post("/accounts/signup/", {"email": "new@vallenbrook.example"}).status_code == 404
    assert client.get("/accounts/email/").status_code == 404


def test_a_forgotten_password_is_set_anew_by_mail(daniel: Cast, client: Client) -> None:
    assert client.post("/accounts/password/reset/", {"email": daniel.daniel.email}).status_code == 302
    link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
    page = client.get(link.removeprefix("http://testserver"), follow=True)
    fresh = "amber-window-cartwheel"
    answer = client.post(page.redirect_chain[-1][0], {"password1": fresh, "password2": fresh})

    assert answer.status_code == 302
    assert sign_in(Client(), daniel.daniel.email, fresh).status_code == 302
    assert "no longer works" in Client().get(link.removeprefix("http://testserver")).content.decode()


def test_an_unknown_address_gets_the_same_answer_and_no_mail(daniel: Cast, client: Client) -> None:
    known = client.post("/accounts/password/reset/", {"email": daniel.daniel.email})
    mail.outbox.clear()
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@vallenbrook.example"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert mail.outbox == []


def test_with_an_app_the_password_alone_does_not_open(daniel: Cast, client: Client) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(daniel.daniel, secret)

    first = sign_in(client, daniel.daniel.email, PASSWORD)
    assert first["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert client.get(first["Location"]).status_code == 200

    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.session["_auth_user_id"] == str(daniel.daniel.pk)


def test_signing_out_takes_a_post(daniel: Cast, client: Client) -> None:
    sign_in(client, daniel.daniel.email, PASSWORD)

    client.get("/accounts/logout/")
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_one_click_sign_in_does_not_exist_outside_the_demo(cast: Cast, client: Client) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("sign-in-as", kwargs={"key": cast.daniel.key})
    assert demo_addresses(is_demo=False) == []
    assert client.post(f"/accounts/demo/{cast.daniel.key}/").status_code == 404


def test_in_the_demo_each_role_is_one_click(cast: Cast, client: Client, settings: Settings) -> None:
    demo = ModuleType("demo_urls")
    demo.urlpatterns = [path("accounts/", include(demo_addresses(is_demo=True))), *pages]
    settings.ROOT_URLCONF, settings.DEMO = demo, True
    clear_url_caches()
    for person, job in ((cast.daniel, "Desk agent"), (cast.nadia, "Nurse")):
        person.job = job
        person.save()

    page = client.get("/accounts/login/").content.decode()
    assert "Daniel Sato" in page
    assert "Nurse: ask and follow in the portal" in page
    assert "Emeka Obi" not in page  # has no job, so is not shown

    assert client.get(f"/accounts/demo/{cast.nadia.key}/").status_code == 405
    assert client.post(f"/accounts/demo/{cast.emeka.key}/").status_code == 404
    assert client.post(f"/accounts/demo/{cast.nadia.key}/").status_code == 303
    assert client.session["_auth_user_id"] == str(cast.nadia.pk)
    client.logout()
    client.post(f"/accounts/demo/{cast.nadia.key}/", headers={"Accept-Language": "de-DE,de;q=0.9"})
    assert client.get("/portal/")["Content-Language"] == "de", "who reads German is not met in English"
    settings.ROOT_URLCONF = "goldenthread.config.urls"
    clear_url_caches()
