"""What every page about one service shows: its thread, head, state and tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from goldenthread.business.services import queries
from goldenthread.business.services.policies import may_contract, may_own_service, may_report_outage
from goldenthread.business.work.policies import may_see_money
from goldenthread.overviews.service_desk import count_open
from goldenthread.web.door import PageRequest
from goldenthread.web.thread import thread_of
from goldenthread.web.ui.lists import Tab
from goldenthread.web.ui.status import Kind

if TYPE_CHECKING:
    from goldenthread.business.services.models import Service


def frame(request: PageRequest, service: Service, current: str) -> dict[str, Any]:
    """The context of a service's page; `current` is the tab's name."""
    actor, at = request.actor, request.acting.at
    parts = queries.parts_of(service.pk, at)
    kind, word = state_of(service.state, is_down=parts.is_down, is_maintained=parts.is_maintained)
    return {
        "service": service,
        "current": current,
        "thread": thread_of(request, service.key, service),
        "state_kind": kind,
        "state_word": word,
        "facts": facts_of(request, service),
        "tabs": _tabs(request, service, parts, current),
        "may_own": may_own_service(actor, service),
        "may_report": may_report_outage(actor, service),
        "may_contract": may_contract(actor, service),
        "sees_money": may_see_money(actor),
    }


def state_of(state: str, *, is_down: bool, is_maintained: bool = False) -> tuple[Kind, str]:
    """A service's state as a shape and a word."""
    if state == "pipeline":
        return "still", _("In the pipeline")
    if state == "retired":
        return "none", _("Retired")
    if is_down:
        return "bad", _("Down")
    return ("wait", _("In maintenance")) if is_maintained else ("good", _("Running"))


def facts_of(request: PageRequest, service: Service) -> list[tuple[str, str]]:
    stages = dict(queries.STAGES)
    facts = [(_("Owned by"), service.owner.name), (_("Stage"), str(stages[service.stage]))]
    if service.team is not None:
        facts.append((_("Supported by"), service.team.name))
    customers = queries.customers_of(request.actor, service.pk)
    if customers:
        facts.append((_("For"), customers[0] if len(customers) == 1 else _("%(n)s customers") % {"n": len(customers)}))
    if service.early_life_until and service.early_life_until >= request.acting.at.date():
        facts.append((_("Early life until"), request.fmt.date(service.early_life_until)))
    elif service.live_at:
        facts.append((_("Live since"), request.fmt.date(service.live_at)))
    return facts


def _tabs(request: PageRequest, service: Service, parts: queries.Parts, current: str) -> list[Tab]:
    tabs = [
        ("service", _("How it does"), None),
        ("service-offerings", _("Offerings"), parts.offerings),
        ("service-agreements", _("Agreements"), parts.agreements),
        ("service-items", _("Items"), parts.items),
        ("service-tickets", _("Tickets"), count_open(request.actor, service.pk)),
        ("service-outages", _("Outages"), None),
        ("service-cost", _("Cost"), None),
        ("service-improvements", _("Improvements"), parts.improvements),
    ]
    return [
        Tab(word, reverse(name, kwargs={"key": service.key}), name == current, count)
        for name, word, count in tabs
        if name != "service-cost" or may_see_money(request.actor)
    ]
