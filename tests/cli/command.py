"""The goldenthread command, run as an operator runs it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def environment(home: Path, **more: str) -> dict[str, str]:
    """A shell with a home of its own and the embedded PostgreSQL in it."""
    ours = ("DATABASE_", "GOLDENTHREAD_", "DJANGO_", "PYTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "GOLDENTHREAD_HOME": str(home), "COLUMNS": "160", **more}


def goldenthread(
    home: Path, *arguments: str | Path, typed: str | None = None, settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "goldenthread.cli", *(str(argument) for argument in arguments)]
    shell = environment(home, **(settings or {}))
    return subprocess.run(command, env=shell, input=typed, capture_output=True, text=True, check=False, timeout=120)


def answer_of(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The one line of JSON on stdout, and the proof that it is the only one."""
    (line,) = done.stdout.splitlines()
    found = json.loads(line)
    assert isinstance(found, dict)
    return found
