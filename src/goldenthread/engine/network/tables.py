"""The tables a plan is compiled to: a row of whole numbers for every leaf, tie, axis and segment of an axis.

The compiled passes read them as structured arrays, the plain ones as lists of rows; in both, a row answers to the names
of its fields. Flags are 0 or 1.
"""

from operator import attrgetter
from typing import Any, Literal

import numpy as np

from goldenthread.engine.network.plan import LinkType

DriverKind = Literal["start", "release", "status", "constraint", "link", "calendar", "actual"]

KINDS: tuple[DriverKind, ...] = ("start", "release", "status", "constraint", "link", "calendar", "actual")
LINK_TYPES: tuple[LinkType, ...] = ("SS", "FS", "SF", "FF")
"""By what a tie leads from and to: 1 from a finish and 2 to a finish, added."""

START, RELEASE, STATUS, CONSTRAINT, LINK, CALENDAR, ACTUAL = range(7)

NONE = -(1 << 62)
"""Where a point or an instant may be missing: it is."""

NEVER = 1 << 62
"""Where a ceiling may be missing: it is."""

FAR = 1 << 61
"""Points beyond it are refused, so that no sum of a point, a lag and a duration leaves 64 bits."""

LONGEST = 1 << 60
"""Microseconds; a duration or lag of this length reaches beyond every year there is."""

LEAVES = np.dtype(
    [
        # What is given. Points are on the axis of the leaf's own calendar, `work` is what is left to do; `floor` is the
        # first start that plan, project, status date and constraints allow, and `floor_kind` which of them; `fixed` the
        # start that an inflexible constraint demands; `ceiling` the last finish that constraints and deadlines allow;
        # `group` is 0, or one more than the number of its project; `started` and `finished` are actuals as points,
        # `started_at` and `finished_at` as instants.
        ("work", np.int64),
        ("floor", np.int64),
        ("fixed", np.int64),
        ("ceiling", np.int64),
        ("started", np.int64),
        ("finished", np.int64),
        ("axis", np.int64),
        ("floor_kind", np.int8),
        ("is_alap", np.int8),
        # What the passes find: `resume` is where remaining work begins; `driver` is the row of the tie that holds the
        # leaf, or -1 less the kind of bound; a leaf without work is told at an opening (`at_opening`) unless a finish
        # brought it to where it is; `cap` is the finish of its project on its own axis, `end` on the plan's.
        # `is_changed` asks for a leaf to be placed, `is_touched` marks what was.
        ("is_changed", np.int8),
        ("is_touched", np.int8),
        ("at_opening", np.int8),
        # Its ties: those into it are the rows `into` to `into_end`, those out of it are found at `out` to `out_end` in
        # the ties' own `out`.
        ("into", np.int32),
        ("into_end", np.int32),
        ("out", np.int32),
        ("out_end", np.int32),
        ("driver", np.int32),
        ("group", np.int64),
        ("early_start", np.int64),
        ("resume", np.int64),
        ("early_finish", np.int64),
        ("late_start", np.int64),
        ("late_finish", np.int64),
        ("cap", np.int64),
        ("end", np.int64),
        ("started_at", np.int64),
        ("finished_at", np.int64),
    ],
    align=True,
)
"""A leaf is a task that is no summary; a leaf stands after its predecessors."""

TIES = np.dtype(
    [
        ("lag", np.int64),
        ("lag_axis", np.int64),
        ("p", np.int32),
        ("s", np.int32),
        ("out", np.int32),
        ("from_finish", np.int8),
        ("to_finish", np.int8),
        ("is_plain", np.int8),
    ],
    align=True,
)
"""A tie is a link between two leaves, sorted by successor and then in the plan's order. It `is_plain` when one axis
measures both ends and the lag; `lag_axis` is -1 for an elapsed lag. Row `n` holds the n-th tie by predecessor in `out`.
"""

AXES = np.dtype(
    [(name, np.int64) for name in ("first", "last", "since", "until", "is_first", "is_last", "lack", "failed")]
)
"""An axis has the segments `first` to `last` and knows instants from `since` to `until`; no open time comes before its
first where it `is_first`, nor after its last where it `is_last`. `lack` is the direction in which it was too short;
`failed` stands in the first row alone: 1 when an axis was too short, 2 when a point was out of range."""

SEGMENTS = np.dtype([(name, np.int64) for name in ("start", "end", "after")])
"""An open segment in microseconds since 1970, and the point of its end."""

TOLD = np.dtype(
    [
        (name, np.int64)
        for name in (
            *("early_start", "early_finish", "late_start", "late_finish"),
            *("total_float", "free_float", "is_critical", "kind"),
        )
    ]
)
"""What is told of a leaf: instants, floats in microseconds on the plan's axis, the kind of its driver."""


class Row:
    """A row of a table in the plain passes."""

    def __init__(self, names: tuple[str, ...], values: tuple[int, ...]) -> None:
        self.__dict__.update(zip(names, values, strict=True))


class SegmentRows(dict[int, Row]):
    """The rows of a table of segments, made when they are asked for: a pass looks at few of them."""

    def __init__(self, table: Any) -> None:
        self.table = table

    def __missing__(self, i: int) -> Row:
        found = self[i] = Row(self.table.dtype.names, self.table[i].tolist())
        return found


def as_rows(table: Any) -> Any:
    """A structured array as rows."""
    if table.dtype == SEGMENTS:
        return SegmentRows(table)
    names = table.dtype.names
    return [Row(names, values) for values in table.tolist()]


def write_back(rows: Any, table: Any) -> None:
    """Put rows into the structured array they came from."""
    if rows:
        table[:] = list(map(attrgetter(*table.dtype.names), rows))
