"""What an exit code means, and the one place where an error becomes one."""

import signal
import sys
from enum import IntEnum

from goldenthread.foundation.errors import (
    GoldenthreadError,
    Invalid,
    NotAllowed,
    NotFound,
    Refused,
    Stale,
    TooMany,
    Unavailable,
)


class Exit(IntEnum):
    OK = 0
    FAILED = 1
    BAD_INPUT = 2
    REFUSED = 3
    NOT_ALLOWED = 4
    NOT_FOUND = 5
    UNAVAILABLE = 75  # EX_TEMPFAIL of sysexits.h: a later try may succeed
    INTERRUPTED = 130


MEANING = {
    Exit.OK: "done",
    Exit.FAILED: "it failed; the sentence says why",
    Exit.BAD_INPUT: "what was given cannot be read or does not fit",
    Exit.REFUSED: "a rule says no",
    Exit.NOT_ALLOWED: "you may not",
    Exit.NOT_FOUND: "there is no such thing",
    Exit.UNAVAILABLE: "not available just now, try again",
    Exit.INTERRUPTED: "stopped from the keyboard",
}

_EXIT_OF = {
    Invalid: Exit.BAD_INPUT,
    Refused: Exit.REFUSED,
    Stale: Exit.REFUSED,
    NotAllowed: Exit.NOT_ALLOWED,
    NotFound: Exit.NOT_FOUND,
    TooMany: Exit.UNAVAILABLE,
    Unavailable: Exit.UNAVAILABLE,
}


def leave_on_sigterm() -> None:
    """Have SIGTERM unwind what is open, as Ctrl-C does, until somebody handles it otherwise.

    Dying of it at once would leave a PostgreSQL behind that nobody uses.
    """
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


def exit_of(error: Exception) -> Exit:
    """The exit code of an error. A database that cannot be reached is unavailable, whatever library says so."""
    for kind, code in _EXIT_OF.items():
        if isinstance(error, kind):
            return code
    return Exit.UNAVAILABLE if _is_lost_database(error) else Exit.FAILED


def is_expected(error: Exception) -> bool:
    """True where the error's own sentence says it all, and a traceback would only frighten."""
    return isinstance(error, GoldenthreadError | OSError) or _is_lost_database(error)


def sentence_of(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    return str(error).strip() or type(error).__name__


def _is_lost_database(error: Exception) -> bool:
    """By name: Django and psycopg are loaded only by the commands that need them."""
    kinds = {f"{kind.__module__}.{kind.__name__}" for kind in type(error).__mro__}
    lost = {"django.db.utils.OperationalError", "psycopg.OperationalError", "psycopg_pool.errors.PoolTimeout"}
    return bool(kinds & lost)
