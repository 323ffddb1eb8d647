"""Small drawings of kept promises: attainment bars, availability by day, load by team and week."""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf
from typing import Literal

DayKind = Literal["ok", "part", "down", "planned", "none"]


@dataclass(frozen=True)
class Attain:
    """How much of a target was kept, on a bar that begins at `low`; shares of 1."""

    kept: float
    aim: float
    spoken: str
    kind: Literal["good", "risk", "bad"] = "good"
    low: float = 0.8

    @property
    def width(self) -> str:
        return self._at(self.kept)

    @property
    def goal(self) -> str:
        return self._at(self.aim)

    def _at(self, share: float) -> str:
        return f"{100 * min(max((share - self.low) / (1 - self.low), 0.01), 1):.1f}%"


@dataclass(frozen=True)
class Day:
    """One day of a service, and how much of it stood (1 is all)."""

    kind: DayKind
    up: float = 1.0


@dataclass(frozen=True)
class DayMark:
    css: str
    x: str
    y: float
    height: float


@dataclass(frozen=True)
class Strip:
    """Availability, a bar a day."""

    days: tuple[Day, ...]
    spoken: str
    first: str
    last: str

    @property
    def width(self) -> str:
        return f"{70 / max(len(self.days), 1):.2f}%"

    @property
    def marks(self) -> tuple[DayMark, ...]:
        css = {"ok": "d-ok", "part": "d-b1", "down": "d-b2", "planned": "d-pl", "none": "d-no"}
        share = 100 / max(len(self.days), 1)
        heights = [28.0 if day.kind in ("ok", "planned", "none") else max(28 * day.up, 6.0) for day in self.days]
        return tuple(
            DayMark(css[day.kind], f"{i * share:.2f}%", round(30 - height, 1), round(height, 1))
            for i, (day, height) in enumerate(zip(self.days, heights, strict=True))
        )


@dataclass(frozen=True)
class HeatCell:
    """Load of a team in a week: `load` is a share of what the calendar gives, `running` the part that runs services.

    `running` is None where nothing is asked at all.
    """

    load: float | None
    running: float | None = 0.0
    url: str = ""
    is_frozen: bool = False
    is_chosen: bool = False

    @property
    def text(self) -> str:
        if self.load is None:
            return "–"
        return "∞" if isinf(self.load) else str(round(self.load * 100))

    @property
    def css(self) -> str:
        names = [f"heat-{heat_level(self.load)}"]
        names += ["over"] if self.load is not None and self.load > 1 else []
        names += ["frz"] if self.is_frozen else []
        names += ["sel"] if self.is_chosen else []
        return " ".join(names)

    @property
    def run_width(self) -> str:
        return f"{100 * (self.running or 0):.0f}%"

    @property
    def change_width(self) -> str:
        return f"{100 * (1 - (1 if self.running is None else self.running)):.0f}%"


@dataclass(frozen=True)
class HeatRow:
    name: str
    note: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class Heat:
    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    total: HeatRow | None = None


def heat_level(load: float | None) -> int:
    """0 to 4 in one hue up to 100 %, 5 and 6 in another past it."""
    if load is None:
        return 0
    return 6 if isinf(load) else sum(round(load * 100) > edge for edge in (50, 70, 85, 95, 100, 110))


@dataclass(frozen=True)
class Pull:
    """One source of a tornado: how far it alone moves an outcome down and up, in the outcome's own unit."""

    name: str
    url: str
    low: float
    high: float
    text: str


@dataclass(frozen=True)
class PullMark:
    """A pull as drawn: left end and width in percent of the box, and its words."""

    name: str
    url: str
    x: str
    width: str
    text: str


@dataclass(frozen=True)
class Tornado:
    """What pulls most at an outcome, the widest first, around the outcome's mean."""

    title: str
    pulls: tuple[Pull, ...]
    note: str = ""

    @property
    def _reach(self) -> tuple[float, float]:
        ends = [0.0, *(end for pull in self.pulls for end in (pull.low, pull.high))]
        return min(ends), max(ends)

    @property
    def middle(self) -> str:
        low, high = self._reach
        return f"{100 * -low / ((high - low) or 1):.2f}%"

    @property
    def marks(self) -> tuple[PullMark, ...]:
        low, high = self._reach
        whole = (high - low) or 1
        return tuple(
            PullMark(
                pull.name,
                pull.url,
                f"{100 * (min(pull.low, pull.high) - low) / whole:.2f}%",
                f"{max(100 * abs(pull.high - pull.low) / whole, 0.5):.2f}%",
                pull.text,
            )
            for pull in self.pulls
        )
