"""The first administrator, made from the command line."""

import subprocess
import sys
from pathlib import Path

import psycopg
from tests.cli.command import answer_of, environment, goldenthread

from goldenthread.cli.exits import Exit
from goldenthread.foundation.postgres import database_url

PASSWORD = "a long and unlikely phrase"


def test_an_administrator_is_made_whose_password_is_on_no_command_line(house: Path) -> None:
    options = ("admin", "create", "ada@example.org", "--name", "Ada Lovelace", "--password-stdin", "--json")
    done = goldenthread(house, *options, typed=f"{PASSWORD}\n")
    assert done.returncode == 0, done.stderr
    assert answer_of(done)["name"] == "Ada Lovelace"
    with psycopg.connect(database_url(house)) as connection:
        stored = connection.execute("SELECT password FROM people_person WHERE email = 'ada@example.org'").fetchone()
        assert stored is not None
        assert stored[0].startswith("argon2")


def test_a_password_that_is_too_weak_is_bad_input(house: Path) -> None:
    options = ("admin", "create", "weak@example.org", "--name", "Weak", "--password-stdin", "--json")
    done = goldenthread(house, *options, typed="password\n")
    assert done.returncode == Exit.BAD_INPUT
    assert "password" in str(answer_of(done)["error"]).lower()


def test_a_password_that_is_no_text_is_bad_input(house: Path) -> None:
    command = [sys.executable, "-m", "goldenthread.cli", "admin", "create", "odd@example.org", "--name", "Odd"]
    options = ("--password-stdin", "--json")
    done = subprocess.run(
        [*command, *options], env=environment(house), input=b"\xff\xfe", capture_output=True, check=False
    )
    assert done.returncode == Exit.BAD_INPUT
    assert b"no UTF-8 text" in done.stdout
    assert b"Traceback" not in done.stderr


def test_a_house_that_nobody_has_opened_yet_gets_its_administrator(empty_home: Path) -> None:
    options = ("admin", "create", "ada@example.org", "--name", "Ada Lovelace", "--password-stdin", "--json")
    done = goldenthread(empty_home, *options, typed=f"{PASSWORD}\n")
    assert done.returncode == 0, done.stderr
    assert answer_of(done)["email"] == "ada@example.org"
