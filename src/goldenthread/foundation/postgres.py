"""The PostgreSQL that comes along: whoever needs it first starts it, whoever leaves last stops it.

Nothing here believes a process id in a file. Three file locks, which the kernel drops with their holders, say it all:

    users.lock      shared by every process that uses the server; who can have it alone is the last one
    starting.lock   held by the one who starts or stops it
    server.lock     inherited by `postgres` and all its children: while one of them lives, it is taken
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Self

from goldenthread.foundation.errors import Unavailable
from goldenthread.foundation.postgres_place import OWNER, Place, binary, place_for

LOG_LIMIT = 10_000_000  # bytes; a log past it starts anew with the server
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_startup_progress_interval": "1s",
    "jit": "off",
}


def database_url(home: Path, name: str = OWNER) -> str:
    """The address of a database in the embedded server of a home, running or not."""
    return place_for(home).url(name)


class EmbeddedPostgres:
    """A running server while the `with` lasts, shared with every other process that uses the same home.

    `settings` go to the server where this process starts it; `progress` is told, in words, what is waited for.
    """

    def __init__(
        self,
        home: Path,
        *,
        settings: Mapping[str, str] | None = None,
        progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.home = home
        self._settings = SETTINGS | dict(settings or {})
        self._progress = progress

    @property
    def url(self) -> str:
        return self._place.url(OWNER)

    def __enter__(self) -> Self:
        self._users = self._open_lock("users.lock")
        try:
            with self._starting():
                fcntl.flock(self._users, fcntl.LOCK_SH)
                self._start()
            self.ensure_database(OWNER)
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._leave()

    def ensure_running(self) -> None:
        """Start the server again if it died."""
        with self._starting():
            self._start()

    def is_alive(self) -> bool:
        """Whether any process of the server lives; cheap enough to ask every second."""
        lock = self._open_lock("server.lock")
        try:
            return not _take(lock)
        finally:
            os.close(lock)

    def stop_if_unused(self) -> bool:
        """Stop a server whose users were all killed; False while somebody uses it."""
        self._users = self._open_lock("users.lock")
        return self._leave()

    def ensure_database(self, name: str) -> str:
        """Make a database unless it is there, and say its address."""
        import psycopg  # noqa: PLC0415  a third of what a command loads, and not needed until the server runs
        from psycopg import sql  # noqa: PLC0415

        with self._starting(), psycopg.connect(self._place.url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self._place.url(name)

    @cached_property
    def _place(self) -> Place:
        return place_for(self.home)

    def _open_lock(self, name: str) -> int:
        path = self._place.folder / name
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        if os.geteuid() == 0:
            os.fchown(lock, self._place.folder.stat().st_uid, -1)  # root, visiting, shuts nobody out
        return lock

    @contextlib.contextmanager
    def _starting(self) -> Iterator[None]:
        lock = self._open_lock("starting.lock")
        try:
            if not _take(lock):
                self._progress("Waiting for another process to start or stop PostgreSQL")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _start(self) -> None:
        """Return when the server answers, however long recovery takes; raise Unavailable if it dies."""
        if not self._place.data.exists():
            self._progress("Creating the database cluster")
            self._place.create_cluster(sync=self._settings.get("fsync") != "off")
        self._place.check_version()
        is_started = False
        while not self._answers():
            lock = self._open_lock("server.lock")
            try:
                if _take(lock):  # no process of any earlier server lives
                    if is_started:
                        raise Unavailable(f"PostgreSQL does not start: {self._place.last_words()}")
                    self._launch(lock)
                    is_started = True
            finally:
                os.close(lock)
            self._progress(f"Starting PostgreSQL: {self._place.last_words()}")
            time.sleep(0.1)

    def _launch(self, lock: int) -> None:
        """Start `postgres` in a session of its own. Called only with server.lock in hand."""
        place = self._place
        place.account.make_folder(place.sockets)
        # The lock proves both files stale; the process ids in them may be a stranger's by now.
        for leftover in (place.data / "postmaster.pid", place.sockets / ".s.PGSQL.5432.lock"):
            leftover.unlink(missing_ok=True)
        settings = [f"--{name}={value}" for name, value in self._settings.items()]
        where: tuple[str | Path, ...] = ("-D", place.data, "-k", place.sockets, "-p", "5432")
        command = ("/bin/sh", "-c", '"$@" &', "sh", place.tools / "postgres", *where, *settings)
        with place.log.open("wb" if place.log.exists() and place.log.stat().st_size > LOG_LIMIT else "ab") as output:
            place.account.run(*command, output=output, keep=lock)

    def _answers(self) -> bool:
        command = (str(binary("pg_isready")), "-q", "-d", self._place.url("postgres"))
        return subprocess.run(command, check=False).returncode == 0  # noqa: S603  our own program

    def _leave(self) -> bool:
        with self._starting():
            is_last = _take(self._users)
            if is_last and self.is_alive():
                self._stop()
            os.close(self._users)
            return is_last

    def _stop(self) -> None:
        """Ask for a fast shutdown and wait for the last process to be gone."""
        patience = time.monotonic() + 10
        is_told = False
        while self.is_alive() and (is_told or time.monotonic() < patience):
            if not is_told and (process := self._place.listener()):
                os.kill(process, signal.SIGINT)
                is_told = True
            self._progress("Stopping PostgreSQL")
            time.sleep(0.05)
        with contextlib.suppress(OSError):
            self._place.sockets.rmdir()


def _take(lock: int) -> bool:
    """Whether the lock could be had alone, at once."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
