"""One embedded PostgreSQL for the whole run: the controller starts it, every xdist worker finds its address.

It is named with `-p` because pytest-django reads the settings, and so DATABASE_URL, before any conftest.py is read.
"""

import os
import shutil
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from goldenthread.foundation.postgres import EmbeddedPostgres

PREFIX = f"goldenthread-tests-{os.geteuid()}-"
FILES = f"goldenthread-files-{os.geteuid()}-"
HOMELESS = "GOLDENTHREAD_TEST_HOME"
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
}
_run = ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    if HOMELESS not in os.environ:  # the files of a run are never put into the developer's own house
        house = tempfile.mkdtemp(prefix=FILES)
        _run.callback(shutil.rmtree, house, ignore_errors=True)
        os.environ["GOLDENTHREAD_HOME"] = os.environ[HOMELESS] = house
    if "DATABASE_URL" in os.environ:  # a server of the developer's own, or the controller's
        return
    _clear_killed_runs()
    home = Path(tempfile.mkdtemp(prefix=PREFIX))
    _run.callback(shutil.rmtree, home, ignore_errors=True)
    os.environ["DATABASE_URL"] = _run.enter_context(EmbeddedPostgres(home, settings=FAST)).url


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    _run.close()


def _clear_killed_runs() -> None:
    """Sweep up after runs that were killed; a young home may be a run that is just starting."""
    for home in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        is_old = time.time() - home.stat().st_mtime > 300
        if is_old and EmbeddedPostgres(home).stop_if_unused():
            shutil.rmtree(home, ignore_errors=True)
