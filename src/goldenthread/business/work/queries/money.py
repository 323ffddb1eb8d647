"""Reads of the ledger: what was spent, when and on what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Sum
from django.db.models.functions import TruncMonth

from goldenthread.business.work.models import Account, LedgerEntry
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.policies import seen

_TREE = (
    "WITH RECURSIVE tree AS (SELECT id FROM work_account WHERE id = ANY(%s) "
    "UNION SELECT part.id FROM work_account part JOIN tree ON part.parent_id = tree.id) SELECT id FROM tree"
)


@dataclass(frozen=True)
class CostLine:
    """What one month cost, by kind (labour, purchase, running) and nature (capex, opex)."""

    month: date
    kind: str
    nature: str
    amount: Decimal


def account_tree(account_id: int) -> set[int]:
    """The account and all accounts below it."""
    return _tree([account_id])


def cost_between(account_ids: Collection[int], since: date | None, until: date | None) -> list[CostLine]:
    """Cost by month, kind and nature over these accounts and all below them; both days included, None for no end."""
    entries = LedgerEntry.objects.filter(account_id__in=_tree(account_ids), **_span(since, until))
    rows = entries.annotate(month=TruncMonth("on")).values("month", "kind", "nature").annotate(amount=Sum("amount"))
    return [CostLine(**row) for row in rows.order_by("month", "kind", "nature")]


def entries(
    actor: Actor,
    account_key: str,
    cursor: str | None = None,
    *,
    since: date | None = None,
    until: date | None = None,
) -> Page[LedgerEntry]:
    """The entries of an account and all below it, newest first."""
    account = seen(Account, actor, account_key)
    found = LedgerEntry.objects.filter(account_id__in=account_tree(account.pk), **_span(since, until))
    return page_of(found.select_related("account"), ("-on", "-id"), cursor)


def account(actor: Actor, key: str) -> Account:
    return seen(Account, actor, key)


def _tree(account_ids: Collection[int]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(_TREE, [list(account_ids)])
        return {number for (number,) in cursor.fetchall()}


def _span(since: date | None, until: date | None) -> dict[str, date]:
    return ({"on__gte": since} if since else {}) | ({"on__lte": until} if until else {})
