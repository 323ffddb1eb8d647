"""A pure function in a process of its own: it may be long, may be stopped, and takes its memory with it when it ends.

Nothing here knows Django, so that the new process loads the function's own room and nothing else.
"""

from __future__ import annotations

import copyreg
import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from types import MappingProxyType
from typing import Any

NICENESS = 5  # pages come first
PATIENCE = 5.0  # seconds between asking to stop and ending it


def _proxy(kept: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(kept)


copyreg.pickle(MappingProxyType, lambda kept: (_proxy, (dict(kept),)))
# the engine's frozen inputs keep their mappings in proxies, which do not travel by themselves


@dataclass(frozen=True)
class Computation:
    """A function of a module's top level and what it is given; all of it can be pickled.

    `tells` names the option through which it reports what it has so far, `stops` the one it asks whether to stop;
    empty where it has none. `context` is not sent: it stays with whoever reads the answer.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    tells: str = ""
    stops: str = ""
    context: Any = None


@dataclass(frozen=True)
class SoFar:
    """What a function told on its way."""

    value: Any


@dataclass(frozen=True)
class Answer:
    """What it gave in the end."""

    value: Any


@dataclass(frozen=True)
class Broke:
    """The error it ended with, and where; `error` is None where the process itself was killed."""

    error: Exception | None
    trace: str


Message = SoFar | Answer | Broke


class Apart:
    """One computation under way. Iterating gives its messages, and None each time nothing came for `pulse` seconds."""

    def __init__(self, computation: Computation, pulse: float = 0.5) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, replace(computation, context=None)), daemon=True)
        self._process.start()
        theirs.close()
        self._pulse = pulse

    def __iter__(self) -> Iterator[Message | None]:
        while True:
            if not self._ours.poll(self._pulse):
                yield None
                continue
            message = self._received()
            yield message
            if not isinstance(message, SoFar):
                return

    def ask_to_stop(self) -> None:
        """Let it come to an end with the best it has; end it where it does not listen for so long."""
        with suppress(OSError):
            self._ours.send("stop")

    def end(self) -> None:
        """End it at once, if it still runs."""
        if self._process.is_alive():
            self._process.kill()
        self._process.join()
        self._ours.close()

    def _received(self) -> Message:
        try:
            message: Message = self._ours.recv()
        except (EOFError, OSError):
            self._process.join(PATIENCE)
            return Broke(None, f"The process ended with {self._process.exitcode}.")
        return message


def _serve(pipe: Connection, computation: Computation) -> None:
    """Compute, in the new process; whoever started it decides on its end, not the terminal."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    is_unwanted = threading.Event()
    threading.Thread(target=_listen, args=(pipe, is_unwanted), daemon=True).start()
    options = dict(computation.options)
    if computation.tells:
        options[computation.tells] = lambda value: pipe.send(SoFar(value))
    if computation.stops:
        options[computation.stops] = is_unwanted.is_set
    try:
        end: Message = Answer(computation.function(*computation.arguments, **options))
    except Exception as error:  # noqa: BLE001  it is told to whoever asked
        end = Broke(_portable(error), traceback.format_exc())
    pipe.send(end)


def _portable(error: Exception) -> Exception:
    """The error itself where it can travel, else its words."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  our own, a moment old
    except Exception:  # noqa: BLE001  whatever its class does
        return RuntimeError(repr(error))
    return error


def _listen(pipe: Connection, is_unwanted: threading.Event) -> None:
    """Hear that it should stop; where nobody is left to hear the answer, leave."""
    try:
        while pipe.recv():
            is_unwanted.set()
    except (EOFError, OSError):
        os._exit(1)
