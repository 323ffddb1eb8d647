"""What a command shows: progress and sentences on stderr; on stdout its answer, with --json one line of it."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

console = Console(stderr=True, highlight=False)

AsJson = Annotated[bool, typer.Option("--json", help="Answer with one line of JSON on stdout.")]

Tell = Callable[[str], None]
Advance = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much (0: nobody knows)."""


@contextmanager
def waiting(what: str) -> Iterator[Tell]:
    """A spinner with words that change; nothing at all where stderr is no terminal."""
    with console.status(what) as status:
        yield status.update


@contextmanager
def counting() -> Iterator[Advance]:
    """A bar for each thing that is being done, filled as it goes."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        tasks: dict[str, int] = {}

        def advance(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = int(bars.add_task(what, total=None))
            bars.update(bars.task_ids[tasks[what]], completed=done, total=total or None)

        yield advance


def say(sentence: str) -> None:
    console.print(sentence, markup=False, soft_wrap=True)


def answer(sentence: str, figures: Mapping[str, object], *, as_json: bool) -> None:
    """The result of a command, for a person or for a program."""
    sys.stdout.write((json.dumps(figures, default=str, ensure_ascii=False) if as_json else sentence) + "\n")
    sys.stdout.flush()


def examples(*lines: str) -> str:
    return listed("Examples", *lines)


def listed(title: str, *lines: str) -> str:
    """Lines under a title at the end of a help text, kept as they are."""
    return "\n".join((f"[bold]{title}[/bold]", *(f"  {line}" for line in lines)))
