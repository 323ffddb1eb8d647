"""`goldenthread export …`: what is written out for other programs, one command each."""

import tempfile
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from goldenthread.cli.house import opened_house
from goldenthread.cli.output import AsJson, answer, examples, say
from goldenthread.cli.places import target
from goldenthread.foundation.actors import SYSTEM

app = typer.Typer(help="Write data out for another program.", no_args_is_help=True)


@app.callback()
def exports() -> None:
    """Write data out for another program."""


@app.command(epilog=examples("goldenthread export msproject --project PRJ-7 plan.xml"))
def msproject(
    file: Annotated[Path, target("The file to write; one that is there is replaced.")],
    *,
    project: Annotated[str, typer.Option(help="The key of the project.")],
    as_json: AsJson = False,
) -> None:
    """Write a project's plan as XML that Microsoft Project opens.

    It is written beside its place first, so that a plan that cannot be written leaves the old file as it was.
    """
    with opened_house():
        import_module("goldenthread.cli.migrate").migrate_database()
        connector = import_module("goldenthread.connectors.msproject")
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".goldenthread-", delete=False) as out:
            fresh = Path(out.name)
            try:
                written = connector.export_file(SYSTEM, project, out, at=datetime.now(UTC))
            except BaseException:
                fresh.unlink()
                raise
    fresh.chmod(0o644)
    fresh.replace(file)
    figures: dict[str, Any] = written.figures()
    for loss in [] if as_json else figures["losses"]:
        say(f"Not carried: {loss['field']} of {loss['task']} ({loss['value']}). {loss['why']}")
    answer(f"{figures['tasks']} tasks and {figures['links']} links in {file}.", figures, as_json=as_json)
