"""Processes that must run: started again when they die, with a growing pause, and drained at the end."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.cli.command import environment
from tests.cli.processes import children, lives, wait_until

from goldenthread.cli.serving import gate
from goldenthread.cli.serving.supervisor import FIRST_PAUSE, HEALTHY_AFTER, LONGEST_PAUSE, Part, Pause, Supervisor
from goldenthread.foundation.postgres_place import place_for

LASTS = (sys.executable, "-c", "import time; time.sleep(60)")


def test_the_pause_grows_while_a_process_keeps_dying_and_is_short_again_after_a_healthy_time() -> None:
    pause = Pause()
    pauses = [pause.fail(now=1.0) for _ in range(9)]
    assert pauses[:3] == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4]
    assert pauses[-1] == LONGEST_PAUSE
    pause.begin(now=100.0)
    assert pause.fail(now=100.0 + HEALTHY_AFTER + 1) == FIRST_PAUSE


def test_a_process_that_dies_is_started_again_and_what_it_left_behind_is_ended() -> None:
    told: list[str] = []
    leaves_a_child = "import subprocess, sys, time; subprocess.Popen(sys.argv[1:]); time.sleep(60)"
    part = Part("web", (sys.executable, "-c", leaves_a_child, *LASTS), os.environ)
    part.tend(0.0, told.append)
    assert part.process is not None
    first = part.process.pid
    wait_until(lambda: children(first))
    (orphan,) = children(first)
    part.process.kill()
    wait_until(lambda: (part.tend(1.0, told.append), part.process is None)[1])
    wait_until(lambda: not lives(orphan))
    part.tend(1.0 + FIRST_PAUSE, told.append)
    assert part.process is not None
    assert part.process.pid != first
    assert told == ["web ended (-9); it starts again in 0.5 s."]
    part.signal(signal.SIGKILL)
    wait_until(part.has_ended)


def test_a_process_starts_when_it_may_and_comes_back_at_once_ever_after() -> None:
    events: list[str] = []
    part = Part("worker", LASTS, os.environ, may_start=lambda: bool(events))
    part.tend(0.0, print)
    assert part.process is None
    events.append("the pages are there")
    part.tend(0.25, print)
    assert part.process is not None
    part.signal(signal.SIGKILL)
    wait_until(part.has_ended)


def test_a_gate_holds_back_until_it_is_opened_and_nobody_after() -> None:
    entrance = gate.Gate()
    code = "from goldenthread.cli.serving.gate import wait_at_gate; print('here', flush=True); wait_at_gate()"
    behind = {**os.environ, gate.VARIABLE: str(entrance.entry)}
    command = (sys.executable, "-c", code)
    for is_open in (False, True):
        with subprocess.Popen(command, env=behind, pass_fds=[entrance.entry], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"here\n"
            if not is_open:
                time.sleep(0.3)
                assert process.poll() is None
                entrance.open()
        assert process.returncode == 0


def test_behind_a_gate_whose_maker_died_nobody_goes_on() -> None:
    waiter = (
        "from goldenthread.cli.serving.gate import wait_at_gate; import os;"
        "print(os.getpid(), flush=True); wait_at_gate(); print('went on', flush=True)"
    )
    starter = (
        "import os, subprocess, sys; from goldenthread.cli.serving import gate; entrance = gate.Gate();"
        "os.environ[gate.VARIABLE] = str(entrance.entry);"
        "subprocess.Popen([sys.executable, '-c', sys.argv[1]], pass_fds=[entrance.entry]).wait()"
    )
    command = [sys.executable, "-c", starter, waiter]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout is not None
        process = int(supervisor.stdout.readline())
        supervisor.kill()
        assert supervisor.stdout.read() == ""
    wait_until(lambda: not lives(process))


@pytest.mark.parametrize("part", [("worker",), ("web", "127.0.0.1", "0", "1")])
def test_a_process_asked_to_end_while_it_loads_leaves_no_database_behind(empty_home: Path, part: Sequence[str]) -> None:
    command = (sys.executable, "-m", "goldenthread.cli.serving.processes", *part)
    with subprocess.Popen(command, env=environment(empty_home)) as process:
        database = place_for(empty_home)
        wait_until(database.listener)
        process.terminate()
    assert process.returncode != -signal.SIGTERM
    assert database.listener() == 0


def test_a_process_asked_to_end_tells_its_own_itself() -> None:
    asked = "import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit(print('asked', flush=True)));"
    child = f"{asked} print('ready', flush=True); signal.pause()"
    leader = f"import subprocess; {asked} subprocess.Popen([sys.executable, '-c', sys.argv[1]]); signal.pause()"
    reading, writing = os.pipe()
    code = f"import os; os.dup2({writing}, 1); {leader}"
    part = Part("web", (sys.executable, "-c", code, child), os.environ, handed_on=[writing])
    part.tend(0.0, print)
    os.close(writing)
    with os.fdopen(reading) as told:
        assert told.readline() == "ready\n"
        part.signal(signal.SIGTERM)
        wait_until(part.has_ended)
        assert told.read() == "asked\n"


def test_sigterm_drains_all_and_one_that_will_not_end_is_killed_by_a_second_signal() -> None:
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
    )
    parts = [Part("gentle", LASTS, os.environ), Part("stubborn", (sys.executable, "-c", stubborn), os.environ)]
    watched: list[float] = []

    def interrupt() -> None:
        time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=interrupt).start()
    started_at = time.monotonic()
    Supervisor(parts, lambda _: None, lambda: watched.append(time.monotonic())).run()
    assert time.monotonic() - started_at < 10
    assert all(part.process is None for part in parts)
    assert watched


def test_a_watch_that_fails_does_not_stop_the_others() -> None:
    told: list[str] = []

    def fail() -> None:
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        raise OSError("The disk is full.")

    Supervisor([], told.append, fail).run()
    assert told[0] == "The disk is full. Next try in 0.5 s."


def test_a_process_follows_its_supervisor_out() -> None:
    follower = (
        "from goldenthread.cli.serving.parent import follow_supervisor; import os, time;"
        "follow_supervisor(); print(os.getpid(), flush=True); time.sleep(60)"
    )
    starter = (
        "import os, subprocess, sys; os.environ['GOLDENTHREAD_SUPERVISOR'] = str(os.getpid());"
        "subprocess.Popen([sys.executable, '-c', sys.argv[1]]).wait()"
    )
    with subprocess.Popen([sys.executable, "-c", starter, follower], stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout is not None
        process = int(supervisor.stdout.readline())
        supervisor.kill()
    wait_until(lambda: not lives(process))
