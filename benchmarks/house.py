"""A house to measure: a temporary home with the PostgreSQL that comes along, migrated, gone afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def temporary_home() -> Iterator[Path]:
    """An empty home; nothing of the caller's own house reaches it, nor what is measured reaches that."""
    kept = dict(os.environ)
    around = Path(tempfile.mkdtemp(prefix="goldenthread-bench-"))
    around.chmod(0o755)  # where we are root, PostgreSQL's own account must come through
    for name in [name for name in os.environ if name.startswith(("DATABASE_", "GOLDENTHREAD_"))]:
        del os.environ[name]
    os.environ["GOLDENTHREAD_HOME"] = str(around / "home")
    try:
        yield around / "home"
    finally:
        os.environ.clear()
        os.environ.update(kept)
        shutil.rmtree(around)


@contextmanager
def open_house() -> Iterator[Path]:
    """The home of a migrated house, its server running and Django ready. Once a process."""
    from goldenthread.cli.house import opened_house  # noqa: PLC0415
    from goldenthread.cli.migrate import migrate_database  # noqa: PLC0415

    with temporary_home() as home, opened_house(quietly=True):
        migrate_database()
        yield home


def server_processes(home: Path) -> list[int]:
    """The processes of a home's server: those that hold the lock it hands on to its children."""
    lock = (home / "postgres" / "server.lock").resolve()
    running = [process for process in Path("/proc").iterdir() if process.name.isdigit()]
    return [int(process.name) for process in running if _holds(process, lock)]


def server_cpu(home: Path) -> float:
    """Seconds of processor time that the living processes of a home's server have taken."""
    return cpu_of(server_processes(home))


def cpu_of(processes: Iterable[int]) -> float:
    """Seconds of processor time that these and their buried children have taken."""
    return sum(_ticks(process) for process in processes) / TICKS


def _holds(process: Path, lock: Path) -> bool:
    try:
        return any(handle.readlink() == lock for handle in (process / "fd").iterdir())
    except OSError:  # it ended, or belongs to somebody else
        return False


def _ticks(process: int) -> int:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(int(ticks) for ticks in fields[11:15])
