"""`goldenthread serve` as an operator starts it: how long to the first page, and what it holds while nobody asks."""

import contextlib
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks.house import cpu_of, server_processes, temporary_home
from benchmarks.result import LeftOutError, Result

COMMAND = (sys.executable, "-m", "goldenthread.cli")
PATIENCE = 60.0  # seconds for a page
REST = 10.0  # seconds until it is idle, and all that is loaded later is there
STARTS = 2


def measure() -> Iterator[Result]:
    if not Path("/proc/self/smaps_rollup").exists():
        raise LeftOutError("only Linux tells the memory of processes without counting what they share twice.")
    with temporary_home() as home:
        subprocess.run([*COMMAND, "migrate"], check=True, capture_output=True)
        goes = [_start(home) for _ in range(STARTS)]
    passed, busy = min((seconds, busy) for seconds, busy, _ in goes)
    parts = min((parts for *_, parts in goes), key=lambda parts: sum(parts.values()))
    said = ", ".join(f"{name} {size:.0f}" for name, size in parts.items())
    yield Result("serve: first page, database migrated", passed, "s", 3, note=f"{busy:.1f} s of CPU by all processes")
    yield Result("serve: idle, all processes, PSS", sum(parts.values()), "MB", 400, note=said)


def _start(home: Path) -> tuple[float, float, dict[str, float]]:
    """Seconds to the first page, seconds of processor time that took, and the megabytes of each part at rest."""
    port = _free_port()
    start = time.perf_counter()
    house = subprocess.Popen([*COMMAND, "serve", "--port", str(port)], stderr=subprocess.DEVNULL)
    try:
        _first_page(house, f"http://127.0.0.1:{port}/", start + PATIENCE)
        passed = time.perf_counter() - start
        busy = cpu_of([house.pid, *_below(house.pid), *server_processes(home)])
        time.sleep(REST)
        ours, server = [house.pid, *_below(house.pid)], server_processes(home)
        return passed, busy, {"Python": _memory(ours), "PostgreSQL": _memory(server)}
    finally:
        house.send_signal(signal.SIGTERM)
        house.wait()


def _first_page(house: subprocess.Popen[bytes], address: str, until: float) -> None:
    while time.perf_counter() < until and house.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=PATIENCE) as page:
            if page.status == 200 and page.read():
                return
        time.sleep(0.02)
    raise RuntimeError(f"Nothing answers at {address}.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _below(process: int) -> list[int]:
    """The living descendants of a process."""
    found: list[int] = []
    with contextlib.suppress(OSError):  # it ended meanwhile
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child), *_below(int(child))]
    return found


def _memory(processes: list[int]) -> float:
    """Megabytes, each shared page counted once in all."""
    total = 0
    for process in processes:
        with contextlib.suppress(OSError):  # it ended meanwhile
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total * 1024 / 1e6
