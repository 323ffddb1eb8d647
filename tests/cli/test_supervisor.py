"""Processes that must run: started again when they die, with a growing pause, and drained at the end."""

import os
import signal
import subprocess
import sys
import threading
import time

from tests.cli.processes import children, lives, wait_until

from goldenthread.cli.serving.supervisor import FIRST_PAUSE, HEALTHY_AFTER, LONGEST_PAUSE, Part, Pause, Supervisor

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
