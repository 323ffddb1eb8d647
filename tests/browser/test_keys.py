"""Everything that matters can be reached from the keyboard; and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.plugins.chromium import Doors

pytestmark = pytest.mark.browser


@pytest.mark.django_db(transaction=True)
def test_g_d(doors: Doors, cast) -> None:
    page = doors.open(cast.daniel)
    page.goto("/my-work/")
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page).to_have_url(doors.address + "/desk/")
