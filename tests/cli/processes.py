"""What the kernel says of processes, and waiting for it to say something else."""

import time
from collections.abc import Callable
from pathlib import Path


def children(process: int) -> list[int]:
    """What its threads started and still runs, or waits to be reaped."""
    lists = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for found in lists for child in found.read_text().split()]


def lives(process: int) -> bool:
    """Whether a process runs; one that waits to be reaped does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(condition: Callable[[], object], patience: float = 40) -> None:
    until = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)
