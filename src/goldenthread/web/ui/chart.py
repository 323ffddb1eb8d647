"""Turns readings into coordinates: line charts and bar charts drawn by the server, once wide and once for the phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

Point = tuple[float, float]
LINE_HEIGHT = 17.0
LETTER = 6.5
"""How wide a letter of a name is at most, on the average."""


@dataclass(frozen=True)
class Series:
    """One line. hue 0 is the ghost of plan and promise, 1 to 3 are the data hues; forecasts are dotted."""

    name: str
    points: tuple[Point, ...]
    hue: int = 1
    is_forecast: bool = False
    end_note: str = ""
    is_named: bool = True


@dataclass(frozen=True)
class Tick:
    """A mark on an axis."""

    at: float
    word: str


@dataclass(frozen=True)
class Label:
    """A word beside the end of its line."""

    x: float
    y: float
    word: str
    note: str
    hue: int


@dataclass(frozen=True)
class Curve:
    path: str
    hue: int
    is_forecast: bool
    end: Point


@dataclass(frozen=True)
class LineDrawing:
    """Everything in pixels, ready to be written down."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    curves: tuple[Curve, ...]
    labels: tuple[Label, ...]
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    fan: str = ""
    today: float | None = None
    zero: float | None = None


@dataclass(frozen=True)
class LineChart:
    """Series on one pair of axes. `title` says the finding; `spoken` the chart in a sentence; `table` stands behind it.

    x is any number that grows with time (`date.toordinal()`); `fan` is (x, low, high).
    """

    id: str
    title: str
    series: tuple[Series, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    note: str = ""
    spoken: str = ""
    today: float | None = None
    today_word: str = ""
    fan: tuple[tuple[float, float, float], ...] = ()
    table_head: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def wide(self) -> LineDrawing:
        longest = max((len(one.name) for one in self.series if one.is_named), default=0)
        return draw_lines(self, 800, 262, right_margin=max(128, round(longest * LETTER) + 10))

    @cached_property
    def phone(self) -> LineDrawing:
        longest = max((len(tick.word) for tick in self.x_ticks), default=1)
        fit = int(296 // (longest * LETTER + 12))
        thinned = replace(self, x_ticks=self.x_ticks[:: -(-len(self.x_ticks) // max(fit, 1)) or 1])
        return draw_lines(thinned, 358, 252, right_margin=10)


def draw_lines(chart: LineChart, width: int, height: int, *, right_margin: float) -> LineDrawing:
    """Scale a chart into a box. Names stand beside the ends of their lines, or above where there is no margin."""
    is_narrow = right_margin < 60
    rows_above = (sum(s.is_named for s in chart.series) + 1) // 2 if is_narrow else 0
    highest = max((len(tick.word) for tick in chart.y_ticks), default=0)
    left, right = max(52.0, highest * LETTER + 8), width - right_margin
    top, bottom = 18.0 + rows_above * LINE_HEIGHT, height - 30.0
    xs = [x for s in chart.series for x, _ in s.points] + [x for x, _, _ in chart.fan]
    ys = [y for s in chart.series for _, y in s.points] + [t.at for t in chart.y_ticks] + [h for _, _, h in chart.fan]
    low_x, high_x, low_y, high_y = min(xs), max(xs), min(ys), max(ys)

    def at(x: float, y: float) -> Point:
        across = (x - low_x) / ((high_x - low_x) or 1)
        up = (y - low_y) / ((high_y - low_y) or 1)
        return round(left + (right - left) * across, 1), round(bottom - (bottom - top) * up, 1)

    drawn = [s for s in chart.series if s.points]
    curves = [Curve(smooth([at(*p) for p in s.points]), s.hue, s.is_forecast, at(*s.points[-1])) for s in drawn]
    named = [(s, at(*s.points[-1])) for s in drawn if s.is_named]
    today = None if chart.today is None else at(chart.today, low_y)[0]
    return LineDrawing(
        width, height, left, right, top, bottom,
        tuple(curves),
        labels_above(named) if is_narrow else place_labels(named, right, bottom, today),
        tuple(Tick(at(low_x, t.at)[1], t.word) for t in chart.y_ticks),
        tuple(Tick(at(t.at, low_y)[0], t.word) for t in chart.x_ticks if low_x <= t.at <= high_x),
        polygon([at(x, high) for x, _, high in chart.fan] + [at(x, low) for x, low, _ in reversed(chart.fan)]),
        today,
        at(low_x, 0)[1] if low_y <= 0 <= high_y else None,
    )  # fmt: skip


def labels_above(ends: Sequence[tuple[Series, Point]]) -> tuple[Label, ...]:
    """Names two in a row above the drawing, highest line first: for the phone, where lines end at the edge."""
    ordered = sorted(ends, key=lambda pair: pair[1][1])
    return tuple(
        Label(8.0 + (i % 2) * 172, 12 + (i // 2) * LINE_HEIGHT, series.name, "", series.hue)
        for i, (series, _) in enumerate(ordered)
    )


def place_labels(
    ends: Sequence[tuple[Series, Point]], right: float, bottom: float, today: float | None = None
) -> tuple[Label, ...]:
    """Names beside the ends of their lines, never on top of each other; ends in mid-chart have theirs below.

    None is crossed by the line of today.
    """
    placed: list[Label] = []
    at_edge = sorted((pair for pair in ends if pair[1][0] > right - 90), key=lambda pair: pair[1][1])
    inside = sorted((pair for pair in ends if pair[1][0] <= right - 90), key=lambda pair: pair[1][1])
    floor = 0.0
    edge = max((x for _, (x, _) in at_edge), default=right)
    for series, (_, y) in at_edge:
        line = max(y + 4, floor)
        placed.append(Label(edge + 10, round(line, 1), series.name, series.end_note, series.hue))
        floor = line + LINE_HEIGHT + (18 if series.end_note else 0)
    if inside:
        x = max(px for _, (px, _) in inside)
        longest = max(len(series.name) for series, _ in inside)
        if today is not None and x < today < x + 12 + longest * LETTER:
            x = today
        y = min(max(py for _, (_, py) in inside) + 30, bottom - LINE_HEIGHT * len(inside))
        for i, (series, _) in enumerate(inside):
            placed.append(Label(x + 12, round(y + i * LINE_HEIGHT, 1), series.name, "", series.hue))
    return tuple(placed)


def smooth(points: Sequence[Point]) -> str:
    """A monotone cubic path through the points (Fritsch and Carlson): it never rises where the readings do not."""
    if len(points) < 3:
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) if points else ""
    steps = [b[0] - a[0] or 1e-9 for a, b in pairwise(points)]
    slopes = [(b[1] - a[1]) / h for (a, b), h in zip(pairwise(points), steps, strict=True)]
    tangents = [slopes[0], *(_tangent(a, b) for a, b in pairwise(slopes)), slopes[-1]]
    path = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for i, h in enumerate(steps):
        (x0, y0), (x1, y1) = points[i], points[i + 1]
        one = f"{x0 + h / 3:.1f} {y0 + tangents[i] * h / 3:.1f}"
        two = f"{x1 - h / 3:.1f} {y1 - tangents[i + 1] * h / 3:.1f}"
        path.append(f"C{one} {two} {x1:g} {y1:g}")
    return "".join(path)


def _tangent(before: float, after: float) -> float:
    return 0.0 if before * after <= 0 else 2 * before * after / (before + after)


def polygon(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z" if points else ""


@dataclass(frozen=True)
class Bar:
    """One column with, perhaps, the line of what was promised."""

    word: str
    value: float
    text: str
    aim: float | None = None


@dataclass(frozen=True)
class BarMark:
    x: float
    y: float
    width: float
    height: float
    word: str
    text: str
    aim_y: float | None


@dataclass(frozen=True)
class BarDrawing:
    width: int
    height: int
    left: float
    right: float
    bottom: float
    marks: tuple[BarMark, ...]
    rows: tuple[Tick, ...]


@dataclass(frozen=True)
class BarChart:
    """Readings as columns, promises as ink lines across them."""

    id: str
    title: str
    bars: tuple[Bar, ...]
    y_ticks: tuple[Tick, ...]
    note: str = ""
    spoken: str = ""
    table_head: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def wide(self) -> BarDrawing:
        return draw_bars(self, 420, 170)

    @cached_property
    def phone(self) -> BarDrawing:
        return draw_bars(self, 358, 170)


def draw_bars(chart: BarChart, width: int, height: int) -> BarDrawing:
    """Scale columns into a box; the axis starts at zero, or below it where readings do."""
    longest = max((len(tick.word) for tick in chart.y_ticks), default=0)
    left, right, top, bottom = max(36.0, longest * LETTER + 6), width - 2.0, 12.0, height - 26.0
    ticks = [t.at for t in chart.y_ticks]
    low = min(0.0, *ticks, *(b.value for b in chart.bars))
    high = max(*ticks, *(b.value for b in chart.bars), *(b.aim for b in chart.bars if b.aim is not None), low + 1e-9)

    def y(value: float) -> float:
        return round(bottom - (bottom - top) * (value - low) / (high - low), 1)

    slot = (right - left) / max(len(chart.bars), 1)
    wide = min(slot * 0.6, 32.0)
    marks = tuple(
        BarMark(
            round(left + slot * (i + 0.5) - wide / 2, 1), min(y(b.value), y(0)), round(wide, 1),
            round(abs(y(b.value) - y(0)), 1), b.word, b.text, None if b.aim is None else y(b.aim),
        )
        for i, b in enumerate(chart.bars)
    )  # fmt: skip
    return BarDrawing(width, height, left, right, bottom, marks, tuple(Tick(y(t.at), t.word) for t in chart.y_ticks))
