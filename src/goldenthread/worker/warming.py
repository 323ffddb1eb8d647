"""Compiles what long calculations need, once after each update, so that whoever asks for one does not wait for it."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from goldenthread import engine
from goldenthread.engine import levelling, network
from goldenthread.foundation.apart import Apart, Broke, Computation

PACKAGE = Path(engine.__file__).parent
KERNELS: Sequence[Callable[[], None]] = (levelling.warm, network.warm)
CACHE = "NUMBA_CACHE_DIR"
SETTLED_AFTER = 60.0  # seconds: the first pages of a house that starts come first

log = logging.getLogger(__name__)


def keep_kernels(folder: Path) -> None:
    """Have machine code kept in a folder of the house where the program's own must not be written to.

    For this process and those it starts; before any of them loads numba. A folder that is named already stays.
    """
    if not os.access(PACKAGE, os.W_OK):
        os.environ.setdefault(CACHE, str(folder))


def warm_beside(
    folder: Path, kernels: Sequence[Callable[[], None]] = KERNELS, after: float = SETTLED_AFTER
) -> threading.Thread:
    """Compile in a process of its own, `after` so many seconds; nothing where that was done for this very program."""
    thread = threading.Thread(target=_warm, args=(folder, kernels, after), name="warming", daemon=True)
    thread.start()
    return thread


def _warm(folder: Path, kernels: Sequence[Callable[[], None]], after: float) -> None:
    time.sleep(after)
    done, this = folder / "warm", _program()
    if done.exists() and done.read_text() == this:
        return
    for kernel in kernels:
        apart = Apart(Computation(kernel))
        try:
            for message in apart:
                if isinstance(message, Broke):
                    log.warning("The kernels could not be compiled ahead: %s", message.trace)
                    return
        finally:
            apart.end()
    folder.mkdir(parents=True, exist_ok=True)
    done.write_text(this)


def _program() -> str:
    """What machine code depends on: Python, numba, and when the engine's files were last written."""
    try:
        numba = version("numba")
    except PackageNotFoundError:
        numba = "none"
    written = max(path.stat().st_mtime_ns for path in PACKAGE.rglob("*.py"))
    return f"{sys.version} numba {numba} engine {PACKAGE} {written}"
