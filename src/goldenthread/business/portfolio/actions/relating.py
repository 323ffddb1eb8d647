"""What an investment needs beside money: other investments, and hours of people; what it rules out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from goldenthread.business.people.models import Skill
from goldenthread.business.portfolio.actions.checks import chosen
from goldenthread.business.portfolio.events import InvestmentRelated
from goldenthread.business.portfolio.models import Investment, InvestmentNeed, InvestmentTie
from goldenthread.business.portfolio.policies import may_shape
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record
from goldenthread.foundation.policies import visible

MOST_HOURS = 1_000_000


@action(on=Investment, may=may_shape)
def relate_investment(
    acting: Acting,
    investment: Investment,
    *,
    needs: Sequence[str] = (),
    excludes: Sequence[str] = (),
    hours: Mapping[str, int] | None = None,
) -> Investment:
    """Tell anew which investments it needs and rules out, and its hours by skill, all by key. Refused: a circle."""
    investment.require_under_way()
    _tie(acting, investment, needs, excludes)
    _staff(acting, investment, hours or {})
    investment.save()
    told = InvestmentRelated(
        subject=investment.key, needs=list(needs), excludes=list(excludes), hours=dict(hours or {})
    )
    record(told, version=investment.version)
    return investment


def _tie(acting: Acting, investment: Investment, needs: Sequence[str], excludes: Sequence[str]) -> None:
    both = set(needs) & set(excludes)
    if both:
        raise Invalid(fields={"excludes": _("It cannot need %(key)s and rule it out.") % {"key": both.pop()}})
    open_to_actor = visible(Investment, acting.actor).values("pk")
    investment.ties.filter(other__in=open_to_actor).delete()
    for field, keys in (("needs", needs), ("excludes", excludes)):
        for key in dict.fromkeys(keys):
            other = chosen(Investment, acting, key, field)
            if other.pk == investment.pk:
                raise Invalid(fields={field: _("An investment is not tied to itself.")})
            if other.portfolio_id != investment.portfolio_id:
                raise Invalid(fields={field: _("%(key)s belongs to another portfolio.") % {"key": key}})
            InvestmentTie.objects.create(investment=investment, other=other, kind=field)
    _refuse_circle(investment)


def _refuse_circle(investment: Investment) -> None:
    """Invalid with the way round, where what it needs comes to need it; a part needs its programme."""
    within = Investment.objects.filter(portfolio=investment.portfolio_id)
    needs: dict[str, list[str]] = {}
    ties = InvestmentTie.objects.filter(investment__in=within, kind=InvestmentTie.Kind.NEEDS)
    for one, other in ties.values_list("investment__key", "other__key"):
        needs.setdefault(one, []).append(other)
    for one, other in within.exclude(parent=None).values_list("key", "parent__key"):
        needs.setdefault(one, []).append(other)
    ways = [[investment.key]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for other in needs.get(way[-1], ()):
            if other == investment.key:
                path = " → ".join([*way, other])
                raise Invalid(fields={"needs": _("This goes round in a circle: %(path)s.") % {"path": path}})
            if other not in seen:
                seen.add(other)
                ways.append([*way, other])


def _staff(acting: Acting, investment: Investment, hours: Mapping[str, int]) -> None:
    investment.needs.all().delete()
    for key, asked in hours.items():
        if not 1 <= asked <= MOST_HOURS:
            raise Invalid(fields={"hours": _("Give between 1 and 1,000,000 hours.")})
        InvestmentNeed.objects.create(investment=investment, skill=chosen(Skill, acting, key, "hours"), hours=asked)
