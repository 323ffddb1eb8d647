"""What projects cost, for many at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db import connection

_SPENT = (
    "WITH RECURSIVE tree AS (SELECT id AS root, id FROM work_account WHERE id = ANY(%s) "
    "UNION SELECT tree.root, part.id FROM work_account part JOIN tree ON part.parent_id = tree.id) "
    "SELECT root, date_trunc('month', entry.\"on\")::date, sum(amount) FROM tree "
    'JOIN work_ledgerentry entry ON entry.account_id = tree.id WHERE entry."on" <= %s GROUP BY 1, 2 ORDER BY 1, 2'
)


def spent_by_month(account_ids: Collection[int], until: date) -> dict[int, list[tuple[date, Decimal]]]:
    """What was posted up to a day to each account and all below it, by month. Empty where nothing was."""
    found: dict[int, list[tuple[date, Decimal]]] = {number: [] for number in account_ids}
    with connection.cursor() as cursor:
        cursor.execute(_SPENT, [list(account_ids), until])
        for root, month, amount in cursor.fetchall():
            found[root].append((month, amount))
    return found
