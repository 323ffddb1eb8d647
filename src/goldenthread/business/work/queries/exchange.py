"""What currencies are worth by day, and sums of several turned into one: each amount at the rate of its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from goldenthread.business.people.queries.registers import REGISTERS, Register, by
from goldenthread.business.work.models import ExchangeRate
from goldenthread.business.work.policies import may_see_exchange
from goldenthread.engine.exchange import Exchange
from goldenthread.engine.exchange import ExchangeRate as Rate
from goldenthread.foundation.policies import visible

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Foreign:
    """What was counted in another currency on a day: its worth, and the rates that made it; None without a rate."""

    on: date
    amount: Decimal
    currency: str
    into: str
    worth: Decimal | None
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True)
class Costs:
    """An amount in one currency, and what of it was counted in another; what has no rate is told and left out."""

    amount: Decimal
    foreign: tuple[Foreign, ...] = ()

    @property
    def unpriced(self) -> tuple[Foreign, ...]:
        """What is not in the amount, for want of a rate."""
        return tuple(one for one in self.foreign if one.worth is None)

    @property
    def whole(self) -> Decimal | None:
        """The amount; None where something is missing from it."""
        return None if self.unpriced else self.amount


NOTHING = Costs(Decimal(0))


def together(sums: Iterable[Costs]) -> Costs:
    """Several sums of one currency as one."""
    every = list(sums)
    foreign = tuple(one for each in every for one in each.foreign)
    return Costs(sum((each.amount for each in every), Decimal(0)), tuple(sorted(foreign, key=lambda one: one.on)))


def exchange() -> Exchange:
    """All rates of the house, to be asked by day. One query."""
    rows = ExchangeRate.objects.order_by("on", "id").values_list("currency", "into", "on", "rate", "source")
    return Exchange(Rate(*row) for row in rows)


class Money:
    """Amounts by some key, summed in one currency each; the rates are read only where a foreign amount comes."""

    def __init__(self) -> None:
        self._exchange: Exchange | None = None
        self._sums: dict[Any, list[Costs]] = {}

    def add(self, key: Any, amount: Decimal, currency: str, into: str, on: date | None) -> None:
        """Count an amount; `on` may be None where the currencies are the same."""
        if currency == into or on is None:
            self._sums.setdefault(key, []).append(Costs(amount))
            return
        self._sums.setdefault(key, []).append(self.turned(amount, currency, into, on))

    def turned(self, amount: Decimal, currency: str, into: str, on: date) -> Costs:
        """One amount in another currency, rounded to the cent."""
        if currency == into:
            return Costs(amount)
        if self._exchange is None:
            self._exchange = exchange()
        told = self._exchange.convert(amount, currency, into, on)
        worth = None if told is None else told.amount.quantize(CENT)
        one = Foreign(on, amount, currency, into, worth, told.used if told else ())
        return Costs(worth or Decimal(0), (one,))

    def sums(self) -> Mapping[Any, Costs]:
        """What was counted, by key, in the order it came."""
        return {key: together(parts) for key, parts in self._sums.items()}


def plain(rate: Decimal) -> str:
    """A rate without the zeros behind it, as it is written into a file."""
    return f"{rate.normalize():f}"


def _about(rates: QuerySet[Any], text: str) -> QuerySet[Any]:
    code = text.strip().upper()
    return rates.filter(Q(currency=code) | Q(into=code) | Q(source__icontains=text.strip()))


REGISTERS["exchange-rates"] = Register(
    "exchange-rates",
    ("key", "currency", "into", "on", "rate", "source"),
    lambda actor: visible(ExchangeRate, actor),
    ("-on", "-id"),
    lambda rate: (rate.key, rate.currency, rate.into, rate.on.isoformat(), plain(rate.rate), rate.source),
    {"q": _about, "currency": by("currency"), "into": by("into")},
    may_see_exchange,
)
