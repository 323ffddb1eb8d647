"""Importing a real incident log: how many of its events are stored in a second of all processors' time."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.house import open_house, server_cpu
from benchmarks.result import LeftOutError, Result

LOG = Path("data", "servicenow-incidents", "incident_event_log_sample.csv.gz")


def the_log() -> Path:
    """Where the log lies, if it is there."""
    return Path(os.environ.get("GOLDENTHREAD_SHARED") or Path(__file__).parents[2] / "shared") / LOG


def measure() -> Iterator[Result]:
    log = the_log()
    if not log.exists():
        raise LeftOutError(f"there is no {log}; set GOLDENTHREAD_SHARED to the shared folder.")
    with open_house() as home:
        from goldenthread.connectors.servicenow import import_log  # noqa: PLC0415  Django is ready only now
        from goldenthread.foundation.actors import SYSTEM  # noqa: PLC0415

        ours, theirs, start = time.process_time(), server_cpu(home), time.perf_counter()
        with log.open("rb") as content:
            done = import_log(SYSTEM.at(datetime.now(UTC)), content)
        ours, theirs = time.process_time() - ours, server_cpu(home) - theirs
        passed = time.perf_counter() - start
    note = f"{done.events:,} events: {ours:.1f} s here, {theirs:.1f} s in PostgreSQL, {passed:.1f} s by the clock"
    yield Result(
        "servicenow: events stored a CPU second", done.events / (ours + theirs), "events", 1500, True, note=note
    )
