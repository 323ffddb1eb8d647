"""`goldenthread report …`: figures from the database, one command each."""

from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import typer

from goldenthread.cli.house import opened_house
from goldenthread.cli.migrate import require_migrated
from goldenthread.cli.output import AsJson, answer, examples
from goldenthread.foundation.actors import SYSTEM

app = typer.Typer(help="Figures from the database.", no_args_is_help=True)


@app.callback()
def reports() -> None:
    """Figures from the database, as pages show them."""


@app.command(epilog=examples("goldenthread report desk", "goldenthread report desk --json"))
def desk(*, as_json: AsJson = False) -> None:
    """The desk in figures: incidents, service levels met and missed, time to resolve.

    Each incident counts by its last state; hours are elapsed ones, from opened to resolved.
    """
    with opened_house():
        require_migrated()
        report = import_module("goldenthread.overviews.desk_report")
        figures: dict[str, Any] = report.desk_report(SYSTEM.at(datetime.now(UTC)).actor, datetime.now(UTC)).figures()
    answer(_told(figures), figures, as_json=as_json)


def _told(figures: dict[str, Any]) -> str:
    sla, hours = figures["sla"], figures["resolve_hours"]
    lines = [
        f"{figures['incidents']} incidents, {figures['unresolved']} without a resolution",
        f"{sla['met']} met their service level, {sla['missed']} missed it",
        *(f"  priority {level}: {row['met']} met, {row['missed']} missed" for level, row in sla["by_priority"].items()),
    ]
    if hours["mean"] is not None:
        lines.append(f"resolved after {hours['mean']:.1f} hours on average, half of them within {hours['median']:.1f}")
    lines.append(f"{figures['reassigned']} were reassigned, {figures['reopened']} reopened")
    return "\n".join(lines)
