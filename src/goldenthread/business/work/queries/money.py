"""Reads of the ledger: what was spent, when and on what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Case, F, Max, Sum, Value, When
from django.db.models.functions import TruncMonth

from goldenthread.business.work.models import Account, LedgerEntry, TimeEntry
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.policies import seen, visible

_TREE = (
    "WITH RECURSIVE tree AS (SELECT id FROM work_account WHERE id = ANY(%s) "
    "UNION SELECT part.id FROM work_account part JOIN tree ON part.parent_id = tree.id) SELECT id FROM tree"
)


MOST_SOURCES = 200


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


@dataclass(frozen=True)
class SourceLine:
    """What one source cost: a contract or purchase by its key; all work together, without one."""

    kind: str
    source: str
    memo: str
    amount: Decimal


def cost_by_source(account_ids: Collection[int], since: date, until: date) -> list[SourceLine]:
    """Cost by source over these accounts and all below them, the dearest first; both days included."""
    is_work = When(kind=LedgerEntry.Kind.LABOUR, then=Value(""))
    rows = (
        LedgerEntry.objects.filter(account_id__in=_tree(account_ids), **_span(since, until))
        .annotate(of=Case(is_work, default=F("source")), said=Case(is_work, default=F("memo")))
        .values("kind", "of")
        .annotate(memo=Max("said"), amount=Sum("amount"))
        .order_by("-amount", "kind", "of")[:MOST_SOURCES]
    )
    return [SourceLine(row["kind"], row["of"], row["memo"], row["amount"]) for row in rows]


def minutes_between(account_ids: Collection[int], since: date, until: date) -> int:
    """Minutes of work logged on these accounts and all below them; both days included."""
    logged = TimeEntry.objects.filter(work__account_id__in=_tree(account_ids), on__gte=since, on__lte=until)
    return int(logged.aggregate(spent=Sum("minutes"))["spent"] or 0)


def may_open_account(actor: Actor, account_id: int) -> bool:
    """Whether the actor sees what was counted against an account."""
    return visible(Account, actor).filter(pk=account_id).exists()


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
