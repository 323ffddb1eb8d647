"""What a service costs besides work: contracts posted month by month, and things bought once."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from goldenthread.business.people.models import Organisation
from goldenthread.business.services.events import ContractAdded, ContractEnded, PurchaseRecorded, RunningCostPosted
from goldenthread.business.services.models import Contract, Purchase, Service
from goldenthread.business.services.policies import may_buy, may_contract, may_end_contract, may_post_running_costs
from goldenthread.business.work.actions import post
from goldenthread.business.work.models import Account, LedgerEntry
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.policies import visible
from goldenthread.foundation.words import is_currency

CENT = Decimal("0.01")
LARGEST = Decimal("9999999999.99")


@dataclass(frozen=True)
class NewContract:
    """A running cost with a supplier, from a day on, per month, in the currency of the service's account."""

    name: str
    supplier_id: int
    monthly: Decimal
    starts_on: date
    ends_on: date | None = None


@action(on=Service, may=may_contract)
def add_contract(acting: Acting, service: Service, *, new: NewContract) -> Contract:
    """Add a contract to a service; its months are posted as they end."""
    faults: dict[str, str] = {}
    if not new.name.strip() or len(new.name) > 200:
        faults["name"] = _("Name the contract, in up to 200 characters.")
    if not Organisation.objects.filter(pk=new.supplier_id).exists():
        faults["supplier_id"] = _("Choose a supplier from the list.")
    if not new.monthly.is_finite() or not 0 < new.monthly <= LARGEST:
        faults["monthly"] = _("Give what it costs a month, above nothing.")
    if new.ends_on is not None and new.ends_on < new.starts_on:
        faults["ends_on"] = _("It cannot end before it starts.")
    if faults:
        raise Invalid(fields=faults)
    contract = Contract.objects.create(
        key=next_key(Contract.prefix),
        service=service,
        name=new.name.strip(),
        supplier_id=new.supplier_id,
        monthly=new.monthly.quantize(CENT),
        currency=service.account.currency,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
    )
    record(
        ContractAdded(
            subject=contract.key,
            service=service.key,
            supplier=new.supplier_id,
            monthly=str(contract.monthly),
            currency=contract.currency,
        ),
        version=contract.version,
    )
    return contract


@action(on=Contract, may=may_end_contract)
def end_contract(acting: Acting, contract: Contract, *, on: date) -> Contract:
    """Let a contract end on a day; months already posted stay."""
    if on < contract.starts_on:
        raise Invalid(fields={"on": _("It cannot end before it starts.")})
    contract.ends_on = on
    contract.save()
    record(
        ContractEnded(subject=contract.key, service=contract.service.key, on=on.isoformat()), version=contract.version
    )
    return contract


@action(may=may_buy)
def record_purchase(  # noqa: PLR0913  a purchase is these facts
    acting: Acting,
    *,
    account_id: int,
    title: str,
    amount: Decimal,
    on: date,
    supplier_id: int | None = None,
    currency: str = "",
) -> Purchase:
    """Count something bought against an account; a negative amount is money that came back.

    In the account's currency unless another is told, which every sum then turns at the rate of the day.
    """
    account = visible(Account, acting.actor).filter(pk=account_id).first()
    faults: dict[str, str] = {}
    if account is None:
        faults["account_id"] = _("Choose an account you may see.")
    if not title.strip() or len(title) > 200:
        faults["title"] = _("Say what was bought.")
    if not amount.is_finite() or not amount or abs(amount) > LARGEST:
        faults["amount"] = _("Give an amount other than nothing.")
    if on > acting.at.date():
        faults["on"] = _("A purchase can be recorded once the day has come.")
    if supplier_id is not None and not Organisation.objects.filter(pk=supplier_id).exists():
        faults["supplier_id"] = _("Choose a supplier from the list.")
    paid_in = currency.strip().upper() or (account.currency if account else "")
    if account is not None and not is_currency(paid_in):
        faults["currency"] = _("Three letters, such as USD.")
    if faults or account is None:
        raise Invalid(fields=faults)
    purchase = Purchase.objects.create(
        key=next_key(Purchase.prefix),
        account=account,
        supplier_id=supplier_id,
        title=title.strip(),
        amount=amount.quantize(CENT),
        currency=paid_in,
        on=on,
    )
    post(
        account.pk,
        LedgerEntry.Kind.PURCHASE,
        on=on,
        amount=purchase.amount,
        source=purchase.key,
        memo=purchase.title,
        currency=paid_in,
    )
    record(
        PurchaseRecorded(
            subject=purchase.key,
            account=account.key,
            title=purchase.title,
            amount=str(purchase.amount),
            currency=purchase.currency,
        ),
        version=purchase.version,
    )
    return purchase


@action(may=may_post_running_costs)
def post_running_costs(acting: Acting, *, month: date) -> int:
    """Post every contract's share of a month that has ended, by the days it ran; how many were posted.

    A month already posted for a contract is left as it is, so it may be called again.
    """
    first = month.replace(day=1)
    last = month.replace(day=monthrange(month.year, month.month)[1])
    if last >= acting.at.date():
        raise Invalid(fields={"month": _("Running costs are posted once the month has ended.")})
    running = Contract.objects.filter(Q(ends_on=None) | Q(ends_on__gte=first), starts_on__lte=last)
    contracts = list(running.select_for_update(of=("self",)).select_related("service").order_by("id"))
    posted = set(
        LedgerEntry.objects.filter(
            source__in=[contract.key for contract in contracts], on=last, kind=LedgerEntry.Kind.RUNNING
        ).values_list("source", flat=True)
    )
    due = [contract for contract in contracts if contract.key not in posted]
    for contract in due:
        _post_month(contract, first, last)
    return len(due)


def _post_month(contract: Contract, first: date, last: date) -> None:
    begins, ends = max(contract.starts_on, first), min(contract.ends_on or last, last)
    amount = (contract.monthly * ((ends - begins).days + 1) / last.day).quantize(CENT)
    post(
        contract.service.account_id,
        LedgerEntry.Kind.RUNNING,
        on=last,
        amount=amount,
        source=contract.key,
        memo=contract.name,
    )
    record(RunningCostPosted(subject=contract.key, month=first.isoformat(), amount=str(amount)))
