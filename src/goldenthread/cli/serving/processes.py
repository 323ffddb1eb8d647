"""The two processes of a running house, web and worker; run as a module they load nothing they do not need."""

import multiprocessing
import os
import sys
from importlib import import_module

from goldenthread.cli.exits import leave_on_sigterm
from goldenthread.cli.home import home
from goldenthread.cli.house import database, opened_house
from goldenthread.cli.serving.gate import wait_at_gate
from goldenthread.cli.serving.parent import follow_supervisor

MODULE = "goldenthread.config.wsgi"
APPLICATION = f"{MODULE}:serving"
BLOCKING_THREADS = 4  # requests at work at once in one web process; the rest wait in line
DRAIN_FOR = 20  # seconds for requests in hand
HEAD_WITHIN = 5  # seconds for the head of a request: a connection that says nothing must not hold up the drain


def run_web(host: str, port: int, workers: int, *, quietly: bool = False) -> None:
    """Serve pages and API until SIGTERM or SIGINT. While the database is opened for us, everything else is loaded."""
    with database(quietly=quietly, meanwhile=_load):
        from granian import Granian  # noqa: PLC0415  only here
        from granian.constants import Interfaces  # noqa: PLC0415
        from granian.http import HTTP1Settings  # noqa: PLC0415
        from granian.log import LogLevels  # noqa: PLC0415

        follow_supervisor()
        Granian(
            APPLICATION,
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            factory=True,
            workers=workers,
            blocking_threads=BLOCKING_THREADS,
            log_level=LogLevels.warning,
            respawn_failed_workers=True,
            workers_kill_timeout=DRAIN_FOR,
            http1_settings=HTTP1Settings(header_read_timeout=HEAD_WITHIN * 1000),
        ).serve()


def _load() -> None:
    """Load the house before the web processes are made, which then share it; where they begin anew, each loads it."""
    os.environ["GOLDENTHREAD_HOME"] = str(home())
    if multiprocessing.get_start_method() == "fork":
        import_module(MODULE)
    wait_at_gate()


def run_worker(*, quietly: bool = False) -> None:
    """Take jobs until SIGTERM or SIGINT."""
    with opened_house(quietly=quietly):
        from goldenthread.worker.process import run_worker as work  # noqa: PLC0415  needs Django

        follow_supervisor()
        work(os.environ.get("DATABASE_DIRECT_URL", ""))


def web_command(host: str, port: int, workers: int) -> tuple[str, ...]:
    return (sys.executable, "-m", __spec__.name, "web", host, str(port), str(workers))


def worker_command() -> tuple[str, ...]:
    return (sys.executable, "-m", __spec__.name, "worker")


if __name__ == "__main__":
    leave_on_sigterm()
    match sys.argv[1:]:
        case ["web", host, port, workers]:
            run_web(host, int(port), int(workers), quietly=True)
        case ["worker"]:
            run_worker(quietly=True)
