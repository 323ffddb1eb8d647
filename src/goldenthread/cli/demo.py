"""`goldenthread demo`: a generated organisation to look around in."""

import os
from datetime import UTC, datetime
from typing import Annotated

import platformdirs
import typer

from goldenthread.cli.house import opened_house
from goldenthread.cli.migrate import migrate_database
from goldenthread.cli.output import counting, examples, say
from goldenthread.cli.serving.serve import Host, Workers, serve

FREE = 0


def add_to(app: typer.Typer) -> None:
    app.command(epilog=examples("goldenthread demo", "goldenthread demo --port 8000", "goldenthread demo --load-only"))(
        demo
    )


def demo(
    *,
    load_only: Annotated[bool, typer.Option("--load-only", help="Load it and stop, without serving it.")] = False,
    host: Host = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to serve on; 0 takes a free one.")] = FREE,
    workers: Workers = 1,
) -> None:
    """Load a generated organisation, the same each time, and serve it; sign in as anyone with one click.

    It lives in a home of its own, beside your house, unless GOLDENTHREAD_HOME or DATABASE_URL says otherwise.
    """
    os.environ["GOLDENTHREAD_DEMO"] = "1"
    os.environ.setdefault("GOLDENTHREAD_HOME", platformdirs.user_data_dir("goldenthread-demo"))
    with opened_house():
        migrate_database()
        is_fresh = _load()
    say("The demo is loaded." if is_fresh else "The demo was loaded before; it is as you left it.")
    if not load_only:
        serve(host=host, port=port, workers=workers)


def _load() -> bool:
    from goldenthread.connectors.demo.seed import seed  # noqa: PLC0415  needs Django

    with counting() as advance:

        def tell(_what: str, share: float) -> None:
            advance("Vallenbrook Health", min(100, round(share * 100)), 100)

        return seed(datetime.now(UTC), tell)
