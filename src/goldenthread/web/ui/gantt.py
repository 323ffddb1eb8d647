"""The geometry of a Gantt: days become pixels, tasks become bars, links become elbows. Values in, coordinates out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Literal

from goldenthread.web.ui.figure import Figure

ROW, HEAD, BAR = 30.0, 44.0, 14.0
Scale = Literal["day", "week", "month"]
PIXELS: dict[Scale, float] = {"day": 24.0, "week": 7.75, "month": 2.6}


@dataclass(frozen=True)
class GanttTask:
    """One row. Days are numbers: `date.toordinal()` with the time of day as a fraction; a finish is the end of its day.

    `float_to` is how far it may slip; `was` the baseline's start and finish; `due` its deadline; `split` where its work
    stopped and where it goes on. `finish` and `slack` are what the table shows: words, or a figure that opens.
    """

    key: str
    number: str
    title: str
    start: float
    end: float
    kind: Literal["task", "summary", "milestone"] = "task"
    level: int = 0
    done: float = 0.0
    is_critical: bool = False
    is_driving: bool = False
    is_chosen: bool = False
    is_bad: bool = False
    float_to: float | None = None
    was: tuple[float, float] | None = None
    due: float | None = None
    split: tuple[float, float] | None = None
    url: str = ""
    person: Any = None
    work: str = ""
    finish: Figure | str = ""
    slack: str = ""
    said: str = ""


@dataclass(frozen=True)
class Due:
    """A line of the phone's plan: what is due, and why then. `on` opens what drives the date; open, it says `chain`."""

    title: str
    url: str
    on: str
    on_url: str
    slack: str
    why: str
    is_critical: bool = False
    is_driving: bool = False
    is_late: bool = False
    chain: Figure | None = None


@dataclass(frozen=True)
class DueGroup:
    """What is due in one span: before today, this week, a month."""

    word: str
    lines: tuple[Due, ...]


@dataclass(frozen=True)
class GanttLink:
    """A dependency; gold when it drives the chosen date."""

    from_key: str
    to_key: str
    type: Literal["FS", "SS", "FF", "SF"] = "FS"
    is_driving: bool = False


@dataclass(frozen=True)
class Freeze:
    """Days on which nothing may change, the last one included."""

    first: date
    last: date
    words: str


@dataclass(frozen=True)
class GanttBar:
    task: GanttTask
    x: float
    y: float
    width: float
    done_width: float
    float_x: float | None = None
    was_x: float | None = None
    was_width: float = 0.0
    due_x: float | None = None
    split_x: tuple[float, float] | None = None


@dataclass(frozen=True)
class GanttElbow:
    path: str
    tip: str
    is_driving: bool


@dataclass(frozen=True)
class Mark:
    x: float
    word: str
    width: float = 0.0


