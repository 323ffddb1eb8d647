"""Earned value and earned schedule: where a project stands in money or effort and in time, and where it will end.

Definitions after the PMI Practice Standard for Earned Value Management, ISO 21508, and Lipke for earned schedule.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import isfinite
from numbers import Rational
from typing import Any

from goldenthread.engine.earning_rules import (
    earn_fifty_fifty,
    earn_level_of_effort,
    earn_physical_percent,
    earn_weighted_milestones,
    earn_zero_hundred,
)
from goldenthread.engine.errors import EngineError

__all__ = [
    "EarnedValue",
    "earn_fifty_fifty",
    "earn_level_of_effort",
    "earn_physical_percent",
    "earn_weighted_milestones",
    "earn_zero_hundred",
    "measure",
    "milestones_missed",
]

Figure = Any
"""A number of any one type: int, float, Decimal or Fraction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedValue:
    """The measures at a status date; one that is undefined there, or lacks its input, is None. Nothing is rounded.

    Money or effort: `eac_*` are estimates at completion, `etc_*` to completion, `vac_*` the variance from `bac`,
    `tcpi_*` the index the rest needs. Periods: `pd` planned duration, `es` earned schedule, `ieac_t` the estimated
    duration, `tspi_pd` the schedule index the rest needs. Ratios are fractions of one, `*_pct` and `percent_complete`
    of a hundred.
    """

    bac: Figure = None
    ev: Figure
    ac: Figure = None
    at: Figure = None
    pv: Figure = None
    cv: Figure = None
    sv: Figure = None
    cpi: Figure = None
    spi: Figure = None
    cv_pct: Figure = None
    sv_pct: Figure = None
    percent_complete: Figure = None
    eac_cpi: Figure = None
    eac_budget_rate: Figure = None
    eac_cpi_spi: Figure = None
    etc_cpi: Figure = None
    vac_cpi: Figure = None
    vac_budget_rate: Figure = None
    tcpi_bac: Figure = None
    tcpi_eac_cpi: Figure = None
    pd: int | None = None
    es: Figure = None
    sv_t: Figure = None
    spi_t: Figure = None
    ieac_t: Figure = None
    ieac_t_pf1: Figure = None
    tspi_pd: Figure = None


def measure(
    *,
    bac: Figure = None,
    ev: Figure,
    ac: Figure = None,
    pv: Figure = None,
    curve: Sequence[Figure] | None = None,
    at: Figure = None,
) -> EarnedValue:
    """The measures from budget, earned value, actual cost (None: not recorded), planned value and its curve.

    `curve[t]` is the cumulative planned value at the end of period t, from `curve[0]` = 0; `at` is the status date in
    periods, whole or not; `pv` defaults to the curve there. Refused: figures that are not finite (`not_a_number`),
    of mixed types (`mixed_numbers`), a negative budget, earned value or date (`negative_figure`), and a curve that
    does not begin at nothing or that falls (`bad_curve`).
    """
    _check(bac=bac, ev=ev, ac=ac, pv=pv)
    _check_curve(curve, at)
    if pv is None and curve is not None and at is not None:
        pv = planned_value(curve, at)
    try:
        values = {**_money(bac, ev, ac, pv), **(_time(bac, ev, curve, at) if curve is not None else {})}
    except TypeError as error:
        raise EngineError("mixed_numbers", reason=str(error)) from None
    return EarnedValue(bac=bac, ev=ev, ac=ac, at=at, pv=pv, **values)


def planned_value(curve: Sequence[Figure], at: Figure) -> Figure:
    """The cumulative planned value at `at` periods, even within a period; the whole once the curve has ended."""
    whole = int(at)
    if whole >= len(curve) - 1:
        return curve[-1]
    step = curve[whole + 1] - curve[whole]
    return curve[whole] + step * _same(at - whole, step) if at != whole else curve[whole]


def earned_schedule(curve: Sequence[Figure], ev: Figure) -> Figure:
    """The time, in periods, at which the plan should have earned `ev`; on a flat stretch, its end (Lipke)."""
    whole = bisect_right(curve, ev) - 1
    if whole >= len(curve) - 1:
        return len(curve) - 1
    return whole + _ratio(ev - curve[whole], curve[whole + 1] - curve[whole])


