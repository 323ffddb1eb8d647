"""What every command has in common: help that teaches, answers for programs, exit codes that mean something."""

from pathlib import Path

import psycopg
import pytest
from tests.cli.command import answer_of, goldenthread

from goldenthread.cli.exits import MEANING, Exit, exit_of, is_expected, sentence_of
from goldenthread.foundation.errors import Invalid, NotAllowed, NotFound, Refused, Stale, TooMany, Unavailable

COMMANDS = ["serve", "web", "worker", "demo", "migrate", "admin create", "backup", "restore", "doctor"]


def test_help_names_every_command_and_every_exit_code(empty_home: Path) -> None:
    shown = goldenthread(empty_home, "--help").stdout
    for command in COMMANDS:
        assert command.split()[0] in shown
    for code, meaning in MEANING.items():
        assert f"{code.value}  {meaning}" in shown
    assert not empty_home.exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_teaches_by_example(empty_home: Path, command: str) -> None:
    shown = goldenthread(empty_home, *command.split(), "--help").stdout
    assert "Examples" in shown
    assert f"goldenthread {command}" in shown


def test_version_is_one_word(empty_home: Path) -> None:
    assert goldenthread(empty_home, "--version").stdout.count(" ") == 0


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Invalid("no"), 2),
        (Refused("no"), 3),
        (Stale("no"), 3),
        (NotAllowed("no"), 4),
        (NotFound("no"), 5),
        (TooMany("no"), 75),
        (Unavailable("no"), 75),
        (psycopg.OperationalError("gone"), 75),
        (PermissionError(13, "Permission denied", "/there"), 1),
        (ValueError("a mistake of ours"), 1),
    ],
)
def test_every_error_has_its_exit_code(error: Exception, code: int) -> None:
    assert exit_of(error) == code
    assert is_expected(error) != isinstance(error, ValueError)


def test_a_refused_file_is_named() -> None:
    assert sentence_of(PermissionError(13, "Permission denied", "/there")) == "/there: Permission denied."


def test_with_json_an_error_too_is_one_line_on_stdout(empty_home: Path) -> None:
    done = goldenthread(empty_home, "migrate", "--json", settings={"DATABASE_URL": "postgres://nobody@127.0.0.1:9/x"})
    assert done.returncode == Exit.UNAVAILABLE
    assert "refused" in answer_of(done)["error"]["sentence"]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("nosuch", "No such command"),
        ("report desk --wrong", "No such option"),
        ("backup", "Missing argument"),
        ("import servicenow /missing.csv", "does not exist"),
        ("import msproject /missing.xml --project PRJ-1", "does not exist"),
        ("restore /missing.gtb", "does not exist"),
        ("import servicenow /tmp", "is a directory"),
        ("backup /missing/house.gtb", "no folder /missing"),
        ("backup /tmp", "is a folder"),
        ("export msproject /tmp --project PRJ-1", "is a folder"),
        ("admin create ada@example.org --name Ada", "none was given"),
    ],
)
def test_what_is_typed_wrong_is_one_line_on_stdout_too(empty_home: Path, typed: str, why: str) -> None:
    done = goldenthread(empty_home, *typed.split(), "--json", typed="")
    assert done.returncode == Exit.BAD_INPUT
    assert why in answer_of(done)["error"]["sentence"]
    assert "Traceback" not in done.stderr
    assert not empty_home.exists()


@pytest.mark.parametrize("command", ["report desk", "rebuild loads", "rebuild clocks"])
def test_a_database_that_is_not_at_this_release_is_named_with_the_way_out(empty_home: Path, command: str) -> None:
    done = goldenthread(empty_home, *command.split(), "--json")
    assert done.returncode == Exit.UNAVAILABLE
    assert "`goldenthread migrate`" in answer_of(done)["error"]["sentence"]
    assert "Traceback" not in done.stderr


def test_bad_usage_is_bad_input(empty_home: Path) -> None:
    assert goldenthread(empty_home, "serve", "--port", "70000").returncode == Exit.BAD_INPUT
    assert goldenthread(empty_home, "restore", empty_home / "missing").returncode == Exit.BAD_INPUT


def test_migrating_twice_changes_nothing(house: Path) -> None:
    assert answer_of(goldenthread(house, "migrate", "--json")) == {"applied": []}
