"""`goldenthread serve`, `web` and `worker`: the processes of a running house."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Annotated

import typer

from goldenthread.cli.home import home
from goldenthread.cli.house import database
from goldenthread.cli.migrate import is_up_to_date
from goldenthread.cli.output import examples, say
from goldenthread.cli.serving import gate
from goldenthread.cli.serving.parent import VARIABLE
from goldenthread.cli.serving.processes import run_web, run_worker, web_command, worker_command
from goldenthread.cli.serving.supervisor import Part, Supervisor
from goldenthread.foundation.errors import Refused, Unavailable
from goldenthread.foundation.postgres import EmbeddedPostgres

Host = Annotated[str, typer.Option(help="Address to listen on. 0.0.0.0 for all; then set GOLDENTHREAD_HOSTS.")]
Port = Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)]
Workers = Annotated[int, typer.Option(help="Web processes, about one a core.", min=1)]

PAGES_FIRST = 10.0  # seconds the worker waits for the pages to be there, which need the processor more


def add_to(app: typer.Typer) -> None:
    everything = examples("goldenthread serve", "goldenthread serve --port 0", "goldenthread serve --host 0.0.0.0")
    app.command(epilog=everything)(serve)
    app.command(epilog=examples("DATABASE_URL=postgres://… goldenthread web --workers 4"))(web)
    app.command(epilog=examples("DATABASE_URL=postgres://… goldenthread worker"))(worker)


def serve(*, host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1) -> None:
    """Run everything: web, worker and, with no DATABASE_URL, PostgreSQL. What dies is started again."""
    port = _free_port(host, port)
    environment = {**os.environ, "GOLDENTHREAD_HOME": str(home()), VARIABLE: str(os.getpid())}
    entrance = gate.Gate()
    behind = {**environment, gate.VARIABLE: str(entrance.entry)}
    web = Part("web", web_command(host, port, workers), behind, handed_on=[entrance.entry])
    announcement = _Announcement(host, port)
    worker = Part("worker", worker_command(), environment, may_start=_after(announcement.look))
    supervisor = Supervisor([web, worker], say)
    try:
        with database(meanwhile=lambda: web.tend(time.monotonic(), say)) as postgres:
            if not is_up_to_date(os.environ["DATABASE_URL"]):
                _migrate()
            entrance.open()
            supervisor.watch = _watch(announcement, postgres)
            supervisor.run()
    finally:
        supervisor.stop()  # what loads while the database does not open
    say("Stopped.")


def web(*, host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1) -> None:
    """Run the pages and the API alone. Run `goldenthread migrate` first."""
    run_web(host, _free_port(host, port), workers)


def worker() -> None:
    """Run the worker alone: reactions, clocks and schedules. Run as many as you like, on any machine."""
    run_worker()


def _watch(announcement: "_Announcement", postgres: EmbeddedPostgres | None) -> Callable[[], None]:
    def watch() -> None:
        announcement.look()
        if postgres is not None and not postgres.is_alive():
            say("PostgreSQL ended; it starts again.")
            postgres.ensure_running()

    return watch


def _after(event: Callable[[], bool]) -> Callable[[], bool]:
    """True once the event was, or has let wait too long: nobody waits for the worker, somebody for the first page."""
    patience = time.monotonic() + PAGES_FIRST
    return lambda: event() or time.monotonic() > patience


class _Announcement:
    """Says the address once, when somebody answers there."""

    def __init__(self, host: str, port: int) -> None:
        self._reach = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
        self._port = port
        self._is_said = False

    def look(self) -> bool:
        """Whether somebody answered by now."""
        if self._is_said:
            return True
        with contextlib.suppress(OSError), socket.create_connection((self._reach, self._port), timeout=1):
            address = f"[{self._reach}]" if ":" in self._reach else self._reach
            say(f"Goldenthread is at http://{address}:{self._port}")
            self._is_said = True
        return self._is_said


def _migrate() -> None:
    """In a process of its own, so that this one stays small."""
    command = (sys.executable, "-m", "goldenthread.cli", "migrate")
    if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode != 0:  # noqa: S603  our own
        raise Unavailable("The database could not be migrated.")


def _free_port(host: str, port: int) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(f"{host}:{port} cannot be used: {error.strerror}. Try --port 0 for a free port.") from error
        return int(probe.getsockname()[1])
