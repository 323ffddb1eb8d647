"""What the limits of a scenario must keep to before they are kept: each complaint under its own field."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.portfolio.actions.checks import money
from goldenthread.business.portfolio.models import Investment, Objective, Portfolio
from goldenthread.business.portfolio.queries.choosing import FUNDS, WEIGHED, ScenarioLimits, choosable
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.policies import visible

MOST_YEARS = 5
FARTHEST = 10
"""Years ahead in which a scenario may begin."""


def checked(acting: Acting, portfolio: Portfolio, limits: ScenarioLimits) -> ScenarioLimits:
    """The limits as they are; Invalid with a sentence for each that cannot be meant."""
    wrong = _spans(limits, acting.at.date()) | _shares(acting, limits)
    wrong |= _money(limits) | _named(acting, portfolio, limits)
    if wrong:
        raise Invalid(fields=wrong)
    return limits


def _spans(limits: ScenarioLimits, today: date) -> dict[str, str]:
    wrong = {}
    if not today.year <= limits.first_year <= today.year + FARTHEST:
        wrong["first_year"] = _("A choice looks ahead. Begin this year or within the next ten.")
    if not 1 <= limits.years <= MOST_YEARS:
        wrong["years"] = ngettext(
            "A scenario spans at most %(num)s year.", "A scenario spans one to %(num)s years.", MOST_YEARS
        ) % {"num": MOST_YEARS}
    if not 0 <= limits.delay_years < MOST_YEARS:
        wrong["delay_years"] = _("A start can wait for at most four years.")
    if limits.hours_percent is not None and not 1 <= limits.hours_percent <= 200:
        wrong["hours_percent"] = _("Give a share of the hours between 1 and 200 percent.")
    for name in ("value_spread", "cost_spread"):
        if not 0 <= getattr(limits, name) <= 100:
            wrong[name] = _("A spread lies between 0 and 100 percent.")
    return wrong


def _money(limits: ScenarioLimits) -> dict[str, str]:
    told = [(fund, year, amount) for fund, years in limits.money.items() for year, amount in years.items()]
    if not told or not any(amount for _fund, _year, amount in told):
        return {"money": _("Give a budget for at least one year.")}
    for fund, year, amount in told:
        if fund not in FUNDS:
            return {"money": _("Money is for project cost (capex) or running cost (opex).")}
        if year not in limits.span:
            return {"money": _("%(year)s is not a year of this scenario.") % {"year": year}}
        money(amount, "money")
    if limits.risk is not None:
        money(limits.risk, "risk")
    return {}


def _shares(acting: Acting, limits: ScenarioLimits) -> dict[str, str]:
    groups = {str(kind) for kind in Investment.Kind.values}
    named = {share.group for share in limits.shares} - groups
    found = set(visible(Objective, acting.actor).filter(key__in=named).values_list("key", flat=True)) if named else ()
    for share in limits.shares:
        if share.group not in groups and share.group not in found:
            return {"shares": _("Choose an objective or a kind of investment.")}
        if not 0 <= share.least <= share.most <= 100 or share.of not in WEIGHED:
            return {"shares": _("A share runs from 0 to 100 percent, the least no more than the most.")}
    if len({share.group for share in limits.shares}) < len(limits.shares):
        return {"shares": _("Name each group once.")}
    return {}


def _named(acting: Acting, portfolio: Portfolio, limits: ScenarioLimits) -> dict[str, str]:
    known = dict(choosable(acting.actor, portfolio)) if limits.must or limits.out else {}
    for name in ("must", "out"):
        for key in getattr(limits, name):
            if key not in known:
                return {name: _("%(key)s cannot be chosen in this portfolio.") % {"key": key}}
    both = [key for key in limits.must if key in limits.out]
    if both:
        return {"out": _("%(key)s cannot be in and out at once.") % {"key": both[0]}}
    return {}
