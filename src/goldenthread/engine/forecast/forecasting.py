"""Forecasts of weekly operations load by team and skill, tried on their own history first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil, isfinite
from statistics import fmean

from goldenthread.engine.errors import EngineError
from goldenthread.engine.forecast.methods import Method, methods_for, season_of, seasonal_naive

WEEK = timedelta(weeks=1)
LEAST_WEEKS = 12
"""The history below which nothing is forecast."""

_TRIED_FROM = 8  # weeks of history before the first trial
_TRIALS = 52  # origins, the latest ones
_AHEAD = 8  # weeks that a trial looks ahead, at most
_USUAL = "smoothing"


@dataclass(frozen=True, slots=True)
class LoadWeek:
    """Hours (or any other amount) of a team's skill in the week that begins on a Monday."""

    team: str
    skill: str
    week: date
    amount: float


@dataclass(frozen=True, slots=True)
class ForecastWeek:
    """What is expected in a week, and the band in which it lies with the chance asked for."""

    week: date
    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LoadForecast:
    """The weeks to come of a team's skill; none when the history `is_too_short`.

    `error` is the mean absolute error that this way of forecasting made on its own history, `naive_error` that of a
    seasonal-naive forecast (the week a year ago, or four weeks ago where no year is known) at the same `trials`.
    """

    team: str
    skill: str
    known_weeks: int
    weeks: tuple[ForecastWeek, ...] = ()
    method: str | None = None
    error: float | None = None
    naive_error: float | None = None
    trials: int = 0
    history: tuple[float, ...] = field(default=(), repr=False)

    @property
    def is_too_short(self) -> bool:
        """Whether there are too few weeks to forecast from."""
        return self.known_weeks < LEAST_WEEKS


def forecast(
    history: Iterable[LoadWeek], *, weeks: int = 13, band: float = 0.8, until: date | None = None
) -> tuple[LoadForecast, ...]:
    """The load of the weeks after `until` (by default the last week told), by team and skill.

    A series begins with its first week told; weeks without a figure were idle. At each trial (rolling origin) the
    method that had erred least at the earlier trials forecasts the weeks that followed: so the error shown is one that
    was made without knowing the future. The method of the forecast is the one that erred least over all of them. The
    band holds, at each distance, the share `band` of the errors made, and never narrows.

    Refused: `bad_band`, `bad_horizon`, `not_a_monday`, `bad_amount`.
    """
    if not 0 < band < 1:
        raise EngineError("bad_band", band=band)
    if weeks < 1:
        raise EngineError("bad_horizon", weeks=weeks)
    told = list(history)
    for load in told:
        _check(load)
    if until is not None and until.weekday():
        raise EngineError("not_a_monday", week=until)
    last = until or max((load.week for load in told), default=None)
    series: dict[tuple[str, str], dict[date, float]] = {}
    for load in told:
        if last is not None and load.week <= last:
            known = series.setdefault((load.team, load.skill), {})
            known[load.week] = known.get(load.week, 0.0) + load.amount
    return tuple(_forecast(key, known, last, (weeks, band)) for key, known in sorted(series.items()) if last)


def _check(load: LoadWeek) -> None:
    if load.week.weekday():
        raise EngineError("not_a_monday", week=load.week, team=load.team, skill=load.skill)
    if not (isfinite(load.amount) and load.amount >= 0):
        raise EngineError("bad_amount", amount=load.amount, week=load.week, team=load.team, skill=load.skill)


def _forecast(key: tuple[str, str], known: Mapping[date, float], last: date, asked: tuple[int, float]) -> LoadForecast:
    weeks, band = asked
    first = min(known)
    count = (last - first) // WEEK + 1
    values = [known.get(first + n * WEEK, 0.0) for n in range(count)]
    if count < LEAST_WEEKS:
        return LoadForecast(*key, count, history=tuple(values))
    trial = _tried(values)
    method = methods_for(count)[trial.best]
    return LoadForecast(
        *key,
        known_weeks=count,
        weeks=_weeks(last, method(values, weeks), _margins(trial.misses, band, weeks)),
        method=trial.best,
        error=fmean(trial.errors),
        naive_error=fmean(trial.naive_errors),
        trials=trial.count,
        history=tuple(values),
    )


@dataclass(slots=True)
class _Trial:
    """What the trials gave: absolute errors of ours and of the naive forecast, and the misses by distance."""

    best: str
    count: int
    errors: list[float]
    naive_errors: list[float]
    misses: list[list[float]]


def _tried(values: Sequence[float]) -> _Trial:
    methods = methods_for(len(values))
    naive = seasonal_naive(season_of(len(values)))
    sums = dict.fromkeys(methods, 0.0)
    trial = _Trial(_USUAL, 0, [], [], [[] for _ in range(_AHEAD)])
    for origin in range(max(_TRIED_FROM, len(values) - _TRIALS), len(values)):
        past, future = values[:origin], values[origin : origin + _AHEAD]
        trial.count += 1
        for distance, miss in enumerate(_misses(methods[trial.best], past, future)):
            trial.errors.append(miss)
            trial.misses[distance].append(miss)
        trial.naive_errors += _misses(naive, past, future)
        for name, method in methods.items():
            sums[name] += fmean(_misses(method, past, future))
        trial.best = min(sums, key=lambda name: sums[name])
    return trial


def _misses(method: Method, past: Sequence[float], future: Sequence[float]) -> list[float]:
    return [abs(told - value) for told, value in zip(method(past, len(future)), future, strict=True)]


def _margins(misses: Sequence[Sequence[float]], band: float, weeks: int) -> list[float]:
    """By distance, the miss that the share `band` of the trials did not exceed, with those of nearer ones beside."""
    margins: list[float] = []
    for distance in range(weeks):
        seen = sorted(misses[min(distance, len(misses) - 1)]) or [margins[-1]]
        margin = seen[min(len(seen) - 1, ceil(band * (len(seen) + 1)) - 1)]
        margins.append(max(margin, margins[-1]) if margins else margin)
    return margins


def _weeks(last: date, expected: Sequence[float], margins: Sequence[float]) -> tuple[ForecastWeek, ...]:
    return tuple(
        ForecastWeek(last + (n + 1) * WEEK, value, max(0.0, value - margin), value + margin)
        for n, (value, margin) in enumerate(zip(expected, margins, strict=True))
    )
