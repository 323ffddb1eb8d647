"""`goldenthread serve`, `web` and `worker`: the processes of a running house."""

import contextlib
import os
import socket
import subprocess
import sys
from typing import Annotated

import typer

from goldenthread.cli.home import home
from goldenthread.cli.house import database
from goldenthread.cli.migrate import is_up_to_date
from goldenthread.cli.output import examples, say
from goldenthread.cli.serving.parent import VARIABLE
from goldenthread.cli.serving.processes import run_web, run_worker, web_command, worker_command
from goldenthread.cli.serving.supervisor import Part, Supervisor
from goldenthread.foundation.errors import Refused, Unavailable

Host = Annotated[str, typer.Option(help="Address to listen on. 0.0.0.0 for all; then set GOLDENTHREAD_HOSTS.")]
Port = Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)]
Workers = Annotated[int, typer.Option(help="Web processes, about one a core.", min=1)]


def add_to(app: typer.Typer) -> None:
    everything = examples("goldenthread serve", "goldenthread serve --port 0", "goldenthread serve --host 0.0.0.0")
    app.command(epilog=everything)(serve)
    app.command(epilog=examples("DATABASE_URL=postgres://… goldenthread web --workers 4"))(web)
    app.command(epilog=examples("DATABASE_URL=postgres://… goldenthread worker"))(worker)


def serve(*, host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1) -> None:
    """Run everything: web, worker and, with no DATABASE_URL, PostgreSQL. What dies is started again."""
    port = _free_port(host, port)
    environment = {**os.environ, "GOLDENTHREAD_HOME": str(home()), VARIABLE: str(os.getpid())}
    with database() as postgres:
        if not is_up_to_date(os.environ["DATABASE_URL"]):
            _migrate()
        commands = {"web": web_command(host, port, workers), "worker": worker_command()}
        parts = [Part(name, command, environment) for name, command in commands.items()]
        announcement = _Announcement(host, port)

        def watch() -> None:
            announcement.look()
            if postgres is not None and not postgres.is_alive():
                say("PostgreSQL ended; it starts again.")
                postgres.ensure_running()

        Supervisor(parts, say, watch).run()
    say("Stopped.")


def web(*, host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1) -> None:
    """Run the pages and the API alone. Run `goldenthread migrate` first."""
    run_web(host, _free_port(host, port), workers)


def worker() -> None:
    """Run the worker alone: reactions, clocks and schedules. Run as many as you like, on any machine."""
    run_worker()


class _Announcement:
    """Says the address once, when somebody answers there."""

    def __init__(self, host: str, port: int) -> None:
        self._reach = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
        self._port = port
        self._is_said = False

    def look(self) -> None:
        if self._is_said:
            return
        with contextlib.suppress(OSError), socket.create_connection((self._reach, self._port), timeout=1):
            address = f"[{self._reach}]" if ":" in self._reach else self._reach
            say(f"Goldenthread is at http://{address}:{self._port}")
            self._is_said = True


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
