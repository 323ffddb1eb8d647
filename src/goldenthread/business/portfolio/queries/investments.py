"""Reads of investments: one, a list by filters, and the ways to them from below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from goldenthread.business.portfolio.models import (
    ENDED,
    Contribution,
    Investment,
    InvestmentState,
    Objective,
)
from goldenthread.business.portfolio.policies import may_see_money_of
from goldenthread.business.projects.models import Project
from goldenthread.business.services.models import Service
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.policies import seen, visible

STATES = ("living", "all", *InvestmentState.values)


@dataclass(frozen=True)
class InvestmentFilter:
    """What a list is narrowed to, by key; state is one of `STATES`, "living" leaving out what has ended."""

    portfolio: str = ""
    objective: str = ""
    sponsor: str = ""
    state: str = "living"

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> InvestmentFilter:
        """The filter an address asks for; Invalid where it names a state that there is not."""
        known = {name: asked[name] for name in ("portfolio", "objective", "sponsor", "state") if asked.get(name)}
        found = cls(**known)
        if found.state not in STATES:
            raise Invalid(fields={"state": _("There is no such state.")})
        return found

    def without(self, name: str) -> InvestmentFilter:
        return replace(self, **{name: "all" if name == "state" else ""})

    def matches(self) -> Q:
        condition = Q()
        if self.portfolio:
            condition &= Q(portfolio__key=self.portfolio)
        if self.objective:
            condition &= Q(objectives__key=self.objective)
        if self.sponsor:
            condition &= Q(sponsor__key=self.sponsor)
        if self.state == "living":
            condition &= ~Q(state__in=ENDED)
        elif self.state != "all":
            condition &= Q(state=self.state)
        return condition


def investment(actor: Actor, key: str) -> Investment:
    found = visible(Investment, actor).select_related("portfolio", "sponsor", "proposed_by", "improvement", "parent")
    return seen(Investment, actor, key, found)


def found_by(actor: Actor, wanted: InvestmentFilter) -> QuerySet[Investment]:
    return visible(Investment, actor).filter(wanted.matches()).select_related("portfolio", "sponsor")


def investments(actor: Actor, wanted: InvestmentFilter, cursor: str | None = None, size: int = 50) -> Page[Investment]:
    """The newest first."""
    return page_of(found_by(actor, wanted), ("-proposed_at", "-id"), cursor, size)


def investment_of_project(project_id: int) -> Investment | None:
    return Investment.objects.select_related("portfolio", "sponsor").filter(deliveries__project_id=project_id).first()


def investments_of_service(service_id: int) -> list[Investment]:
    """Those that built or changed the service, the newest first."""
    found = Investment.objects.filter(_tied_to(service_id)).select_related("portfolio", "sponsor")
    return list(found.order_by("-proposed_at", "-id"))


def paid_for_service(actor: Actor, service_id: int) -> list[Investment]:
    """The same as far as the reader sees them, with their accounts."""
    found = visible(Investment, actor).filter(_tied_to(service_id)).select_related("account")
    return list(found.order_by("-proposed_at", "-id"))


def _tied_to(service_id: int) -> Q:
    tied = Q(services=service_id) | Q(deliveries__project__services=service_id)
    return Q(pk__in=Investment.objects.filter(tied).values("pk"))


def objectives_of(investment_id: int) -> list[tuple[Objective, int]]:
    """The objectives it serves with their weights, the heaviest first."""
    ties = Contribution.objects.filter(investment_id=investment_id)
    ranked = ties.select_related("objective__measure", "objective__owner").order_by("-weight", "objective__sort_name")
    return [(tie.objective, tie.weight) for tie in ranked]


def earlier_investments(actor: Actor, service_id: int, but: Investment) -> list[Investment]:
    """What was invested in a service before, as far as the reader may see it, the newest first."""
    found = visible(Investment, actor).filter(_tied_to(service_id)).exclude(pk=but.pk)
    return list(found.order_by("-proposed_at", "-id"))


def services_of(actor: Actor, investment: Investment) -> list[Service]:
    """The services it builds or changes that the reader may see."""
    return list(visible(Service, actor).filter(pk__in=investment.services.values("pk")).order_by("sort_name", "id"))


def projects_of(actor: Actor, investment: Investment) -> list[Project]:
    """The projects that deliver it and that the reader may see, the newest first."""
    return list(visible(Project, actor).filter(delivery__investment=investment).order_by("-id"))


def sees_money(actor: Actor, investment: Investment) -> bool:
    return may_see_money_of(actor, investment)
