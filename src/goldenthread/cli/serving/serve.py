"""`goldenthread serve`, `web` and `worker`: the processes of a running house."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from typing import Annotated

import typer

from goldenthread.cli.house import database, home, opened_house
from goldenthread.cli.output import examples, say
from goldenthread.cli.serving.parent import VARIABLE, follow_supervisor
from goldenthread.cli.serving.supervisor import Part, Supervisor
from goldenthread.foundation.errors import Refused, Unavailable

APPLICATION = "goldenthread.config.wsgi:application"
BLOCKING_THREADS = 4  # requests at work at once in one web process; the rest wait in line

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
        _migrate()
        web_command = ("web", "--host", host, "--port", str(port), "--workers", str(workers))
        parts = [Part(line[0], _command(*line), environment) for line in (web_command, ("worker",))]
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
    port = _free_port(host, port)
    with database():
        from granian import Granian  # noqa: PLC0415  only here
        from granian.constants import Interfaces  # noqa: PLC0415
        from granian.log import LogLevels  # noqa: PLC0415

        follow_supervisor()
        os.environ["GOLDENTHREAD_HOME"] = str(home())
        server = Granian(
            APPLICATION,
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=BLOCKING_THREADS,
            log_level=LogLevels.warning,
            respawn_failed_workers=True,
            workers_kill_timeout=20,
        )
        server.serve()


def worker() -> None:
    """Run the worker alone: reactions, clocks and schedules. Run as many as you like, on any machine."""
    with opened_house():
        from goldenthread.worker.process import run_worker  # noqa: PLC0415

        follow_supervisor()
        run_worker(os.environ.get("DATABASE_DIRECT_URL", ""))


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
    started_at = time.monotonic()
    status = subprocess.run(_command("migrate"), stdout=subprocess.DEVNULL, check=False).returncode  # noqa: S603  our own
    if status != 0:
        raise Unavailable(f"The database could not be migrated (after {time.monotonic() - started_at:.0f} s).")


def _command(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "goldenthread.cli", *arguments)


def _free_port(host: str, port: int) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(f"{host}:{port} cannot be used: {error.strerror}. Try --port 0 for a free port.") from error
        return int(probe.getsockname()[1])
