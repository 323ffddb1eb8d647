"""Computations for the tests of runs; loaded in a process of their own, without Django."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable


def count(to: int, each: float, *, tell: Callable[[int], None], should_stop: Callable[[], bool]) -> int:
    """Count to a number, telling each one, until it should stop."""
    for number in range(1, to + 1):
        if should_stop():
            return number
        tell(number)
        time.sleep(each)
    return to


def deaf(seconds: float) -> None:
    """Hears nothing for so long."""
    time.sleep(seconds)


def divide(by: int) -> float:
    return 1 / by


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
