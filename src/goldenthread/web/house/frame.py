"""What all pages of the house share: its tabs, open as far as the reader may go."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.business.people.policies import may_see_rates
from goldenthread.web.door import PageRequest
from goldenthread.web.house.screens import SCREENS
from goldenthread.web.ui.lists import Tab

IN_TABS = ("people", "teams", "grants", "skills", "rates", "exchange-rates", "absences", "calendars", "organisations")


def house_tabs(request: PageRequest, current: str) -> list[Tab]:
    """Overview, the registers, and the audit."""
    shown = [name for name in IN_TABS if name != "rates" or may_see_rates(request.actor)]
    registers = [
        Tab(str(SCREENS[name].title), reverse("house-register", kwargs={"register": name}), name == current)
        for name in shown
    ]
    return [
        Tab(_("Overview"), reverse("house"), current == "house"),
        *registers,
        Tab(_("Audit"), reverse("audit"), current == "audit"),
    ]
