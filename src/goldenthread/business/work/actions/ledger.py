"""How money reaches the ledger: one entry at a time, never changed, set right by its counter-entry."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from goldenthread.business.work.models import Account, LedgerEntry


def post(  # noqa: PLR0913  an entry is these facts
    account_id: int, kind: str, *, on: date, amount: Decimal, source: str, memo: str = "", currency: str = ""
) -> LedgerEntry:
    """Post an amount in the account's nature, and in its currency unless another is told; called by what caused it."""
    account = Account.objects.get(pk=account_id)
    return LedgerEntry.objects.create(
        account=account,
        kind=kind,
        nature=account.nature,
        on=on,
        amount=amount,
        currency=currency or account.currency,
        source=source,
        memo=memo[:200],
    )


def counter(entry: LedgerEntry, *, memo: str) -> LedgerEntry:
    """Take an entry back: the same, with the sign turned, on the same day."""
    return LedgerEntry.objects.create(
        account_id=entry.account_id,
        kind=entry.kind,
        nature=entry.nature,
        on=entry.on,
        amount=-entry.amount,
        currency=entry.currency,
        source=entry.source,
        memo=memo[:200],
    )
