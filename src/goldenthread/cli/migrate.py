"""`goldenthread migrate`: bring the database to this release."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from goldenthread.cli.house import opened_house
from goldenthread.cli.output import AsJson, Tell, answer, examples, waiting

LOCK = 0x60_1D_17  # any number, the same for every process that migrates


def add_to(app: typer.Typer) -> None:
    app.command(epilog=examples("goldenthread migrate", "goldenthread migrate --json"))(migrate)


def migrate(*, as_json: AsJson = False) -> None:
    """Bring the database to this release. Safe to run again, and from several machines at once."""
    with opened_house(direct=True):
        applied = migrate_database()
    count = len(applied)
    sentence = f"The database is up to date; {count} migrations applied." if count else "The database is up to date."
    answer(sentence, {"applied": applied}, as_json=as_json)


def migrate_database() -> list[str]:
    """Apply what is pending and name it. Django must be ready."""
    from django.core.management import call_command  # noqa: PLC0415

    with waiting("Migrating the database") as tell, _alone():
        pending = pending_migrations()
        if pending:
            call_command("migrate", interactive=False, verbosity=1, no_color=True, stdout=_Lines(tell))
        call_command("createcachetable", verbosity=0)
    return pending


def pending_migrations() -> list[str]:
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@contextmanager
def _alone() -> Iterator[None]:
    """One at a time: the others wait, and then find nothing to do."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


class _Lines:
    """A stream for Django's own progress, each line of it shown as it comes."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell

    def write(self, text: str) -> None:
        if text.strip():
            self._tell(f"Migrating the database: {text.strip()}")

    def flush(self) -> None:
        pass