def milestones_missed(planned: Mapping[Any, date], actual: Mapping[Any, date | None], at: date) -> tuple[Any, ...]:
    """The milestones planned before `at` that were not reached by their date, earliest first; late ones included.

    Dates or instants, the same kind throughout.
    """
    missed = []
    for milestone, due in planned.items():
        reached = actual.get(milestone)
        if due < at and (reached is None or reached > due):
            missed.append(milestone)
    return tuple(sorted(missed, key=lambda milestone: planned[milestone]))


def _money(bac: Figure, ev: Figure, ac: Figure, pv: Figure) -> dict[str, Figure]:
    cpi, spi = _ratio(ev, ac), _ratio(ev, pv)
    cv, sv, left = _minus(ev, ac), _minus(ev, pv), _minus(bac, ev)
    eac_cpi = _ratio(bac, cpi)
    eac_budget_rate = None if ac is None or left is None else ac + left
    worse = None if cpi is None or spi is None else cpi * spi
    rest = _ratio(left, worse)
    return {
        "cv": cv,
        "sv": sv,
        "cpi": cpi,
        "spi": spi,
        "cv_pct": _ratio(_percent(cv), ev),
        "sv_pct": _ratio(_percent(sv), pv),
        "percent_complete": _ratio(_percent(ev), bac),
        "eac_cpi": eac_cpi,
        "eac_budget_rate": eac_budget_rate,
        "eac_cpi_spi": None if rest is None else ac + rest,
        "etc_cpi": _minus(eac_cpi, ac),
        "vac_cpi": _minus(bac, eac_cpi),
        "vac_budget_rate": _minus(bac, eac_budget_rate),
        "tcpi_bac": _ratio(left, _minus(bac, ac)),
        "tcpi_eac_cpi": _ratio(left, _minus(eac_cpi, ac)),
    }


def _time(bac: Figure, ev: Figure, curve: Sequence[Figure], at: Figure) -> dict[str, Figure]:
    pd = len(curve) - 1
    es = pd if bac is not None and ev >= bac else earned_schedule(curve, ev)
    at = _same(at, es)
    spi_t = _ratio(es, at)
    return {
        "pd": pd,
        "es": es,
        "sv_t": _minus(es, at),
        "spi_t": spi_t,
        "ieac_t": _ratio(pd, spi_t),
        "ieac_t_pf1": None if at is None else at + (pd - es),
        "tspi_pd": _ratio(pd - es, _minus(pd, at)),
    }


def _ratio(a: Figure, b: Figure) -> Figure:
    """A / b, None when either is unknown or b is nothing: an undefined index is never 1."""
    return None if a is None or b is None or b == 0 else a / b


def _minus(a: Figure, b: Figure) -> Figure:
    return None if a is None or b is None else a - b


def _percent(a: Figure) -> Figure:
    return None if a is None else 100 * a


def _same(at: Figure, like: Figure) -> Figure:
    """A time in periods as the type that money is in, so that a float date meets Decimal figures."""
    if isinstance(like, Decimal) and isinstance(at, float):
        return Decimal(repr(at))
    return float(at) if isinstance(like, float) and isinstance(at, Decimal) else at


def _check(**figures: Figure) -> None:
    for name, figure in figures.items():
        if figure is None and name != "ev":
            continue
        # A Fraction is always finite, and one too long for a float must not be asked.
        if figure is None or not (isinstance(figure, Rational) or isfinite(figure)):
            raise EngineError("not_a_number", figure=name, value=figure)
        if figure < 0 and name in ("bac", "ev", "at"):
            raise EngineError("negative_figure", figure=name, value=figure)


def _check_curve(curve: Sequence[Figure] | None, at: Figure) -> None:
    _check(ev=0, at=at)
    if curve is None:
        return
    if not curve or curve[0] != 0:
        raise EngineError("bad_curve", period=0, value=curve[0] if curve else None)
    for period, (before, after) in enumerate(pairwise(curve), start=1):
        _check(pv=after)
        if after < before:
            raise EngineError("bad_curve", period=period, value=after)
