"""`goldenthread admin create`: the first administrator, or one more when nobody can sign in."""

import sys
from datetime import UTC, datetime
from importlib import import_module
from typing import Annotated

import typer

from goldenthread.cli.house import opened_house
from goldenthread.cli.migrate import migrate_database
from goldenthread.cli.output import AsJson, answer, examples
from goldenthread.foundation.actors import SYSTEM
from goldenthread.foundation.errors import Invalid

app = typer.Typer(help="Administrators.", no_args_is_help=True)


@app.callback()
def administrators() -> None:
    """Administrators of the house."""


@app.command(
    epilog=examples(
        "goldenthread admin create ada@example.org --name 'Ada Lovelace'",
        "pass show ada | goldenthread admin create ada@example.org --name Ada --password-stdin",
    )
)
def create(
    email: Annotated[str, typer.Argument(help="The address to sign in with.")],
    *,
    name: Annotated[str, typer.Option(help="How pages call the person.")],
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password from stdin.")] = False,
    as_json: AsJson = False,
) -> None:
    """Create an administrator; the password is asked for, never given on the command line."""
    password = _password(password_stdin)
    with opened_house(direct=True):
        migrate_database()
        people = import_module("goldenthread.business.people.actions")
        person = people.create_administrator(SYSTEM.at(datetime.now(UTC)), email=email, name=name, password=password)
        figures = {"id": person.pk, "email": email, "name": name}
    answer(f"{name} can sign in as {email}.", figures, as_json=as_json)


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return _first_line(sys.stdin.buffer.readline())
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


def _first_line(given: bytes) -> str:
    try:
        return given.decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise Invalid(fields={"password": "The password is no UTF-8 text."}) from error
