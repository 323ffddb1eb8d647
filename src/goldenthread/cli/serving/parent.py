"""Ends a process when the one that supervises it is gone, however that one died."""

import os
import signal
import threading
import time

VARIABLE = "GOLDENTHREAD_SUPERVISOR"


def follow_supervisor() -> None:
    """Where a supervisor started us, watch it from a thread, and leave in good order when it is no longer there."""
    supervisor = os.environ.pop(VARIABLE, "")
    if supervisor:
        threading.Thread(target=_watch, args=(int(supervisor),), daemon=True).start()


def _watch(supervisor: int) -> None:
    while os.getppid() == supervisor:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