@dataclass(frozen=True)
class Gantt:
    """A plan to draw. `month_word` and `day_word` write the head in the reader's language."""

    id: str
    tasks: tuple[GanttTask, ...]
    links: tuple[GanttLink, ...]
    today: date
    spoken: str
    month_word: Callable[[date], str]
    day_word: Callable[[date], str]
    freezes: tuple[Freeze, ...] = ()
    scale: Scale = "week"
    first: date | None = None
    last: date | None = None
    rows: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.rows.update({task.key: i for i, task in enumerate(self.tasks)})

    @cached_property
    def begin(self) -> float:
        """The Monday on or before the first day shown."""
        day = self.first or date.fromordinal(int(min([self.today.toordinal(), *(t.start for t in self.tasks)])))
        return float((day - timedelta(days=day.weekday())).toordinal())

    @cached_property
    def finish(self) -> float:
        if self.last:
            return float(self.last.toordinal() + 1)
        ends = [max(t.end, t.float_to or 0) + 10 for t in self.tasks]
        return max([self.today.toordinal() + 14.0, self.begin + 1000 / PIXELS[self.scale], *ends])

    @property
    def width(self) -> int:
        return round((self.finish - self.begin) * PIXELS[self.scale])

    @property
    def height(self) -> int:
        return round(HEAD + ROW * len(self.tasks))

    def x(self, day: float) -> float:
        return round((day - self.begin) * PIXELS[self.scale], 1)

    def top(self, key: str) -> float:
        return HEAD + ROW * self.rows[key]

    @property
    def today_x(self) -> float:
        return self.x(self.today.toordinal() + 0.5)

    @property
    def bars(self) -> tuple[GanttBar, ...]:
        return tuple(self._bar(task) for task in self.tasks)

    def _bar(self, task: GanttTask) -> GanttBar:
        x, width = self.x(task.start), max(self.x(task.end) - self.x(task.start), 2.0)
        slips = task.float_to is not None and task.float_to > task.end and task.kind == "task"
        return GanttBar(
            task, x, self.top(task.key), round(width, 1), round(width * task.done, 1),
            self.x(task.float_to) if slips and task.float_to is not None else None,
            self.x(task.was[0]) if task.was else None,
            round(max(self.x(task.was[1]) - self.x(task.was[0]), 2.0), 1) if task.was else 0.0,
            None if task.due is None else self.x(task.due),
            (self.x(task.split[0]), self.x(task.split[1])) if task.split else None,
        )  # fmt: skip

    @property
    def elbows(self) -> tuple[GanttElbow, ...]:
        """Links between shown tasks, the driving ones last so that gold lies on top."""
        known = [link for link in self.links if link.from_key in self.rows and link.to_key in self.rows]
        return tuple(self._elbow(link) for link in sorted(known, key=lambda link: link.is_driving))

    def _elbow(self, link: GanttLink) -> GanttElbow:
        one, two = self.tasks[self.rows[link.from_key]], self.tasks[self.rows[link.to_key]]
        leaves_end, enters_start = link.type[0] == "F", link.type[1] == "S"
        x0 = self.x(one.end if leaves_end else one.start) + (8 if one.kind == "milestone" else 0)
        x1 = self.x(two.start if enters_start else two.end)
        y0, y1 = self.top(one.key) + ROW / 2, self.top(two.key) + ROW / 2
        out = 5.0 if leaves_end else -5.0
        if two.kind == "milestone" or (enters_start and x1 > x0 - 1 and abs(x1 - x0) < 6):
            drop = y1 - 9 if y1 > y0 else y1 + 9
            turn = -6.0 if y1 > y0 else 6.0
            at = x1 + (0 if two.kind == "milestone" else 4)
            return GanttElbow(f"M{x0:g} {y0:g}H{at:g}V{drop:g}", f"M{at:g} {drop:g}l-3.5 {turn:g}h7z", link.is_driving)
        into = -3.0 if enters_start else 3.0
        tip = f"M{x1:g} {y1:g}l{2 * into:g} -3.5v7z"
        if (enters_start and x1 - x0 >= 10) or not leaves_end:
            return GanttElbow(f"M{x0:g} {y0:g}h{out:g}V{y1:g}H{x1 + into:g}", tip, link.is_driving)
        middle = y1 - ROW / 2 if y1 > y0 else y1 + ROW / 2
        back = x1 + (-9 if enters_start else 9)
        return GanttElbow(f"M{x0:g} {y0:g}h{out:g}V{middle:g}H{back:g}V{y1:g}H{x1 + into:g}", tip, link.is_driving)

    @property
    def months(self) -> tuple[Mark, ...]:
        """Month words, each over its own stretch."""
        marks, day = [], date.fromordinal(int(self.begin))
        while day.toordinal() < self.finish:
            until = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
            stop = min(float(until.toordinal()), self.finish)
            if (stop - day.toordinal()) * PIXELS[self.scale] > 64:
                marks.append(Mark(self.x(float(day.toordinal())), self.month_word(day), self.x(stop)))
            day = until
        return tuple(marks)

    @property
    def ticks(self) -> tuple[Mark, ...]:
        """Mondays, or every day, or month starts, by scale."""
        step = {"day": 1, "week": 7, "month": 28}[self.scale]
        days = range(int(self.begin), int(self.finish), step)
        return tuple(Mark(self.x(float(n)), self.day_word(date.fromordinal(n))) for n in days)

    @property
    def frozen(self) -> tuple[Mark, ...]:
        return tuple(
            Mark(self.x(f.first.toordinal()), f.words, round(days * PIXELS[self.scale], 1))
            for f in self.freezes
            for days in [(f.last - f.first).days + 1]
        )
