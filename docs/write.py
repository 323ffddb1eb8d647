"""Writes the parts of the docs that come from the code: settings.md and cli.md. `make docs` runs it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from goldenthread.cli.app import app
from goldenthread.cli.exits import MEANING
from goldenthread.cli.health.known_settings import KNOWN

DOCS = Path(__file__).parent
NOTE = "<!-- Written by docs/write.py: change the code, then run `make docs`. -->"
ABOUT_SETTINGS = """\
Every setting is a variable of the environment; none is needed to begin. `goldenthread doctor` shows each as it stands
and where it comes from, secrets masked. What belongs to one house (its organisation, roles, calendars) is set on its
pages, under House."""
ABOUT_COMMANDS = """\
Answers go to stdout, progress and errors to stderr. With `--json` the answer, or the error, is one line of JSON."""
MARKUP = re.compile(r"\[/?[a-z]+\]")


def settings() -> str:
    """The page of settings, from what `goldenthread doctor` knows."""
    rows = [f"| `{name}` | {_default(default)} | {meaning} |" for name, (default, meaning) in KNOWN.items()]
    head = ("# Settings", NOTE, ABOUT_SETTINGS, "A yes is `1`, `true`, `yes` or `on`; commas part several names.")
    return "\n\n".join((*head, "\n".join(("| setting | default | what it is |", "|---|---|---|", *rows)))) + "\n"


def _default(text: str) -> str:
    """A value as code, what stands in for one as words."""
    return text if not text or " " in text else f"`{text}`"


def commands() -> str:
    """The page of commands, from what `--help` says."""
    root = typer.main.get_command(app)
    exits = [f"| {code.value} | {meaning} |" for code, meaning in MEANING.items()]
    parts = (
        "# The command line",
        NOTE,
        root.help or "",
        ABOUT_COMMANDS,
        *_command("goldenthread", root),
        "## Exit codes",
        "\n".join(("| code | meaning |", "|---|---|", *exits)),
    )
    return "\n\n".join(parts) + "\n"


def _command(name: str, command: Any) -> Iterator[str]:
    """A command and those below it."""
    parts = getattr(command, "commands", {})
    if not parts:
        yield f"## {name}"
        yield command.help
        if command.params:
            rows = [_row(parameter) for parameter in command.params]
            yield "\n".join(("| | default | |", "|---|---|---|", *rows))
        yield "\n".join(("```sh", *_examples(command.epilog or ""), "```"))
    for word, part in parts.items():
        yield from _command(f"{name} {word}", part)


def _row(parameter: Any) -> str:
    is_option = parameter.opts[0].startswith("-")
    name = parameter.opts[0] if is_option else parameter.name.upper()
    default = "needed" if parameter.required else ("" if parameter.default is False else f"`{parameter.default}`")
    return f"| `{name}` | {default} | {parameter.help} |"


def _examples(epilog: str) -> list[str]:
    """The lines of a help text's examples, without their title."""
    return [MARKUP.sub("", line).strip() for line in epilog.splitlines() if line.startswith(" ")]


WRITTEN = {"settings.md": settings, "cli.md": commands}


def main() -> None:
    for name, text in WRITTEN.items():
        (DOCS / name).write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
