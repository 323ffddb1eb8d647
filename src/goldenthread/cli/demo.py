"""`goldenthread demo`: a generated organisation to look around in."""

import os
from importlib import import_module
from typing import Annotated

import typer

from goldenthread.cli.house import opened_house
from goldenthread.cli.migrate import migrate_database
from goldenthread.cli.output import counting, examples, say
from goldenthread.cli.serving.serve import Host, Port, Workers, serve


def add_to(app: typer.Typer) -> None:
    app.command(epilog=examples("goldenthread demo", "goldenthread demo --serve --port 0"))(demo)


def demo(
    *,
    then_serve: Annotated[bool, typer.Option("--serve", help="Serve it afterwards, with one-click sign-in.")] = False,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Workers = 1,
) -> None:
    """Load a generated organisation, the same each time. Use a home of its own: GOLDENTHREAD_HOME."""
    os.environ["GOLDENTHREAD_DEMO"] = "1"
    with opened_house():
        migrate_database()
        with counting() as advance:
            import_module("goldenthread.cli.demo_data").seed(advance)
    say("The demo is loaded.")
    if then_serve:
        serve(host=host, port=port, workers=workers)
