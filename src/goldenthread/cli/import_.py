"""`goldenthread import …`: what comes in from other systems, one command each."""

from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from goldenthread.cli.house import opened_house
from goldenthread.cli.output import AsJson, answer, counting, examples, say
from goldenthread.cli.places import source
from goldenthread.foundation.actors import SYSTEM

app = typer.Typer(help="Bring in data from another system.", no_args_is_help=True)

MOST_SAID = 20


@app.callback()
def imports() -> None:
    """Bring in data from another system. A second run of the same file changes nothing."""


@app.command(
    epilog=examples(
        "goldenthread import servicenow incidents.csv.gz",
        "goldenthread import servicenow incidents.zip --timezone Europe/Lisbon --json",
    )
)
def servicenow(
    file: Annotated[Path, source("The incident log: .csv, .csv.gz or .zip.")],
    *,
    timezone: Annotated[str, typer.Option(help="The zone its dates are told in.")] = "UTC",
    as_json: AsJson = False,
) -> None:
    """Import the incident log of a ServiceNow desk: every incident with its history at its own time.

    Rows that cannot be read are named and left out; the rest is imported. Incidents that are here already stay as they
    are, and are completed where the file goes on.
    """
    with file.open("rb") as content, opened_house(direct=True):
        import_module("goldenthread.cli.migrate").migrate_database()
        importing = import_module("goldenthread.connectors.servicenow")
        with counting() as advance:
            result = importing.import_log(SYSTEM.at(datetime.now(UTC)), content, timezone=timezone, advance=advance)
        figures: dict[str, Any] = result.figures()
    refused = figures["refused"]
    if not as_json:
        for one in refused[:MOST_SAID]:
            say(f"Row {one['row']}: {one['why']}")
        if len(refused) > MOST_SAID:
            say(f"… and {len(refused) - MOST_SAID} more rows; --json names them all.")
    sentence = (
        f"{figures['events']} events of {figures['incidents']} incidents: {figures['created']} created, "
        f"{figures['unchanged']} unchanged, {len(refused)} rows refused."
    )
    answer(sentence, figures, as_json=as_json)


@app.command(
    epilog=examples(
        "goldenthread import msproject plan.xml --project PRJ-7",
        "goldenthread import msproject plan.xml --project PRJ-7 --preview --json",
    )
)
def msproject(
    file: Annotated[Path, source("The plan, saved by Microsoft Project as XML.")],
    *,
    project: Annotated[str, typer.Option(help="The key of the project whose plan it becomes.")],
    preview: Annotated[bool, typer.Option(help="Only say what would come in; write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Import a plan of Microsoft Project: calendars, tasks, links, resources, progress and baselines.

    It comes in whole or not at all. What could not be carried is named. Tasks are recognised by their number in the
    file, so a second import changes only what changed there.
    """
    with file.open("rb") as content, opened_house():
        import_module("goldenthread.cli.migrate").migrate_database()
        connector = import_module("goldenthread.connectors.msproject")
        act = connector.preview_file if preview else connector.import_file
        outcome = act(SYSTEM.at(datetime.now(UTC)), project, content, name=file.name)
        figures: dict[str, Any] = outcome.figures()
    if not as_json:
        for loss in figures["losses"][:MOST_SAID]:
            say(f"Not carried: {loss['field']} of {loss['task'] or 'the project'} ({loss['value']}). {loss['why']}")
        if len(figures["losses"]) > MOST_SAID:
            say(f"… and {len(figures['losses']) - MOST_SAID} more; --json names them all.")
    sentence = (
        f"{figures['tasks']} tasks and {figures['links']} links: {figures['created']} created, "
        f"{figures['updated']} updated, {figures['unchanged']} unchanged; {len(figures['losses'])} not carried."
    )
    answer(sentence, figures, as_json=as_json)
