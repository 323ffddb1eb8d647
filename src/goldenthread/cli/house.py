"""Opening the house for a command: its home, its database, Django."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from goldenthread.cli.health.setting_faults import refuse_unusable_settings
from goldenthread.cli.home import home
from goldenthread.foundation.errors import Unavailable
from goldenthread.foundation.postgres import EmbeddedPostgres

SETTINGS = "goldenthread.config.settings"
PATIENCE = 5  # seconds for a database to answer


@contextmanager
def database(
    *, direct: bool = False, quietly: bool = False, meanwhile: Callable[[], object] = lambda: None
) -> Iterator[EmbeddedPostgres | None]:
    """Have DATABASE_URL set: the operator's own, else that of the embedded PostgreSQL, which runs for as long.

    `direct` asks for the address that bypasses a connection pooler, where one is given. `meanwhile` is called when the
    address is known and nothing was asked of it yet. Raises Invalid where a setting cannot be used.
    """
    refuse_unusable_settings()
    if os.environ.get("DATABASE_URL"):
        if direct:
            os.environ["DATABASE_URL"] = os.environ.get("DATABASE_DIRECT_URL") or os.environ["DATABASE_URL"]
        meanwhile()
        knock(os.environ["DATABASE_URL"])
        yield None
        return
    with _waiting("Opening the database", quietly=quietly) as tell:
        postgres = EmbeddedPostgres(home(), progress=tell)
        os.environ["DATABASE_URL"] = postgres.url
        try:
            meanwhile()
            postgres.__enter__()
        except BaseException:
            del os.environ["DATABASE_URL"]
            raise
    try:
        yield postgres
    finally:
        os.environ.pop("DATABASE_URL", None)
        with _waiting("Closing the database", quietly=quietly):
            postgres.__exit__(None, None, None)


@contextmanager
def opened_house(*, direct: bool = False, quietly: bool = False) -> Iterator[None]:
    """The database running and Django ready, so that actions and queries can be imported and called."""
    with database(direct=direct, quietly=quietly):
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


def knock(url: str, name: str = "DATABASE_URL") -> None:
    """Say at once why a database does not answer; a pool would only say, later, that it has no connection."""
    import psycopg  # noqa: PLC0415  the supervisor starts its processes before it loads this

    try:
        psycopg.connect(url, connect_timeout=PATIENCE).close()
    except psycopg.Error as error:
        raise Unavailable(f"The database of {name} does not answer: {error}") from error


def _waiting(what: str, *, quietly: bool) -> AbstractContextManager[Callable[[str], None]]:
    if quietly:
        return nullcontext(lambda _: None)
    from goldenthread.cli.output import waiting  # noqa: PLC0415  the processes of `serve` do without it

    return waiting(what)


def _close_connections() -> None:
    from django.db import connections  # noqa: PLC0415

    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool is not None:
            close_pool()
