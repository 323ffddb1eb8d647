"""What makes a page cheap changes nothing in it: compression, words put together once, addresses gathered."""

from __future__ import annotations

import gzip
from importlib import import_module

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.urls import URLPattern
from django.urls.base import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.translation import gettext as _
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.web.compression import SHORT, CompressionMiddleware
from goldenthread.web.environment import environment, url, worded
from goldenthread.web.links import url_of
from goldenthread.web.urls import ROOMS, urlpatterns

LONG = "A ticket of the desk, as long as many. " * 40
PACKS = {"accept-encoding": "br, gzip"}


def answered(response: HttpResponse, **headers: str) -> HttpResponse:
    return CompressionMiddleware(lambda _request: response)(RequestFactory().get("/", headers=headers))  # type: ignore[return-value]


@given(body=st.binary(min_size=SHORT, max_size=5000))
def test_what_is_unpacked_is_what_was_answered(body: bytes) -> None:
    response = answered(HttpResponse(body), **PACKS)
    is_packed = response.get("Content-Encoding") == "gzip"
    assert (gzip.decompress(response.content) if is_packed else response.content) == body
    assert len(response.content) <= len(body)
    assert "Accept-Encoding" in response["Vary"]


def test_a_page_is_packed_in_a_size_that_tells_nothing() -> None:
    sent = [answered(HttpResponse(LONG), **PACKS) for _go in range(40)]
    assert {response["Content-Encoding"] for response in sent} == {"gzip"}
    assert all(int(response["Content-Length"]) == len(response.content) for response in sent)
    assert len({len(response.content) for response in sent}) > 5


def test_what_is_short_packed_already_or_not_asked_for_is_left_alone() -> None:
    for response in (
        answered(HttpResponse("Short."), **PACKS),
        answered(HttpResponse(LONG)),
        answered(HttpResponse(LONG, headers={"Content-Encoding": "br"}), **PACKS),
    ):
        assert response.get("Content-Encoding") != "gzip"


def test_a_mark_of_the_whole_answer_becomes_one_of_its_sense() -> None:
    assert answered(HttpResponse(LONG, headers={"ETag": '"7"'}), **PACKS)["ETag"] == 'W/"7"'
    assert answered(HttpResponse(LONG, headers={"ETag": '"7"'}))["ETag"] == '"7"'


def test_an_answer_in_pieces_is_packed_in_pieces() -> None:
    response = CompressionMiddleware(lambda _request: StreamingHttpResponse([b"one ", b"two"]))(
        RequestFactory().get("/", headers=PACKS)
    )
    assert isinstance(response, StreamingHttpResponse)
    assert gzip.decompress(b"".join(response.streaming_content)) == b"one two"  # type: ignore[arg-type]


def test_words_put_together_once_are_still_the_readers() -> None:
    asked = []

    @worded
    def greeting(most: int) -> tuple[str, ...]:
        asked.append(most)
        return (_("Desk"), _("House"))[:most]

    with translation.override("de"):
        german = greeting(2)
    with translation.override("en"):
        english = greeting(2), greeting(2), greeting(1)
    assert english == (("Desk", "House"), ("Desk", "House"), ("Desk",))
    assert german != english[0]
    assert asked == [2, 2, 1]


@pytest.mark.parametrize("locale", ["en", "de"])
def test_things_drawn_together_are_what_each_is_alone(locale: str) -> None:
    env = environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    macros = env.from_string("{% macro greet(name) %}{{ _('Desk') }} <b>{{ name }}</b>{% endmacro %}").module
    with translation.override(locale):
        together = env.globals["drawn_each"](macros.greet, ["Ana", "<i>"])  # type: ignore[operator, attr-defined]
        alone = [env.globals["drawn"](macros.greet, name) for name in ("Ana", "<i>")]  # type: ignore[operator, attr-defined]
    assert together == "".join(f"{one}\n" for one in alone)
    assert "&lt;i&gt;" in together


def test_gathering_addresses_by_their_first_part_loses_none() -> None:
    listed = [page for room in ROOMS for page in import_module(f"goldenthread.web.{room}.urls").urlpatterns]
    gathered = [
        (f"{top.pattern}{page.pattern}", page.name, page.callback, page.default_args)
        for top in urlpatterns
        for page in top.url_patterns
        if isinstance(page, URLPattern)
    ]
    assert len(urlpatterns) < len(listed)
    assert sorted(gathered, key=str) == sorted(
        ((str(page.pattern), page.name, page.callback, page.default_args) for page in listed), key=str
    )


def test_an_address_follows_the_place_the_house_is_mounted_at() -> None:
    at_root = url_of("INC-7"), url("desk", {"tab": "mine", "team": ""})
    before = get_script_prefix()
    set_script_prefix("/house-of-gold/")
    try:
        mounted = url_of("INC-7"), url("desk", {"tab": "mine", "team": ""})
    finally:
        set_script_prefix(before)
    assert at_root == ("/tickets/INC-7/", "/desk/?tab=mine")
    assert mounted == ("/house-of-gold/tickets/INC-7/", "/house-of-gold/desk/?tab=mine")
    assert url_of("INC-8") == "/tickets/INC-8/"
    assert url_of("ZZZ-1") == ""
