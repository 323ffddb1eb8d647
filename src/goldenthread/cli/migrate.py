"""`goldenthread migrate`: bring the database to this release."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import typer

import goldenthread
from goldenthread.cli.house import opened_house
from goldenthread.cli.output import AsJson, Tell, answer, examples, waiting
from goldenthread.foundation.errors import Unavailable

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
        _leave_mark()
    return pending


def require_migrated() -> None:
    """Raises Unavailable where the database is not at this release. Django must be ready."""
    if not is_up_to_date(os.environ["DATABASE_URL"]) and pending_migrations():
        raise Unavailable("The database is not at this release. Run `goldenthread migrate`.")


def pending_migrations() -> list[str]:
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def is_up_to_date(url: str) -> bool:
    """Whether these very migrations were applied, told from a mark in the database in milliseconds, without Django."""
    import psycopg  # noqa: PLC0415  the supervisor starts its processes before it loads this

    query = "SELECT obj_description('django_migrations'::regclass), (SELECT count(*) FROM django_migrations)"
    try:
        with psycopg.connect(url) as connection:
            row = connection.execute(query).fetchone()
    except psycopg.Error:
        return False
    return row is not None and row[0] == _mark(row[1])


def _leave_mark() -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        (count,) = cursor.fetchone() or (0,)
        cursor.execute(f"COMMENT ON TABLE django_migrations IS '{_mark(count)}'")


def _mark(applied: int) -> str:
    """Changes with every migration file of ours, every release of those who bring their own, and what was applied."""
    package = Path(goldenthread.__file__).parent
    known = hashlib.sha256()
    for path in sorted(package.rglob("migrations/*.py")):
        known.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    others = " ".join(f"{name} {version(name)}" for name in ("django", "django-allauth", "procrastinate"))
    return f"{known.hexdigest()} {others} {applied}"


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
