"""Keeps processes running: one that dies is started again, after a pause that grows while it keeps dying."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from goldenthread.cli.output import Tell

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds
HEALTHY_AFTER = 60.0  # seconds without dying, and the next pause is short again
DRAIN_FOR = 30.0  # seconds for requests and jobs in hand


@dataclass
class Pause:
    """When the next start is due: at once, then ever later."""

    failures: int = 0
    started_at: float = 0.0
    due_at: float = 0.0

    def begin(self, now: float) -> None:
        self.started_at = now

    def fail(self, now: float) -> float:
        """Note a failure and answer how long to wait."""
        self.failures = 1 if now - self.started_at > HEALTHY_AFTER else self.failures + 1
        pause: float = min(FIRST_PAUSE * 2.0 ** (self.failures - 1), LONGEST_PAUSE)
        self.due_at = now + pause
        return pause


@dataclass
class Part:
    """One process that must run."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    handed_on: Sequence[int] = ()
    """Open files that the process inherits."""
    may_start: Callable[[], bool] = lambda: True
    process: subprocess.Popen[bytes] | None = None
    pause: Pause = field(default_factory=Pause)

    def tend(self, now: float, tell: Tell) -> None:
        if self.process is not None and _has_ended(self.process.pid):
            status = self._bury()
            tell(f"{self.name} ended ({status}); it starts again in {self.pause.fail(now):g} s.")
        if self.process is None and now >= self.pause.due_at and self.may_start():
            self.process = subprocess.Popen(  # noqa: S603  our own
                self.command, env=self.environment, start_new_session=True, pass_fds=self.handed_on
            )
            self.pause.begin(now)

    def signal(self, number: int) -> None:
        """Tell the process, which tells its own: a second SIGTERM can hang one of Granian's. SIGKILL ends all."""
        tell = os.killpg if number == signal.SIGKILL else os.kill
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                tell(self.process.pid, number)

    def has_ended(self) -> bool:
        if self.process is not None and _has_ended(self.process.pid):
            self._bury()
        return self.process is None

    def _bury(self) -> int:
        """End what is left of its session, while the dead process still holds the number, then reap it."""
        process, self.process = self.process, None
        assert process is not None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        return process.wait()


@dataclass
class Supervisor:
    """Tends parts until SIGTERM or SIGINT; `watch` is called every second for what is no process of ours."""

    parts: Sequence[Part]
    tell: Tell
    watch: Callable[[], None] = lambda: None
    _is_over: threading.Event = field(default_factory=threading.Event)
    _is_urgent: threading.Event = field(default_factory=threading.Event)
    _watch_pause: Pause = field(default_factory=Pause)

    def run(self) -> None:
        previous = {number: signal.signal(number, self._on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            while not self._is_over.is_set():
                now = time.monotonic()
                self._look_after(now)
                for part in self.parts:
                    part.tend(now, self.tell)
                self._is_over.wait(0.25)
            self.tell("Finishing what is in hand; once more Ctrl-C stops at once.")
        finally:
            self.stop()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _look_after(self, now: float) -> None:
        if now < self._watch_pause.due_at:
            return
        try:
            self.watch()
            self._watch_pause.due_at = now + 1
        except Exception as error:  # noqa: BLE001  whatever it is, the rest must go on
            self.tell(f"{error} Next try in {self._watch_pause.fail(now):g} s.")

    def stop(self) -> None:
        """End what runs, in good order as far as patience goes; nothing where all has ended."""
        for part in self.parts:
            part.signal(signal.SIGTERM)
        patience = time.monotonic() + DRAIN_FOR
        while any(not part.has_ended() for part in self.parts):
            if self._is_urgent.is_set() or time.monotonic() > patience:
                for part in self.parts:
                    part.signal(signal.SIGKILL)
            time.sleep(0.05)

    def _on_signal(self, *_: object) -> None:
        (self._is_urgent if self._is_over.is_set() else self._is_over).set()


def _has_ended(process: int) -> bool:
    """Whether a child is dead, without reaping it."""
    return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
