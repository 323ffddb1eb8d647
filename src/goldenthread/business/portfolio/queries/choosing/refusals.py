"""Why nothing can be chosen within a scenario's limits, in sentences that name the investments and limits at fault."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.people.models import Skill
from goldenthread.business.portfolio.models import Investment, Objective, Scenario
from goldenthread.business.portfolio.queries.choices import FLOW_WORDS
from goldenthread.engine.errors import EngineError
from goldenthread.engine.selection import LimitKey
from goldenthread.foundation.errors import Refused


def refused(error: EngineError, scenario: Scenario) -> Refused | None:
    """The sentence for what the engine refuses; None for what nobody could have asked."""
    first_year, currency = scenario.limits["first_year"], scenario.portfolio.currency
    words = _of_what_must_be_in(error, first_year, currency) or _of_all(error, first_year, currency)
    return Refused(words) if words else None


def _of_what_must_be_in(error: EngineError, first_year: int, currency: str) -> str | None:
    told = error.values
    if error.code == "mandatory_excluded":
        one, other = _names(told["candidates"])
        return _(
            "%(one)s and %(other)s must both be done, yet they rule each other out. One of the two has to give way."
        ) % {"one": one, "other": other}
    if error.code == "mandatory_above_limit":
        words = {
            "what": ", ".join(_names(told["candidates"])),
            "limit": limit_name(told["limit"], first_year),
            "needed": _amount(told["limit"], told["needed"], currency),
            "there": _amount(told["limit"], told["limit_is"], currency),
        }
        return _("What must be done needs more than there is: %(limit)s has %(there)s; %(what)s: %(needed)s.") % words
    if error.code == "no_start":
        limits = ", ".join(limit_name(key, first_year) for key in told["limits"])
        words = {"what": ", ".join(_names(told["candidates"])), "limits": limits}
        return _("%(what)s must be in, yet no start leaves it room: %(limits)s.") % words
    if error.code == "prerequisite_too_late":
        one, other = _names(told["candidates"])
        words = {"one": one, "other": other}
        return _("%(one)s must be in and needs %(other)s, which cannot start early enough.") % words
    return None


def _of_all(error: EngineError, first_year: int, currency: str) -> str | None:
    if error.code == "no_selection":
        return _no_selection(error.values, first_year, currency)
    if error.code == "time_over":
        return _("No choice within these limits was found in the time there was.")
    if error.code == "stopped":
        return _("It was stopped before any choice was found.")
    if error.code == "cycle":
        path = " → ".join(_names(error.values["path"]))
        return _("These investments need each other in a circle: %(path)s.") % {"path": path}
    return None


def _no_selection(told: dict[str, Any], first_year: int, currency: str) -> str:
    what = ", ".join(_names(told["candidates"]))
    lacking = ", ".join(_short(key, amount, first_year, currency) for key, amount in told["lacking"].items())
    if lacking and what:
        return _("Nothing keeps all limits at once. %(what)s must be in; short: %(lacking)s.") % {
            "what": what,
            "lacking": lacking,
        }
    if lacking:
        return _("Nothing keeps all limits at once; short: %(lacking)s.") % {"lacking": lacking}
    return _("No choice within these limits was found in the time there was.")


def limit_name(key: LimitKey, first_year: int) -> str:
    """A limit in words: "Project cost 2027", "Hours of design 2027", "Expected loss"."""
    names = [key.name] if isinstance(key.name, str) else list(key.name)
    year = "" if key.period is None else f" {first_year + key.period}"
    if key.kind == "money":
        return f"{FLOW_WORDS[names[0]]}{year}"
    if key.kind == "capacity":
        skill = Skill.objects.filter(key=names[0]).values_list("name", flat=True).first()
        return _("Hours of %(skill)s%(year)s") % {"skill": skill or names[0], "year": year}
    if key.kind == "risk":
        return _("Expected loss")
    if key.kind == "balance":
        return _("Share of %(group)s") % {"group": group_name(names[0])}
    return " – ".join(_names(names))


def group_name(group: str) -> str:
    """An objective's name, or the word for a kind of investment."""
    if group in Investment.Kind.values:
        return str(Investment.Kind(group).label)
    return Objective.objects.filter(key=group).values_list("name", flat=True).first() or group


def _names(keys: Iterable[str]) -> list[str]:
    wanted = list(keys)
    known = dict(Investment.objects.filter(key__in=wanted).values_list("key", "name"))
    return [f"{known.get(key, key)} ({key})" for key in wanted]


def _short(key: LimitKey, amount: float, first_year: int, currency: str) -> str:
    name = limit_name(key, first_year)
    return f"{name} ({_amount(key, amount, currency)})" if key.kind in ("money", "capacity", "risk") else name


def _amount(key: LimitKey, value: float, currency: str) -> str:
    """An amount of a limit in its unit."""
    number = f"{value:,.0f}".replace(",", "\u202f")
    return f"{number}\u202fh" if key.kind == "capacity" else f"{currency}\u202f{number}"
