"""What a person has asked for, and what they can ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from goldenthread.business.desk.models import Ticket
from goldenthread.business.services.models import Offering, Outage, Service
from goldenthread.business.work.models import Approval, StatusCategory
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.policies import seen, visible

MOST_WORDS = 8
TELLING = 4
"""Letters from which on a word tells something by itself."""
OFFERING_TEXTS = ("name", "description", "service__name")
SERVICE_TEXTS = ("name", "description", "outcome")


@dataclass(frozen=True)
class RequestRow:
    """A ticket as the one who asked sees it in a list."""

    key: str
    title: str
    state: str
    opened_at: datetime
    resolved_at: datetime | None
    due_at: datetime | None
    waits_for: str
    team: str | None
    service_name: str
    requester: str | None
    requester_id: int | None
    rating: int | None
    version: int
    first_answer_at: datetime | None
    approver: str | None


ROW = {
    "key": "work__key",
    "title": "work__title",
    "opened_at": "work__opened_at",
    "due_at": "work__due_at",
    "team": "work__team__name",
    "service_name": "service__name",
    "requester": "work__requester__name",
    "requester_id": "work__requester_id",
}


def requests(actor: Actor, cursor: str | None = None, state: str = "", size: int = 25) -> Page[RequestRow]:
    """Own requests and those shared in one's organisation, newest first."""
    found = _asked(actor, is_shared=True)
    if state == "open":
        found = found.exclude(work__status=StatusCategory.DONE)
    elif state == "done":
        found = found.filter(work__status=StatusCategory.DONE)
    page = page_of(_values(found), ("-opened_at", "-work_id"), cursor, size)
    return Page(_rows(page.rows), page.next, page.previous)


def own_requests(actor: Actor, most: int = 4) -> list[RequestRow]:
    """The requests that still need somebody: solved ones to confirm first, then open ones, then those to rate."""
    found = _asked(actor, is_shared=False).filter(
        ~Q(work__status=StatusCategory.DONE) | Q(state="resolved") | Q(state="closed", rating=None)
    )
    rank = Case(When(state="resolved", then=0), When(state="closed", then=2), default=1, output_field=IntegerField())
    return _rows(list(_values(found).order_by(rank, "-opened_at", "-work_id")[:most]))


def search_services(actor: Actor, words: str) -> tuple[list[Offering], list[Service]]:
    """Offerings and services that hold every word somewhere; all of them for no words. Fifty of each at most.

    Where nothing holds all, what holds some of the longer words, most of them first: people write sentences.
    """
    asked = words.split()[:MOST_WORDS]
    services = visible(Service, actor)
    offerings = visible(Offering, actor).filter(is_open=True, service__in=services).select_related("service")
    found = _fitting(offerings, asked, OFFERING_TEXTS, len(asked)), _fitting(services, asked, SERVICE_TEXTS, len(asked))
    telling = [word for word in asked if len(word) >= TELLING]
    if any(found) or not telling:
        return found
    return _fitting(offerings, telling, OFFERING_TEXTS, 1), _fitting(services, telling, SERVICE_TEXTS, 1)


def _fitting(records: QuerySet[Any], words: list[str], texts: tuple[str, ...], least: int) -> list[Any]:
    """The records that hold at least so many of the words in one of their texts, most of them first."""
    order = ("sort_name", "id")
    if not words:
        return list(records.order_by(*order)[:50])
    hits: Any = Value(0)
    for word in words:
        holds = reduce(or_, (Q(**{f"{text}__icontains": word}) for text in texts))
        hits += Case(When(holds, then=1), default=0, output_field=IntegerField())
    return list(records.annotate(hits=hits).filter(hits__gte=least).order_by("-hits", *order)[:50])


def open_outages(actor: Actor, at: datetime) -> list[Outage]:
    """What is down or slow now among the services the actor sees, the latest first; twenty at most."""
    now = visible(Outage, actor).filter(Q(ended_at=None) | Q(ended_at__gt=at), started_at__lte=at)
    return list(now.select_related("service").order_by("-started_at", "-id")[:20])


def offering(actor: Actor, key: str) -> Offering:
    return seen(Offering, actor, key, visible(Offering, actor).select_related("service"))


def _asked(actor: Actor, *, is_shared: bool) -> QuerySet[Ticket]:
    mine = Q(work__requester_id=actor.id)
    if is_shared and actor.organisation_id is not None:
        mine |= Q(work__is_shared=True, work__organisation_id=actor.organisation_id)
    return visible(Ticket, actor).filter(mine)


def _values(found: QuerySet[Ticket]) -> QuerySet[Any, dict[str, Any]]:
    named = {name: F(path) for name, path in ROW.items()}
    values: QuerySet[Any, Any] = found.values(
        "work_id", "state", "resolved_at", "waits_for", "rating", "version", "first_answer_at", **named
    )
    return values


def _rows(rows: list[dict[str, Any]]) -> list[RequestRow]:
    """With who is asked to approve each: one more query for all."""
    asked = Approval.objects.filter(work_id__in=[row["work_id"] for row in rows], state=Approval.State.ASKED)
    approvers = dict(asked.values_list("work_id", "approver__name")) if rows else {}
    return [
        RequestRow(
            approver=approvers.get(row["work_id"]),
            **{name: value for name, value in row.items() if name != "work_id"},
        )
        for row in rows
    ]
