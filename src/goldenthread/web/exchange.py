"""Money of other currencies in an opened figure: each amount with the rate that turned it, or that there is none."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.work.queries import Foreign, plain
from goldenthread.engine.finance import ExchangeRate
from goldenthread.web.environment import url
from goldenthread.web.format import Format
from goldenthread.web.ui.figure import FigureInput

SHOWN = 6


def foreign_inputs(fmt: Format, foreign: Sequence[Foreign]) -> tuple[FigureInput, ...]:
    """What is missing for want of a rate first, then the largest; the rest in one line."""
    ranked = sorted(foreign, key=lambda one: (one.worth is not None, -abs(one.worth or one.amount), one.on))
    rest = ranked[SHOWN:]
    shown = tuple(_input(fmt, one) for one in ranked[:SHOWN])
    if not rest:
        return shown
    label = ngettext("%(num)s other in another currency", "%(num)s others in another currency", len(rest))
    total = sum(one.worth for one in rest if one.worth is not None)
    return (*shown, FigureInput(label % {"num": len(rest)}, fmt.money(total, rest[0].into)))


def _input(fmt: Format, one: Foreign) -> FigureInput:
    known = {"amount": fmt.money(one.amount, one.currency), "day": fmt.date(one.on)}
    where = url("house-register", {"currency": one.currency}, register="exchange-rates")
    if one.worth is None:
        return FigureInput(_("%(amount)s of %(day)s") % known, "", no_rate(fmt, one), where)
    label = _("Within: %(amount)s of %(day)s") % known
    return FigureInput(label, fmt.money(one.worth, one.into), rates_of(fmt, one), where)


def rates_of(fmt: Format, one: Foreign) -> str:
    """The rates an amount was turned with, in words."""
    return rates_words(fmt, one.rates)


def rates_words(fmt: Format, rates: Sequence[ExchangeRate]) -> str:
    return "; ".join(_rate(fmt, rate) for rate in rates)


def _rate(fmt: Format, rate: ExchangeRate) -> str:
    words = {"currency": rate.currency, "rate": fmt.number(rate.rate, len(plain(rate.rate).partition(".")[2]))}
    words |= {"into": rate.into, "day": fmt.date(rate.on), "source": rate.source}
    if rate.source:
        return _("1 %(currency)s = %(rate)s %(into)s, %(source)s, %(day)s") % words
    return _("1 %(currency)s = %(rate)s %(into)s, %(day)s") % words


def no_rate(fmt: Format, one: Foreign) -> str:
    """The sentence for an amount that cannot be turned."""
    words = {"currency": one.currency, "into": one.into, "day": fmt.date(one.on)}
    return _("Not counted: there is no rate from %(currency)s into %(into)s for %(day)s.") % words
