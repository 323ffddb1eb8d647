"""Links between leaves in numbers, and the bound each one sets, forwards and backwards."""

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.engine.calendars import walk
from goldenthread.engine.instants import length_of
from goldenthread.engine.network.axis import Axis
from goldenthread.engine.network.compiled import Leaf
from goldenthread.engine.network.plan import Link


@dataclass(slots=True)
class Tie:
    """A link from leaf `p` to leaf `s`; it `is_plain` when one axis measures both ends and the lag.

    `lag_axis` is None for an elapsed lag.
    """

    p: int
    s: int
    link: Link
    lag: int
    lag_axis: Axis | None
    from_finish: bool
    to_finish: bool
    is_plain: bool

    def after(self, at: int) -> int:
        """The instant one lag after `at`."""
        return _moved(self.lag_axis, at, self.lag)

    def before(self, at: int) -> int:
        """The instant one lag before `at`."""
        return _moved(self.lag_axis, at, -self.lag)


def tie_of(link: Link, ends: tuple[int, int], leaves: Sequence[Leaf], project_axis: Axis) -> Tie:
    """A link in numbers."""
    p, s = ends
    of, to = leaves[p].axis, leaves[s].axis
    lag = length_of(link.lag)
    lag_axis: Axis | None = to
    if lag and link.lag_calendar != "successor":
        lag_axis = {"predecessor": of, "project": project_axis, "elapsed": None}[link.lag_calendar]
    return Tie(
        p=p,
        s=s,
        link=link,
        lag=lag,
        lag_axis=lag_axis,
        from_finish=link.type in ("FS", "FF"),
        to_finish=link.type in ("FF", "SF"),
        is_plain=of is to and (lag == 0 or lag_axis is of),
    )


def _moved(axis: Axis | None, at: int, lag: int) -> int:
    if lag == 0:
        return at
    if axis is None:
        return at + lag
    return walk.forward(axis.calendar, at, lag) if lag > 0 else walk.back(axis.calendar, at, -lag)
