"""Reads of the ledger: what was spent, when and on what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Case, DateField, F, Max, Sum, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import TruncMonth

from goldenthread.business.work.models import Account, LedgerEntry, TimeEntry
from goldenthread.business.work.queries.exchange import Costs, Foreign, Money
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.policies import seen, visible

_TREE = (
    "WITH RECURSIVE tree AS (SELECT id FROM work_account WHERE id = ANY(%s) "
    "UNION SELECT part.id FROM work_account part JOIN tree ON part.parent_id = tree.id) SELECT id FROM tree"
)
_SPENT = (
    "WITH RECURSIVE tree AS "
    "(SELECT place, until, coalesce(told_in, account.currency) AS told_in, account.id "
    "FROM unnest(%s::bigint[], %s::date[], %s::text[]) WITH ORDINALITY AS asked(account_id, until, told_in, place) "
    "JOIN work_account account ON account.id = asked.account_id "
    "UNION SELECT tree.place, tree.until, tree.told_in, part.id "
    "FROM work_account part JOIN tree ON part.parent_id = tree.id) "
    "SELECT place, told_in, date_trunc('month', entry.\"on\")::date, entry.currency, "
    'CASE WHEN entry.currency <> told_in THEN entry."on" END, sum(amount) '
    'FROM tree JOIN work_ledgerentry entry ON entry.account_id = tree.id AND entry."on" <= tree.until '
    "GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 3, 4, 5"
)

_EACH = (
    "WITH RECURSIVE tree AS (SELECT id AS root, id FROM work_account WHERE id = ANY(%s) "
    "UNION SELECT tree.root, part.id FROM work_account part JOIN tree ON part.parent_id = tree.id) "
    "SELECT root, date_trunc('month', entry.\"on\")::date, kind, nature, entry.currency, "
    'CASE WHEN entry.currency <> %s THEN entry."on" END, sum(amount) '
    "FROM tree JOIN work_ledgerentry entry ON entry.account_id = tree.id "
    'WHERE entry."on" <= %s GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6'
)


MOST_SOURCES = 200


@dataclass(frozen=True)
class CostLine:
    """What one month cost, by kind (labour, purchase, running) and nature (capex, opex), in one currency."""

    month: date
    kind: str
    nature: str
    amount: Decimal
    foreign: tuple[Foreign, ...] = ()


def cost_between(account_ids: Collection[int], since: date | None, until: date | None, *, into: str) -> list[CostLine]:
    """Cost by month, kind and nature over these accounts and all below them; both days included, None for no end.

    What was paid in another currency counts at the rate of its day; what has none is told with the line.
    """
    entries = LedgerEntry.objects.filter(account_id__in=_below(account_ids), **_span(since, until))
    rows = (
        entries.annotate(month=TruncMonth("on"), day=_day_where_foreign(into))
        .values("month", "kind", "nature", "currency", "day")
        .annotate(amount=Sum("amount"))
        .order_by("month", "kind", "nature", "currency", "day")
    )
    money = Money()
    for row in rows:
        key = (row["month"], row["kind"], row["nature"])
        money.add(key, row["amount"], row["currency"], into, row["day"])
    return [
        CostLine(month, kind, nature, each.amount, each.foreign) for (month, kind, nature), each in money.sums().items()
    ]


def cost_of_each(account_ids: Collection[int], until: date, *, into: str) -> dict[int, list[CostLine]]:
    """What each account and all below it cost up to a day, as `cost_between` tells it; the same queries for any number.

    Where one is part of another, its entries count in both.
    """
    money, found = Money(), {number: list[CostLine]() for number in account_ids}
    with connection.cursor() as cursor:
        cursor.execute(_EACH, [list(found), into, until])
        for root, month, kind, nature, currency, day, amount in cursor.fetchall():
            money.add((root, month, kind, nature), amount, currency, into, day)
    for (root, month, kind, nature), each in money.sums().items():
        found[root].append(CostLine(month, kind, nature, each.amount, each.foreign))
    return found


@dataclass(frozen=True)
class Asked:
    """What was spent on an account and all below it up to a day; `into` a currency, None for the account's own."""

    account_id: int
    until: date
    into: str | None = None


Spent = Mapping[Asked, list[tuple[date, Costs]]]
"""Of each that was asked: its months, oldest first; empty where nothing was posted."""


def spent(asked: Collection[Asked]) -> Spent:
    """What was posted, by month. One query for any number, one more where money of another currency was counted."""
    money, every = Money(), list(dict.fromkeys(asked))
    found: dict[Asked, list[tuple[date, Costs]]] = {one: [] for one in every}
    if not every:
        return found
    with connection.cursor() as cursor:
        columns = [one.account_id for one in every], [one.until for one in every], [one.into for one in every]
        cursor.execute(_SPENT, columns)
        for place, told_in, month, currency, day, amount in cursor.fetchall():
            money.add((every[place - 1], month), amount, currency, told_in, day)
    for (one, month), each in money.sums().items():
        found[one].append((month, each))
    return found


@dataclass(frozen=True)
class SourceLine:
    """What one source cost: a contract or purchase by its key; all work together, without one."""

    kind: str
    source: str
    memo: str
    amount: Decimal
    foreign: tuple[Foreign, ...] = ()


def cost_by_source(account_ids: Collection[int], since: date, until: date, *, into: str) -> list[SourceLine]:
    """Cost by source over these accounts and all below them, the dearest first; both days included."""
    is_work = When(kind=LedgerEntry.Kind.LABOUR, then=Value(""))
    rows = (
        LedgerEntry.objects.filter(account_id__in=_below(account_ids), **_span(since, until))
        .annotate(
            of=Case(is_work, default=F("source")),
            said=Case(is_work, default=F("memo")),
            day=_day_where_foreign(into),
        )
        .values("kind", "of", "currency", "day")
        .annotate(memo=Max("said"), amount=Sum("amount"))
        .order_by("-amount", "kind", "of", "currency", "day")[:MOST_SOURCES]
    )
    money, memos = Money(), {}
    for row in rows:
        memos[row["kind"], row["of"]] = row["memo"]
        money.add((row["kind"], row["of"]), row["amount"], row["currency"], into, row["day"])
    lines = [
        SourceLine(kind, of, memos[kind, of], each.amount, each.foreign) for (kind, of), each in money.sums().items()
    ]
    return sorted(lines, key=lambda line: (-line.amount, line.kind, line.source))


def minutes_between(account_ids: Collection[int], since: date, until: date) -> int:
    """Minutes of work logged on these accounts and all below them; both days included."""
    logged = TimeEntry.objects.filter(work__account_id__in=_below(account_ids), on__gte=since, on__lte=until)
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
    found = LedgerEntry.objects.filter(account_id__in=_below([account.pk]), **_span(since, until))
    return page_of(found.select_related("account"), ("-on", "-id"), cursor)


def account(actor: Actor, key: str) -> Account:
    return seen(Account, actor, key)


def _day_where_foreign(into: str) -> Case:
    """The day of an entry in another currency, so that only those are told apart by day."""
    return Case(When(currency=into, then=None), default=F("on"), output_field=DateField())


def _below(account_ids: Collection[int]) -> RawSQL:
    """These accounts and all below them, asked within the read that needs them."""
    return RawSQL(_TREE, [list(account_ids)])  # noqa: S611  the statement is ours, the numbers are its parameters


def _span(since: date | None, until: date | None) -> dict[str, date]:
    return ({"on__gte": since} if since else {}) | ({"on__lte": until} if until else {})
