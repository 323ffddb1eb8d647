"""What currencies are worth: rates set, changed, taken out, and read from a file like the other registers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from goldenthread.business.people.actions.cells import Row, day
from goldenthread.business.people.actions.rows import PUT, found, put
from goldenthread.business.people.actions.values import apply, check, given
from goldenthread.business.people.policies import may_administer, may_administer_record
from goldenthread.business.work.events import ExchangeRateChanged, ExchangeRateRemoved, ExchangeRateSet
from goldenthread.business.work.models import ExchangeRate
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.words import is_currency

LARGEST = Decimal(10) ** 10
PLACES = Decimal("1e-8")


@dataclass(frozen=True)
class ExchangeRateFacts:
    """One unit of `currency` in units of `into`, from the day `on`. None leaves a value as it is."""

    currency: str | None = None
    into: str | None = None
    on: date | None = None
    rate: Decimal | None = None
    source: str | None = None


@action(may=may_administer)
def set_exchange_rate(acting: Acting, *, new: ExchangeRateFacts) -> ExchangeRate:
    """A rate from a day on; what is summed up in another currency is worked out anew with it."""
    rate = ExchangeRate(key=next_key(ExchangeRate.prefix))
    _apply(rate, new)
    rate.save()
    record(ExchangeRateSet(subject=rate.key, rate=str(rate.rate), **_pair(rate)), version=rate.version)
    return rate


@action(on=ExchangeRate, may=may_administer_record)
def change_exchange_rate(acting: Acting, rate: ExchangeRate, *, change: ExchangeRateFacts) -> ExchangeRate:
    changes = _apply(rate, change)
    if changes:
        rate.save()
        record(ExchangeRateChanged(subject=rate.key, changes=changes), version=rate.version)
    return rate


@action(on=ExchangeRate, may=may_administer_record)
def remove_exchange_rate(acting: Acting, rate: ExchangeRate) -> None:
    record(ExchangeRateRemoved(subject=rate.key, **_pair(rate)))
    rate.delete()


def _pair(rate: ExchangeRate) -> dict[str, str]:
    return {"currency": rate.currency, "into": rate.into, "on": rate.on.isoformat()}


def _apply(rate: ExchangeRate, facts: ExchangeRateFacts) -> dict[str, list[object]]:
    changes = apply(
        rate,
        {
            "currency": given(facts.currency and facts.currency.strip().upper()),
            "into": given(facts.into and facts.into.strip().upper()),
            "on": given(facts.on),
            "rate": given(facts.rate if facts.rate is None or not facts.rate.is_finite() else _placed(facts.rate)),
            "source": given(facts.source),
        },
    )
    on: date | None = rate.on
    worth: Decimal | None = rate.rate
    fields: dict[str, object] = {
        name: _("Three letters, such as USD.") for name in ("currency", "into") if not is_currency(getattr(rate, name))
    }
    if not fields and rate.currency == rate.into:
        fields["into"] = _("A currency has no rate into itself. Choose another.")
    if worth is None or not worth.is_finite() or not PLACES <= worth < LARGEST:
        fields["rate"] = _("Say what one unit is worth, such as 0.9215.")
    if on is None:
        fields["on"] = _("Say from which day on.")
    same = ExchangeRate.objects.filter(currency=rate.currency, into=rate.into).exclude(pk=rate.pk)
    if not fields and on is not None and same.filter(on=on).exists():
        fields["on"] = _("There is a rate of these two from this day on already. Change that one.")
    check(rate, fields=fields)
    return changes


def _placed(rate: Decimal) -> Decimal:
    try:
        return rate.quantize(PLACES)
    except InvalidOperation:  # far too large: refused where it is checked
        return LARGEST


def put_exchange_rate(acting: Acting, row: Row) -> str:
    """One row of a file of exchange rates; what came of it: added, changed or unchanged."""
    on = day(row, "on")
    currency, into = row.get("currency", "").upper(), row.get("into", "").upper()
    try:
        rate = Decimal(row["rate"]) if "rate" in row else None
    except InvalidOperation as error:
        raise Invalid(fields={"rate": _("Say what one unit is worth, such as 0.9215.")}) from error
    facts = ExchangeRateFacts(currency, into, on, rate, row.get("source"))
    return put(
        acting,
        found(ExchangeRate, row, currency=currency, into=into, on=on),
        lambda: set_exchange_rate(acting, new=facts),
        lambda key: change_exchange_rate(acting, key, change=facts),
    )


PUT["exchange-rates"] = put_exchange_rate
