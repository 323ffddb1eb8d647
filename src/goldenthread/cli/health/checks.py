"""What the doctor looks at, one small function each."""

import asyncio
import os
import platform
import shutil
import socket
import sys
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from goldenthread.cli.home import home
from goldenthread.cli.house import knock
from goldenthread.cli.migrate import pending_migrations

OLDEST_PYTHON = (3, 11)
OLDEST_SERVER = 15
ROOM_NEEDED = 1_000_000_000  # bytes
CLOCK_TOLERANCE = 5.0  # seconds
LONG_WAITING = "5 minutes"


@dataclass(frozen=True)
class Finding:
    """What a check saw, and the way out where it is not good."""

    name: str
    state: Literal["good", "warning", "bad"]
    sentence: str
    remedy: str = ""


Check = Callable[[], Finding]


def check_python() -> Finding:
    found = sys.version_info[:2]
    if found < OLDEST_PYTHON:
        return Finding("python", "bad", f"Python {found[0]}.{found[1]} is too old.", "Install Python 3.11 or newer.")
    return Finding("python", "good", f"Python {platform.python_version()}.")


def check_home() -> Finding:
    folder = home()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK | os.X_OK):
        return Finding("home", "bad", f"{folder} cannot be written.", "Set GOLDENTHREAD_HOME to a folder of your own.")
    free = shutil.disk_usage(folder).free
    if free < ROOM_NEEDED:
        return Finding("home", "warning", f"{folder} has {free // 1_000_000} MB left.", "Make room on its disk.")
    return Finding("home", "good", f"{folder}, {free // 1_000_000_000} GB free.")


def check_time_zones() -> Finding:
    count = len(zoneinfo.available_timezones())
    if not count:
        return Finding("time zones", "bad", "No time zones are known.", "Install the system's tzdata package.")
    return Finding("time zones", "good", f"{count} zones known.")


def check_mail() -> Finding:
    host, port = os.environ.get("GOLDENTHREAD_SMTP_HOST", "localhost"), os.environ.get("GOLDENTHREAD_SMTP_PORT", "25")
    if os.environ.get("GOLDENTHREAD_EMAIL_BACKEND", "").endswith(("console.EmailBackend", "dummy.EmailBackend")):
        return Finding("mail", "warning", "Mail is not sent.", "Unset GOLDENTHREAD_EMAIL_BACKEND to send it.")
    try:
        socket.create_connection((host, int(port)), timeout=3).close()
    except (OSError, ValueError) as error:
        remedy = "Set GOLDENTHREAD_SMTP_HOST and GOLDENTHREAD_SMTP_PORT to your mail server."
        return Finding("mail", "warning", f"No mail server answers at {host}:{port} ({error}).", remedy)
    return Finding("mail", "good", f"A mail server answers at {host}:{port}.")


def check_database() -> Finding:
    (version,) = _row("SELECT current_setting('server_version_num')::int / 10000")
    if version < OLDEST_SERVER:
        return Finding("database", "bad", f"PostgreSQL {version} is too old.", f"Use {OLDEST_SERVER} or newer.")
    return Finding("database", "good", f"PostgreSQL {version} answers.")


def check_direct_database() -> Finding:
    direct = os.environ.get("DATABASE_DIRECT_URL")
    if not direct:
        return Finding("direct database", "good", "Workers and upkeep use the same address.")
    knock(direct, "DATABASE_DIRECT_URL")
    return Finding("direct database", "good", "It answers past the pooler.")


def check_migrations() -> Finding:
    pending = pending_migrations()
    if pending:
        sentence = f"{len(pending)} migrations are pending, the first is {pending[0]}."
        return Finding("migrations", "bad", sentence, "Run `goldenthread migrate`.")
    return Finding("migrations", "good", "None pending.")


def check_clock() -> Finding:
    before = datetime.now(UTC)
    (theirs,) = _row("SELECT clock_timestamp()")
    after = datetime.now(UTC)
    away = max((before - theirs).total_seconds(), (theirs - after).total_seconds(), 0.0)
    if away > CLOCK_TOLERANCE:
        remedy = "Synchronise both machines' clocks (NTP)."
        return Finding("clock", "bad", f"This machine's and the database's clocks are {away:.0f} s apart.", remedy)
    return Finding("clock", "good", "This machine and the database agree on the time.")


def check_jobs() -> Finding:
    from procrastinate.contrib.django import app  # noqa: PLC0415  needs Django

    if _row("SELECT to_regclass('procrastinate_jobs')") == (None,):
        return Finding("jobs", "warning", "There is no table of jobs yet.", "Run `goldenthread migrate`.")
    stalled = list(asyncio.run(app.job_manager.get_stalled_jobs()))
    (waiting, failed) = _row(
        "SELECT count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) < now() - %s::interval),"
        " count(*) FILTER (WHERE status = 'failed') FROM procrastinate_jobs",
        LONG_WAITING,
    )
    if stalled or waiting:
        sentence = f"{len(stalled)} jobs are stalled, {waiting} wait for more than {LONG_WAITING}."
        return Finding("jobs", "warning", sentence, "Run a worker (`goldenthread serve`); it takes them up again.")
    if failed:
        return Finding("jobs", "warning", f"{failed} jobs failed for good.", "Look for them in the worker's log.")
    return Finding("jobs", "good", "None stalled, none waiting long.")


OFFLINE: tuple[Check, ...] = (check_python, check_home, check_time_zones, check_mail)
ONLINE: tuple[Check, ...] = (check_database, check_direct_database, check_migrations, check_clock, check_jobs)


def _row(query: str, *values: str) -> tuple[Any, ...]:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        return tuple(cursor.fetchone() or ())
