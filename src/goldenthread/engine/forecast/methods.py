"""Small methods of forecasting a weekly series: each takes the history and answers the weeks to come."""

from collections.abc import Callable, Sequence
from statistics import fmean, median

Series = Sequence[float]
Method = Callable[[Series, int], list[float]]

YEAR, MONTH = 52, 4
"""Weeks; a month is what repeats where no year is known."""

_KEPT = 0.9  # of the trend, from week to week


def season_of(weeks: int) -> int:
    """The season that a history of so many weeks can tell: a year when it holds one and a quarter, else a month."""
    return YEAR if weeks >= YEAR + YEAR // 4 else MONTH


def seasonal_naive(season: int) -> Method:
    """The same week a season ago."""

    def method(history: Series, weeks: int) -> list[float]:
        return [history[-season + n % season] if len(history) >= season else history[-1] for n in range(weeks)]

    return method


def mean_of(last: int) -> Method:
    """The mean of the last weeks."""
    return lambda history, weeks: [fmean(history[-last:])] * weeks


def median_of(last: int) -> Method:
    """The median of the last weeks, which a single wild week does not move."""
    return lambda history, weeks: [median(history[-last:])] * weeks


def smoothed(share: float) -> Method:
    """Simple exponential smoothing: each week counts `share` against all before it (Brown, 1959)."""

    def method(history: Series, weeks: int) -> list[float]:
        level = fmean(history[:MONTH])
        for value in history:
            level += share * (value - level)
        return [level] * weeks

    return method


def damped(share: float, trend_share: float) -> Method:
    """Smoothing with a trend that fades (Gardner and McKenzie, 1985)."""

    def method(history: Series, weeks: int) -> list[float]:
        level, trend = fmean(history[:MONTH]), 0.0
        for value in history:
            before = level
            level += _KEPT * trend
            level += share * (value - level)
            trend = trend_share * (level - before) + (1 - trend_share) * _KEPT * trend
        told, step = [], trend
        for _ in range(weeks):
            step *= _KEPT
            level += step
            told.append(max(0.0, level))
        return told

    return method


def seasoned(method: Method) -> Method:
    """Another method on the history without its yearly pattern, which is put back afterwards.

    The pattern is each week's mean part of its year's level over the years known, smoothed over three weeks and drawn
    half-way to none, as one or two years tell it roughly.
    """

    def with_season(history: Series, weeks: int) -> list[float]:
        factors = _factors(history)
        bare = [value / factors[n % YEAR] for n, value in enumerate(history)]
        told = method(bare, weeks)
        return [value * factors[(len(history) + n) % YEAR] for n, value in enumerate(told)]

    return with_season


def _factors(history: Series) -> list[float]:
    years = len(history) // YEAR
    if not years:
        return [1.0] * YEAR
    level = fmean(history[: years * YEAR]) or 1.0
    raw = [fmean(history[week + YEAR * year] for year in range(years)) / level for week in range(YEAR)]
    smooth = [fmean(raw[(week + shift) % YEAR] for shift in (-1, 0, 1)) for week in range(YEAR)]
    return [max(0.1, (1 + value) / 2) for value in smooth]


_PLAIN: dict[str, Method] = {
    "last week": mean_of(1),
    "mean of 4 weeks": mean_of(4),
    "mean of 8 weeks": mean_of(8),
    "mean of 13 weeks": mean_of(13),
    "median of 6 weeks": median_of(6),
    "smoothing, slow": smoothed(0.1),
    "smoothing": smoothed(0.25),
    "smoothing, quick": smoothed(0.5),
    "fading trend, slow": damped(0.2, 0.1),
    "fading trend": damped(0.5, 0.2),
}


def methods_for(weeks: int) -> dict[str, Method]:
    """The methods that a history of so many weeks can feed, by name."""
    if season_of(weeks) != YEAR:
        return _PLAIN
    return {
        **_PLAIN,
        "the week a year ago": seasonal_naive(YEAR),
        "smoothing with a season": seasoned(smoothed(0.25)),
        "fading trend with a season": seasoned(damped(0.2, 0.1)),
    }
