"""Opening the house for a command: its home, its database, Django."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from goldenthread.cli.output import waiting
from goldenthread.foundation.postgres import EmbeddedPostgres

SETTINGS = "goldenthread.config.settings"


def home() -> Path:
    """GOLDENTHREAD_HOME, else the person's own data folder."""
    return Path(os.environ.get("GOLDENTHREAD_HOME") or platformdirs.user_data_dir("goldenthread")).resolve()


@contextmanager
def database(*, direct: bool = False) -> Iterator[EmbeddedPostgres | None]:
    """Have DATABASE_URL set: the operator's own, else that of the embedded PostgreSQL, which runs meanwhile.

    `direct` asks for the address that bypasses a connection pooler, where one is given.
    """
    if os.environ.get("DATABASE_URL"):
        if direct:
            os.environ["DATABASE_URL"] = os.environ.get("DATABASE_DIRECT_URL") or os.environ["DATABASE_URL"]
        yield None
        return
    with waiting("Opening the database") as tell:
        postgres = EmbeddedPostgres(home(), progress=tell)
        postgres.__enter__()
    try:
        os.environ["DATABASE_URL"] = postgres.url
        yield postgres
    finally:
        os.environ.pop("DATABASE_URL", None)
        with waiting("Closing the database"):
            postgres.__exit__(None, None, None)


@contextmanager
def opened_house(*, direct: bool = False) -> Iterator[None]:
    """The database running and Django ready, so that actions and queries can be imported and called."""
    with database(direct=direct):
        setup_django()
        try:
            yield
        finally:
            _close_connections()


def setup_django() -> None:
    os.environ["GOLDENTHREAD_HOME"] = str(home())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django  # noqa: PLC0415  loaded by the commands that need it

    django.setup()


def _close_connections() -> None:
    from django.db import connections  # noqa: PLC0415

    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool is not None:
            close_pool()
