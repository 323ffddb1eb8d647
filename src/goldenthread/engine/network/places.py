"""Where every task of a schedule stands, in columns: for what compares or sends a whole plan at once."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from goldenthread.engine.network.passes import Network


@dataclass(frozen=True)
class Places:
    """A row for every task in the plan's order, summaries too, with what `ScheduledTask` tells of it.

    Instants are microseconds since 1970, floats microseconds of working time on the plan's calendar. The driver is told
    by `kind` (its place in `KINDS`), `holder` (the row of its link's predecessor, or -1) and `link_type` (its place in
    `LINK_TYPES`, or -1).
    """

    early_start: Any
    early_finish: Any
    late_finish: Any
    total_float: Any
    is_critical: Any
    kind: Any
    holder: Any
    link_type: Any

    def differing(self, other: "Places") -> Any:
        """The rows that stand elsewhere than in `other`, which has the same tasks in the same order."""
        pairs = ((getattr(self, column.name), getattr(other, column.name)) for column in fields(self))
        return np.flatnonzero(np.logical_or.reduce([now != then for now, then in pairs]))

    def lists(self, rows: Any) -> list[list[Any]]:
        """The columns of these rows, in the order of the fields, as lists of plain values."""
        return [getattr(self, column.name)[rows].tolist() for column in fields(self)]


def places_of(network: Network) -> Places:
    """The places of a network's tasks. A summary is held as its earliest leaf, or the first of several."""
    structure, told, ties = network.structure, network.told, network.ties
    below, first = structure.below, structure.below_of[:-1]
    starts, finishes = told["early_start"][below], told["early_finish"][below]
    early_start = np.minimum.reduceat(starts, first)
    is_first = np.flatnonzero(starts == np.repeat(early_start, np.diff(structure.below_of)))
    leading = below[is_first[np.searchsorted(is_first, first)]]
    tie = network.leaves["driver"][leading]
    is_tied = np.flatnonzero(tie >= 0)
    holder, link_type, tie = np.full(len(tie), -1), np.full(len(tie), -1), tie[is_tied]
    holder[is_tied] = structure.holders[structure.link[tie]]
    link_type[is_tied] = ties["from_finish"][tie] + 2 * ties["to_finish"][tie]
    return Places(
        early_start=early_start,
        early_finish=np.maximum.reduceat(finishes, first),
        late_finish=np.maximum.reduceat(told["late_finish"][below], first),
        total_float=np.minimum.reduceat(told["total_float"][below], first),
        is_critical=np.maximum.reduceat(told["is_critical"][below], first) == 1,
        kind=told["kind"][leading],
        holder=holder,
        link_type=link_type,
    )
