"""A real browser at a real server, for tests marked `browser`; without Chromium they are skipped in one loud line.

`house` is the server, `browser` the one Chromium of a file, `doors` opens a browser for a person.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
    from pytest_django.live_server_helper import LiveServer

    from goldenthread.business.people.models import Person

BUILT = Path(__file__).parents[2] / "src/goldenthread/web/static/built/app.js"
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
WIDE, PHONE = (1440, 900), (390, 844)
LOUD = "Browser tests are skipped: "
REFUSAL = re.compile(r"Failed to load resource: the server responded with a status of (409|412|422)")
PATIENCE = 20_000


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def lacking() -> str:
    """What keeps a browser from being used here; empty where nothing does."""
    if chromium() is None:
        return LOUD + "there is no Chromium. `apt-get install chromium` brings it."
    if not BUILT.exists():
        return LOUD + "the front end is not built. `python build_frontend.py` builds it."
    return ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    why = lacking()
    for item in items if why else ():
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=why))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = [one for one in terminalreporter.stats.get("skipped", ()) if LOUD in str(one.longrepr)]
    if skipped:
        terminalreporter.write_sep("!", f"{lacking()} ({len(skipped)} tests)", yellow=True, bold=True)


@dataclass
class Doors:
    """Opens the house to people, each in a browser of their own, and listens for what goes wrong in it."""

    address: str
    browser: Browser
    wrong: list[str] = field(default_factory=list)
    opened: list[BrowserContext] = field(default_factory=list)

    def open(self, person: Person | None, size: tuple[int, int] = WIDE, **more: Any) -> Page:
        """A page for this person, signed in; nobody is signed in where no one is named."""
        width, height = size
        context = self.browser.new_context(
            base_url=self.address, viewport={"width": width, "height": height}, reduced_motion="reduce", **more
        )
        context.set_default_timeout(PATIENCE)
        if person is not None:
            context.add_cookies([{"name": "sessionid", "value": _session_of(person), "url": self.address}])
        self.opened.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: {error}"))
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not REFUSAL.match(message.text):
            where = message.page.url if message.page else ""
            self.wrong.append(f"{where}: {message.text}")

    def close(self) -> None:
        while self.opened:
            self.opened.pop().close()


def _session_of(person: Person) -> str:
    from django.test import Client

    client = Client()
    client.force_login(person, backend="goldenthread.connectors.accounts.HouseBackend")
    return client.cookies["sessionid"].value


@pytest.fixture(scope="session")
def house(django_db_setup: None) -> Iterator[LiveServer]:
    """The house, served on a free port for the whole run."""
    from pytest_django.live_server_helper import LiveServer

    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a file; its event loop is gone before others want one of their own."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    # Playwright keeps an event loop in this thread; the tests themselves ask the database beside it
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        known = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        yield known
        known.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def doors(house: LiveServer, browser: Browser) -> Iterator[Doors]:
    """Browsers for people; the test fails with what their consoles complained about."""
    opened = Doors(house.url, browser)
    yield opened
    opened.close()
    if opened.wrong:
        pytest.fail("The console complained:\n" + "\n".join(opened.wrong), pytrace=False)
