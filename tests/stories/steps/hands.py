"""How a person reads, types and presses, by the words they see."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect
from tests.cast import Cast
from tests.plugins.chromium import Doors
from tests.stories.clock import StoryClock

from goldenthread.business.people.models import Person


@dataclass
class Story:
    """The cast, each with a browser of their own, the time, and where things were found to be."""

    cast: Cast
    doors: Doors
    size: tuple[int, int]
    clock: StoryClock
    places: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    def as_(self, person: Person) -> Page:
        if person.key not in self.pages:
            self.pages[person.key] = self.doors.open(person, self.size)
        return self.pages[person.key]

    def found(self, name: str, page: Page) -> None:
        """The page stands at the place of this name."""
        self.places[name] = page.url.removeprefix(self.doors.address).partition("?")[0].partition("#")[0]

    def key(self, name: str) -> str:
        return self.places[name].strip("/").rpartition("/")[2]


def field_of(page: Page | Locator, label: str) -> Locator:
    """The first field with this label, whether or not it may be left empty."""
    return page.get_by_label(re.compile(rf"^{re.escape(label)}( optional)?$")).first


def type_in(page: Page | Locator, values: dict[str, str]) -> None:
    for label, value in values.items():
        field_of(page, label).fill(value)


def choose(page: Page | Locator, values: dict[str, str]) -> None:
    for label, word in values.items():
        field_of(page, label).select_option(label=word)


def press(page: Page | Locator, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page | Locator, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def says(page: Page | Locator, *words: str) -> None:
    """Each of these is to be read there."""
    for word in words:
        expect(page.get_by_text(word).filter(visible=True).first).to_be_visible()


def figure(page: Page, label: str) -> Locator:
    """The figure of this name, opened: what it is made of stands in its panel."""
    tile = page.locator(".gt-tile", has=page.locator("dt", has_text=re.compile(rf"^{re.escape(label)}$")))
    tile.locator(".gt-fig").click()
    panel = page.get_by_role("dialog", name=f"{label}: how it is worked out")
    expect(panel).to_be_visible()
    return panel
