"""The goldenthread command, put together, and its one translation of errors into exit codes."""

import logging
import os
import sys
from typing import Annotated

import typer

import goldenthread
from goldenthread.cli import admin, demo, export, import_, migrate, rebuild, report
from goldenthread.cli.backups import backup
from goldenthread.cli.exits import MEANING, Exit, exit_of, is_expected, sentence_of
from goldenthread.cli.health import doctor
from goldenthread.cli.output import answer, console, examples, listed
from goldenthread.cli.serving import serve

app = typer.Typer(
    name="goldenthread",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
for room in (serve, demo, migrate, backup, doctor):
    room.add_to(app)
app.add_typer(admin.app, name="admin")
app.add_typer(import_.app, name="import")
app.add_typer(export.app, name="export")
app.add_typer(report.app, name="report")
app.add_typer(rebuild.app, name="rebuild")


def _say_version(wanted: bool) -> None:
    if wanted:
        answer(goldenthread.__version__, {}, as_json=False)
        raise typer.Exit


@app.callback(
    epilog=examples(
        "goldenthread demo    a generated organisation to look around in",
        "goldenthread serve          everything, on http://127.0.0.1:8000",
        "goldenthread doctor         what is wrong, and how to mend it",
    )
    + "\n\n"
    + listed("Exit codes", *(f"{code.value:>3}  {text}" for code, text in MEANING.items()))
)
def goldenthread_command(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Say which release runs.", callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    """Service project management: from the idea, through the project, to the service and the value it returns.

    Data lives under GOLDENTHREAD_HOME. With no DATABASE_URL the PostgreSQL that comes along is used.
    """


def main() -> None:
    """Run the command; every error leaves through here."""
    logging.basicConfig(level=os.environ.get("GOLDENTHREAD_LOG", "WARNING"))
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)
    except Exception as error:
        if not is_expected(error):
            logging.getLogger("goldenthread").exception("The command broke")
        _tell(error)
        sys.exit(exit_of(error))


def _tell(error: Exception) -> None:
    sentence = sentence_of(error)
    console.print(sentence, style="red", markup=False, soft_wrap=True)
    if "--json" in sys.argv:
        code = getattr(error, "code", exit_of(error).name.lower().replace("_", "-"))
        fields = {name: str(text) for name, text in getattr(error, "fields", {}).items()}
        answer("", {"error": {"code": code, "sentence": sentence, "fields": fields}}, as_json=True)
