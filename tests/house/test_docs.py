"""The docs say what the code does: settings, commands, their examples, and links that lead somewhere."""

import importlib.util
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from goldenthread.cli.app import app
from goldenthread.cli.health.known_settings import KNOWN

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
READ = re.compile(r"""(?:environ(?:\.get\(|\[|\.setdefault\(|\.pop\()|\bflag\(|\blisted\()["']([A-Z_]+)["']""")
NOT_SET_BY_OPERATORS = {"DJANGO_SETTINGS_MODULE"}
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def the_writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_write", DOCS / "write.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def commands(name: str = "goldenthread", command: Any = None) -> Iterator[tuple[str, Any]]:
    """Every command with its whole name, groups too."""
    command = command or typer.main.get_command(app)
    yield name, command
    for word, part in getattr(command, "commands", {}).items():
        yield from commands(f"{name} {word}", part)


ALL = dict(commands())


@pytest.mark.parametrize("name", ["settings.md", "cli.md"])
def test_what_comes_from_the_code_is_not_stale(name: str) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == the_writer().WRITTEN[name](), f"docs/{name} is stale: run `make docs`."


def test_every_setting_the_code_reads_is_known_and_documented() -> None:
    read = {name for path in (ROOT / "src").rglob("*.py") for name in READ.findall(path.read_text(encoding="utf-8"))}
    page = (DOCS / "settings.md").read_text(encoding="utf-8")

    assert len(read) > 10
    assert read - NOT_SET_BY_OPERATORS == set(KNOWN)
    assert not [name for name in KNOWN if f"| `{name}` |" not in page]


def test_every_command_is_documented_with_its_options() -> None:
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    parts = {part.partition("\n")[0]: part for part in page.split("\n## ")[1:]}

    for name, command in ALL.items():
        assert command.help, f"{name} says nothing of itself."
        if getattr(command, "commands", None):
            continue
        assert name in parts, f"{name} is not in docs/cli.md."
        for parameter in command.params:
            assert parameter.help, f"{name} does not say what {parameter.name} is."
            shown = parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.name.upper()
            assert f"| `{shown}` |" in parts[name]


def test_every_example_can_be_typed() -> None:
    told = [line for command in ALL.values() for line in the_writer()._examples(command.epilog or "")]
    told += [
        line
        for path in (ROOT / "README.md", *DOCS.glob("*.md"))
        for block in re.findall(r"^```sh\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        for line in block.splitlines()
    ]
    typed = [line for line in told if re.search(r"(?:^|\s)goldenthread ", line)]
    assert len(typed) > 20

    for line in typed:
        words = shlex.split(re.split(r"(?:^|\s)(?=goldenthread )", line)[-1])
        name = next(" ".join(words[:n]) for n in (3, 2, 1) if " ".join(words[:n]) in ALL)
        command = ALL[name]
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        assert name != "goldenthread" or words[1].startswith("-"), f"There is no such command: {line}"
        assert {word for word in words if word.startswith("--")} <= known, f"There is no such option: {line}"


@pytest.mark.parametrize("path", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))])
def test_every_link_leads_somewhere(path: Path) -> None:
    gone = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if not (path.parent / link).exists()]
    assert not gone
