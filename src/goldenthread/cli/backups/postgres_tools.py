"""pg_dump, pg_restore and psql, spoken to through the environment, so that no password shows in a process list."""

import os
import shutil
import subprocess
from pathlib import Path

from goldenthread.foundation.errors import Unavailable
from goldenthread.foundation.postgres_place import binary


def tool(name: str) -> str:
    """The program that comes along; where none does, the machine's own."""
    try:
        return str(binary(name))
    except Unavailable:
        found = shutil.which(name)
        if found is None:
            raise
        return found


def environment(url: str) -> dict[str, str]:
    """The PG* variables that name the database of an address, and no other PG* variable."""
    import psycopg  # noqa: PLC0415  a third of what every command would load

    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    for option in psycopg.pq.Conninfo.parse(url.encode()):
        if option.val and option.envvar:
            kept[option.envvar.decode()] = option.val.decode()
    return kept


def last_line(errors: bytes | str) -> str:
    text = errors.decode(errors="replace") if isinstance(errors, bytes) else errors
    return (text.strip().splitlines() or ["no reason was given"])[-1]


def listing(dump: Path) -> list[str]:
    """The contents of a dump as pg_restore reads them; raises Unavailable where it cannot."""
    done = subprocess.run([tool("pg_restore"), "--list", str(dump)], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise Unavailable(f"pg_restore cannot read the dump: {last_line(done.stderr)}")
    return [line for line in done.stdout.splitlines() if line and not line.startswith(";")]
