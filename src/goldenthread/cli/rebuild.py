"""`goldenthread rebuild …`: what is kept only to be quick, made anew from the facts."""

import time
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import typer

from goldenthread.cli.house import opened_house
from goldenthread.cli.migrate import require_migrated
from goldenthread.cli.output import AsJson, answer, counting, examples

app = typer.Typer(help="Make anew from the facts what is kept only to be quick.", no_args_is_help=True)


@app.callback()
def rebuild() -> None:
    """Make anew from the facts what is kept only to be quick."""


@app.command(epilog=examples("goldenthread rebuild loads", "goldenthread rebuild loads --json"))
def loads(*, as_json: AsJson = False) -> None:
    """Measure and forecast anew what running the services asks of each team; the worker does so each night."""
    with opened_house():
        require_migrated()
        flow = import_module("goldenthread.flows.desk_history_forecasts_load")
        actors = import_module("goldenthread.foundation.actors")
        count = flow.forecast_loads(actors.SYSTEM.at(datetime.now(UTC)))
    answer(f"The load of {count} teams was read anew.", {"teams": count}, as_json=as_json)


@app.command(epilog=examples("goldenthread rebuild clocks", "goldenthread rebuild clocks --json"))
def clocks(*, as_json: AsJson = False) -> None:
    """Read the clock of every ticket anew: due, kept or missed, and what is to be told next.

    It may run while the house works. What another desk measured is left as it came. Cases are judged by what is
    promised today: this is also how a corrected target is applied to what was decided before.
    """
    start, busy = time.perf_counter(), time.process_time()
    with opened_house(), counting() as advance:
        require_migrated()
        desk = import_module("goldenthread.business.desk.actions")
        total = desk.count_tickets()

        def told(done: int) -> None:
            advance("Reading clocks", done, total)

        count = desk.rebuild_readings(desk.ticket_keys(), datetime.now(UTC), told=told)
    figures: dict[str, Any] = {
        "tickets": count,
        "seconds": round(time.perf_counter() - start, 2),
        "cpu_seconds": round(time.process_time() - busy, 2),
    }
    answer(f"The clocks of {count} tickets were read anew in {figures['seconds']} s.", figures, as_json=as_json)
