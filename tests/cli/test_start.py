"""What a web process loads before its first page, what it leaves for later, and that it then has it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.command import environment

LATER = {"goldenthread.api", "ninja", "pydantic"}
NEVER = {"numba", "llvmlite", "ortools", "pandas", "rustworkx", "weasyprint", "openpyxl", "defusedxml.lxml"}
FIRST_PAGE = """
import json, os, sys
from wsgiref.util import setup_testing_defaults
from goldenthread.cli.house import database
with database(quietly=True):
    from goldenthread.config import later, wsgi
    from django.db import connection
    connections = []
    asked = {"PATH_INFO": "/accounts/login/", "HTTP_HOST": "127.0.0.1"}
    setup_testing_defaults(asked)
    loaded = set(sys.modules)
    page = b"".join(wsgi.application(asked, lambda status, headers: connections.append(status)))
    first = set(sys.modules)
    later.load_the_rest()
    connection.close(), connection.close_pool()
    print(json.dumps([connections, len(page), sorted(loaded), sorted(first), sorted(sys.modules)]))
"""


ASKED_TO_END_TOO_SOON = """
import asyncio, os, signal
from goldenthread.cli.exits import leave_on_sigterm
from goldenthread.cli.house import opened_house
leave_on_sigterm()
with opened_house(quietly=True):
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django import app
    from goldenthread.worker import process

    class Hasty(PsycopgConnector):
        async def open_async(self, pool=None):
            await super().open_async(pool)
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.sleep(0.2)

    with app.replace_connector(Hasty(conninfo=os.environ["DATABASE_URL"])) as working:
        asyncio.run(process._work(working))
    print("left")
"""


@pytest.fixture(scope="module")
def start(house: Path) -> tuple[set[str], set[str], set[str]]:
    """The modules loaded before the first page, after it, and after the rest."""
    command = [sys.executable, "-c", FIRST_PAGE]
    done = subprocess.run(command, env=environment(house), capture_output=True, text=True, check=True, timeout=120)
    statuses, size, loaded, first, rest = json.loads(done.stdout)
    assert statuses == ["200 OK"]
    assert size > 1000
    return set(loaded), set(first), set(rest)


def test_the_first_page_loads_no_solver_no_kernel_and_no_api(start: tuple[set[str], set[str], set[str]]) -> None:
    _, first, _ = start
    assert not first & (LATER | NEVER)


def test_every_page_is_loaded_before_the_first_is_asked_for(start: tuple[set[str], set[str], set[str]]) -> None:
    loaded, first, _ = start
    assert not {name for name in first - loaded if name.startswith("goldenthread.web")}


def test_what_was_left_out_is_there_when_the_first_pages_are_out(start: tuple[set[str], set[str], set[str]]) -> None:
    _, _, rest = start
    assert rest >= LATER
    assert not rest & NEVER


def test_a_worker_asked_to_end_before_it_works_ends_in_good_order(house: Path) -> None:
    command = [sys.executable, "-c", ASKED_TO_END_TOO_SOON]
    done = subprocess.run(command, env=environment(house), capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "left\n"
