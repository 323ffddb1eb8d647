"""Money of one currency in another, at the rate of its day; without a rate there is no answer, never a rate of one."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goldenthread.engine.errors import EngineError


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """From the day `on` until a later rate, one unit of `currency` is worth `rate` units of `into`.

    A rate that is not above nothing, and one of a currency into itself, are refused (`bad_exchange_rate`).
    """

    currency: str
    into: str
    on: date
    rate: Decimal
    source: str = ""

    def __post_init__(self) -> None:
        if not self.rate.is_finite() or self.rate <= 0 or self.currency == self.into:
            raise EngineError(
                "bad_exchange_rate", currency=self.currency, into=self.into, on=self.on, rate=str(self.rate)
            )


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount in the currency asked for, and the rates it was worked out with: none, one, or two by way of a third.

    Nothing is rounded.
    """

    amount: Decimal
    used: tuple[ExchangeRate, ...] = ()


class Exchange:
    """Dated rates, asked by day. Of two rates of one day between the same two currencies, whichever of them each is
    told in, the later one given holds: for both directions, so that there and back is the same amount.
    """

    def __init__(self, rates: Iterable[ExchangeRate]) -> None:
        self._by_pair: dict[tuple[str, str], list[ExchangeRate]] = defaultdict(list)
        for rate in sorted(rates, key=lambda rate: rate.on):
            self._by_pair[_pair(rate.currency, rate.into)].append(rate)
        self._currencies = sorted({currency for pair in self._by_pair for currency in pair})

    def convert(self, amount: Decimal, currency: str, into: str, on: date) -> Converted | None:
        """The amount at the rate of that day: the newest not after it, in either direction; None where there is none.

        Only where a pair has no rate, it is crossed over the third currency whose two rates are newest, by the older
        of the two; of equals by name.
        """
        if currency == into:
            return Converted(amount)
        direct = self._rate(currency, into, on)
        if direct is not None:
            return Converted(_times(amount, direct, currency), (direct,))
        best: tuple[ExchangeRate, ExchangeRate] | None = None
        for third in self._currencies:
            legs = self._rate(currency, third, on), self._rate(third, into, on)
            if legs[0] is not None and legs[1] is not None and (best is None or _age(legs) > _age(best)):
                best = legs[0], legs[1]
        if best is None:
            return None
        third = ({best[0].currency, best[0].into} - {currency}).pop()
        return Converted(_times(_times(amount, best[0], currency), best[1], third), best)

    def _rate(self, a: str, b: str, on: date) -> ExchangeRate | None:
        return _newest(self._by_pair.get(_pair(a, b), []), on)


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _newest(rates: list[ExchangeRate], on: date) -> ExchangeRate | None:
    place = bisect_right(rates, on, key=lambda rate: rate.on)
    return rates[place - 1] if place else None


def _times(amount: Decimal, rate: ExchangeRate, currency: str) -> Decimal:
    return amount * rate.rate if rate.currency == currency else amount / rate.rate


def _age(legs: tuple[ExchangeRate | None, ExchangeRate | None]) -> date:
    return min(leg.on for leg in legs if leg is not None)
