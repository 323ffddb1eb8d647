"""A figure that can be opened: its value, the rule behind it, the inputs with their sources, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class FigureInput:
    """One bead on the short thread that ends in the result. Without text it is missing, and shown as such."""

    label: str
    text: str = ""
    source: str = ""
    url: str = ""

    @property
    def is_missing(self) -> bool:
        return not self.text


@dataclass(frozen=True)
class FigureAct:
    """A link at the foot of the panel, in a verb."""

    label: str
    url: str


@dataclass(frozen=True)
class Figure:
    """A figure as text, with its panel.

    `id` is unique in the page. `value` replaces `text` in the panel where the full value is longer. `panel_url` fetches
    the panel when it is asked for (and is where the link leads without script): for tables with many figures.
    """

    id: str
    label: str
    text: str
    rule: str = ""
    inputs: tuple[FigureInput, ...] = ()
    sum_label: str = ""
    sum_note: str = ""
    acts: tuple[FigureAct, ...] = ()
    read_at: str = ""
    value: str = ""
    was: str = ""
    panel_url: str = ""

    @property
    def is_unknown(self) -> bool:
        return self.text in ("", "–")


def unknown(id: str, label: str, rule: str, inputs: Sequence[FigureInput]) -> Figure:  # noqa: A002
    """A figure that cannot be worked out yet: a dash that still opens, to say what is missing."""
    return Figure(id=id, label=label, text="–", rule=rule, inputs=tuple(inputs))


@dataclass(frozen=True)
class Spark:
    """A small curve in a box of 72 by 24: points as SVG writes them, the last one, and the height of the aim."""

    points: str
    end_x: float
    end_y: float
    aim_y: float | None = None


@dataclass(frozen=True)
class Tile:
    """One headline figure with its line below and its curve."""

    figure: Figure
    note: str = ""
    spark: Spark | None = None


def spark(values: Sequence[float], aim: float | None = None) -> Spark | None:
    """The curve of at least two readings, oldest first; none for fewer."""
    if len(values) < 2:
        return None
    low = min(*values, *([] if aim is None else [aim]))
    high = max(*values, *([] if aim is None else [aim]))
    height = (high - low) or 1.0

    def y(value: float) -> float:
        return round(22 - 20 * (value - low) / height, 1)

    points = [(round(70 * i / (len(values) - 1), 1), y(value)) for i, value in enumerate(values)]
    text = " ".join(f"{px:g},{py:g}" for px, py in points)
    return Spark(text, *points[-1], None if aim is None else y(aim))
