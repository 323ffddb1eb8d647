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
from goldenthread.cli.serving.processes import DRAIN_FOR
from goldenthread.foundation.postgres_place import place_for


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
        parts = children(house.pid)
        database = place_for(empty_home).listener()
        assert len(parts) == 2
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
        return 599
    finally:
        connection.close()
