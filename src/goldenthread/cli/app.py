"""The goldenthread command, put together, and its one translation of errors into exit codes."""

import logging
import os
import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException
from typer.rich_utils import rich_format_error

import goldenthread
from goldenthread.cli import admin, demo, export, import_, migrate, rebuild, report
from goldenthread.cli.backups import backup
from goldenthread.cli.exits import MEANING, Exit, exit_of, is_expected, leave_on_sigterm, sentence_of
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
    level = os.environ.get("GOLDENTHREAD_LOG", "WARNING")
    logging.basicConfig(level=level if level in logging.getLevelNamesMapping() else "WARNING")
    leave_on_sigterm()
    try:
        sys.exit(app(standalone_mode=False))
    except TyperException as error:
        sys.exit(_refuse_usage(error))
    except typer.Abort:
        sys.exit(_unanswered())
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)
    except Exception as error:
        if not is_expected(error):
            logging.getLogger("goldenthread").exception("The command broke")
        _tell(error)
        sys.exit(exit_of(error))


def _refuse_usage(error: Any) -> Exit:
    """What was typed is no command, lacks something, or names a file that is not there."""
    rich_format_error(error)
    _tell_program("usage", error.format_message())
    return Exit.BAD_INPUT


def _unanswered() -> Exit:
    """A question was left open: from the keyboard, or because nobody is there to answer."""
    is_asked = sys.stdin.isatty()
    sentence = "Stopped." if is_asked else "An answer was needed and none was given. See --help."
    console.print(sentence, style="red")
    _tell_program("stopped", sentence)
    return Exit.INTERRUPTED if is_asked else Exit.BAD_INPUT


def _tell(error: Exception) -> None:
    sentence = sentence_of(error)
    console.print(sentence, style="red", markup=False, soft_wrap=True)
    code = getattr(error, "code", exit_of(error).name.lower().replace("_", "-"))
    _tell_program(code, sentence, getattr(error, "fields", {}))


def _tell_program(code: str, sentence: str, fields: Mapping[str, object] | None = None) -> None:
    """The error as the one line that a program which asked with --json waits for."""
    if "--json" in sys.argv:
        told = {name: str(text) for name, text in (fields or {}).items()}
        answer("", {"error": {"code": code, "sentence": sentence, "fields": told}}, as_json=True)
