"""How a long calculation is watched: it tells what share of it is done, and asks whether it should stop."""

from collections.abc import Callable

STEP = 0.01
"""Told no more often than at such steps, so that whoever listens is not kept busy."""

ShouldStop = Callable[[], bool] | None
OnProgress = Callable[[float], None] | None


class Watch:
    """Both ends of it: shares rise from above 0 to 1 and never fall; once stopped, it stays so."""

    def __init__(self, should_stop: ShouldStop = None, on_progress: OnProgress = None) -> None:
        self._should_stop, self._on_progress = should_stop, on_progress
        self._told, self._stopped = 0.0, False

    @property
    def is_stopped(self) -> bool:
        """Whether it should come to an end now."""
        if not self._stopped and self._should_stop is not None:
            self._stopped = self._should_stop()
        return self._stopped

    def tell(self, share: float) -> None:
        """So much is done, of 1."""
        share = min(share, 1.0)
        if self._on_progress is not None and (share >= self._told + STEP or share == 1 > self._told):
            self._told = share
            self._on_progress(share)

    def part(self, begin: float, end: float) -> "Watch":
        """A watch over a part, which is done from one share of the whole to another."""
        return Watch(lambda: self.is_stopped, lambda share: self.tell(begin + (end - begin) * share))
