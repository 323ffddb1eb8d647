"""The limits of a choice in words: what each is called, what it lacks, what one more of it brings."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from goldenthread.business.portfolio import queries
from goldenthread.business.portfolio.queries import choosing
from goldenthread.web.door import PageRequest

if TYPE_CHECKING:
    from goldenthread.web.portfolio.choosing.shown import ChoiceTold

Limit = dict[str, Any]


class LimitWords:
    """Words for the limits of one answer."""

    def __init__(self, request: PageRequest, told: ChoiceTold) -> None:
        self._request, self._told = request, told

    def name(self, limit: Limit) -> str:
        """Such as "Project cost 2027", "Design 2027", "Expected loss"."""
        year = "" if limit["year"] is None else f" {limit['year']}"
        first = limit["names"][0]
        if limit["kind"] == "money":
            return f"{queries.FLOW_WORDS[first]}{year}"
        if limit["kind"] == "capacity":
            return f"{self._skills.get(first, first)}{year}"
        if limit["kind"] == "risk":
            return _("Expected loss")
        return self.group(first)

    def group(self, group: str) -> str:
        return self._groups.get(group, group)

    def lack(self, lack: Limit) -> str:
        """Why a limit pushes something out."""
        kind, told = lack["kind"], self._told
        if kind == "exclusive":
            others = ", ".join(told.name(key) for key in lack["names"])
            return _("only one of: %(names)s") % {"names": others}
        if kind == "prerequisite":
            return _("needs %(name)s, which is out") % {"name": told.name(lack["names"][1])}
        if kind == "balance":
            sentence = _("too little of: %(group)s") if lack["names"][1] == "least" else _("too much of: %(group)s")
            return sentence % {"group": self.group(lack["names"][0])}
        return _("%(limit)s is short by %(amount)s") % {"limit": self.name(lack), "amount": self.amount(lack)}

    def amount(self, limit: Limit, of: str = "amount") -> str:
        """An amount in the limit's own unit."""
        if limit["kind"] == "capacity":
            return f"{self._told.fmt.number(limit[of])}\u202fh"
        return self._told.money(limit[of])

    def price(self, limit: Limit) -> str:
        """What more of a limit brings: per thousand of money, per hour of people."""
        if limit["kind"] == "capacity":
            return _("%(value)s per hour more") % {"value": self._told.full(limit["price"])}
        return _("%(value)s per %(thousand)s more") % {
            "value": self._told.full(limit["price"] * 1000),
            "thousand": self._told.full(1000),
        }

    @cached_property
    def _skills(self) -> dict[str, str]:
        return dict(choosing.skill_choices(self._request.actor))

    @cached_property
    def _groups(self) -> dict[str, str]:
        return dict(choosing.group_choices(self._request.actor, choosing.limits_of(self._told.answer["limits"])))
