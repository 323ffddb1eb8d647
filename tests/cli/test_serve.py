"""The running house: one command starts all of it, whatever is killed comes back, and SIGTERM ends all of it."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cli.command import environment, goldenthread
from tests.cli.processes import children, lives, wait_until

from goldenthread.cli.exits import Exit
from goldenthread.cli.serving import gate
from goldenthread.cli.serving.processes import DRAIN_FOR, web_command
from goldenthread.cli.serving.supervisor import Part
from goldenthread.foundation.postgres_place import place_for

NOBODY = 599  # in place of a status, where nobody answers


@contextmanager
def serving(home: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A `goldenthread serve` on a free port, ready to be asked."""
    command = [sys.executable, "-m", "goldenthread.cli", "serve", "--port", "0"]
    with subprocess.Popen(command, env=environment(home), stderr=subprocess.PIPE, text=True) as house:
        try:
            yield house, _announced_port(house)
        finally:
            house.terminate()
            house.communicate(timeout=60)


def test_whatever_is_killed_comes_back_and_sigterm_ends_it_all(empty_home: Path) -> None:
    with serving(empty_home) as (house, port):
        assert _status(port) < 500
        wait_until(lambda: len(children(house.pid)) == 2)
        parts = children(house.pid)
        database = place_for(empty_home).listener()
        for process in (*parts, database):
            os.kill(process, signal.SIGKILL)
        wait_until(lambda: place_for(empty_home).listener() not in {0, database})
        wait_until(lambda: len(children(house.pid)) == 2)
        wait_until(lambda: _status(port) < 500)
        assert not set(children(house.pid)) & set(parts)
    assert house.returncode == 0
    assert place_for(empty_home).listener() == 0


def test_when_serve_itself_is_killed_everything_goes_with_it(house: Path, empty_home: Path) -> None:
    with serving(empty_home) as (house_process, port):
        parts = children(house_process.pid)
        house_process.kill()
        wait_until(lambda: not any(lives(part) for part in parts))
        wait_until(lambda: place_for(empty_home).listener() == 0)
        with pytest.raises(OSError, match="refused"):
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/")


def test_half_a_request_does_not_hold_up_the_end(house: Path) -> None:
    with serving(house) as (process, port), socket.create_connection(("127.0.0.1", port)) as slow:
        slow.send(b"GET / HTTP/1.1\r\nHost: ")
        wait_until(lambda: _status(port) < 500)
        begun = time.monotonic()
        process.terminate()
        process.wait(timeout=60)
        assert time.monotonic() - begun < DRAIN_FOR
    assert process.returncode == 0


def test_a_port_in_use_is_refused_with_a_way_out(house: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = goldenthread(house, "serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == Exit.REFUSED
    assert "--port 0" in done.stderr


def test_the_web_loads_before_the_house_is_open_and_serves_after(house: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    entrance = gate.Gate()
    behind = environment(house, **{gate.VARIABLE: str(entrance.entry)})
    web = Part("web", web_command("127.0.0.1", port, 1), behind, handed_on=[entrance.entry])
    web.tend(0.0, print)
    assert web.process is not None
    try:
        loaded = Path(f"/proc/{web.process.pid}/maps")
        wait_until(lambda: "psycopg_binary" in loaded.read_text())
        assert _status(port) == NOBODY
        entrance.open()
        wait_until(lambda: _status(port) < 500)
    finally:
        web.signal(signal.SIGTERM)
        wait_until(web.has_ended)


def test_where_the_database_does_not_open_nothing_is_left_running(house: Path) -> None:
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing"}
    done = goldenthread(house, "serve", "--port", "0", settings=nowhere)  # ends with the last holder of its stderr
    assert done.returncode == Exit.UNAVAILABLE
    assert "does not answer" in done.stderr


def _announced_port(house: subprocess.Popen[str]) -> int:
    assert house.stderr is not None
    for line in house.stderr:
        if found := re.search(r"Goldenthread is at http://127\.0\.0\.1:(\d+)", line):
            return int(found[1])
    raise AssertionError("it never said where it is")


def _status(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except OSError:
        return NOBODY
    finally:
        connection.close()
