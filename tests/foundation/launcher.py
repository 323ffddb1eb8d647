"""Processes that use an embedded server, as other terminals and other accounts would."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

import goldenthread
from goldenthread.foundation.postgres_place import Account, place_for

USER = """
import signal, sys
from pathlib import Path
from goldenthread.foundation.errors import GoldenthreadError
from goldenthread.foundation.postgres import EmbeddedPostgres
signal.signal(signal.SIGINT, signal.SIG_IGN)
try:
    with EmbeddedPostgres(Path(sys.argv[1]), settings={"fsync": "off"}):
        print("ready", flush=True)
        sys.stdin.read()
except GoldenthreadError as error:
    print(error, flush=True)
"""


class User:
    """Another process; `answer` is "ready", or the sentence it was refused with."""

    def __init__(self, home: Path, uid: int | None = None) -> None:
        libraries = (str(Path(module.__file__).parents[1]) for module in (goldenthread, psycopg))
        environment = {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(libraries)}
        self.process = subprocess.Popen(
            [python_for(uid), "-c", USER, str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd="/",
            text=True,
            start_new_session=True,
            user=uid,
            group=uid,
            extra_groups=None if uid is None else [],
        )

    @property
    def answer(self) -> str:
        return self.process.stdout.readline().strip()

    def press_ctrl_c(self) -> None:
        os.killpg(self.process.pid, signal.SIGINT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def leave(self) -> None:
        self.process.communicate()


def python_for(uid: int | None) -> str:
    """Our own Python; for an account that may not enter its folder, the system's of the same version."""
    if uid is None or Account(uid, uid).can_enter(Path(sys.executable).resolve()):
        return sys.executable
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = shutil.which(f"python{version}", path=os.defpath)
    return found or pytest.skip(f"no Python {version} that another account may run")


@contextmanager
def user(home: Path, uid: int | None = None) -> Iterator[User]:
    somebody = User(home, uid)
    try:
        yield somebody
    finally:
        somebody.leave()


def server_of(home: Path) -> int:
    """The process id of the server that listens in a home, 0 where none does."""
    return place_for(home).listener()
