"""The best plan and the best bound that several workers have found, and when to stop looking."""

import math
import threading
import time
from collections.abc import Callable
from typing import Any

TOLERANCE = 1e-6


class Record:
    """Shared by workers: a plan only ever gets better, a bound only ever rises.

    It holds the one stop watch of levelling, which measures the limit and never enters a plan.
    """

    def __init__(self, seconds: float, should_stop: Callable[[], bool] | None = None) -> None:
        self._begun = time.perf_counter()
        self._seconds = seconds
        self._should_stop = should_stop
        self._lock = threading.Lock()
        self._is_told = True
        self.is_ended = False
        self.value = math.inf
        self.bound = 0.0
        self.positions: Any = None
        self.crew: Any = None

    def offer(self, value: float, positions: Any, crew: Any) -> None:
        """A plan that may be better than the best so far."""
        with self._lock:
            if value < self.value - TOLERANCE:
                self.value, self.positions, self.crew, self._is_told = value, positions, crew, False

    def raise_bound(self, bound: float) -> None:
        """A bound that may be higher than the best so far."""
        with self._lock:
            self.bound = max(self.bound, min(bound, self.value))

    @property
    def is_proven(self) -> bool:
        """Whether no plan can be better than the best."""
        return self.value <= self.bound + TOLERANCE

    @property
    def left(self) -> float:
        """Seconds that are left, none when the asker has stopped or there is nothing left to find."""
        if self.is_ended or self.is_proven or (self._should_stop is not None and self._should_stop()):
            self.is_ended = True
            return 0.0
        return max(0.0, self._seconds - (time.perf_counter() - self._begun))

    def news(self) -> tuple[float, float, Any] | None:
        """Value, bound and positions of a plan that has not been told yet."""
        with self._lock:
            if self._is_told:
                return None
            self._is_told = True
            return self.value, self.bound, self.positions
