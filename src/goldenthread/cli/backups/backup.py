"""`goldenthread backup` and `goldenthread restore`: everything the house knows, in one file and back."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import Annotated

import typer

from goldenthread.cli.backups.archive import DUMP, FILES, extract, open_archive, read_manifest, write_archive
from goldenthread.cli.backups.postgres_tools import environment, last_line, listing, tool
from goldenthread.cli.home import home
from goldenthread.cli.house import opened_house
from goldenthread.cli.migrate import migrate_database
from goldenthread.cli.output import AsJson, answer, counting, examples, waiting
from goldenthread.cli.places import source, target
from goldenthread.foundation.errors import Refused, Unavailable

OPENING = b"BEGIN;\nSET lock_timeout = '15s';\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
CLOSING = b"\nCOMMIT;\n"  # written last and by us: psql's own --single-transaction commits half a script at its end
SETTING_OF_17 = b"SET transaction_timeout"  # pg_restore writes it for every server; 15 and 16 do not know it


def add_to(app: typer.Typer) -> None:
    app.command(epilog=examples("goldenthread backup /backups/house.gtb", "goldenthread backup today.gtb --json"))(
        backup
    )
    app.command(epilog=examples("goldenthread restore house.gtb", "goldenthread restore house.gtb --force"))(restore)


def backup(
    file: Annotated[Path, target("Where to write it; an older one of this name is replaced when done.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Write database and files into one file. The house may stay open meanwhile."""
    with opened_house(direct=True), counting() as advance:
        manifest = write_archive(file, os.environ["DATABASE_URL"], _files(), _applied(), advance)
    figures = {"file": str(file), "bytes": file.stat().st_size, "files": manifest.files, "made_at": manifest.made_at}
    answer(f"{file}: {file.stat().st_size:,} bytes, {manifest.files} files.", figures, as_json=as_json)


def restore(
    file: Annotated[Path, source("A file written by `goldenthread backup`.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace what the database holds.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup back. The file is read whole and checked before anything is touched; it is all or nothing."""
    with waiting("Checking the backup"):
        archive = open_archive(file)
    with archive, opened_house(direct=True):
        manifest = read_manifest(archive)
        _refuse_newer(manifest.migrations, manifest.release)
        if not force and not _is_empty():
            raise Refused("The database is not empty. With --force its contents are replaced; back them up first.")
        _put_back(archive)
        migrate_database()
    figures = {"file": str(file), "files": manifest.files, "made_at": manifest.made_at, "release": manifest.release}
    answer(f"Restored what was backed up at {manifest.made_at}.", figures, as_json=as_json)


def _put_back(archive: zipfile.ZipFile) -> None:
    home().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="restore-", dir=home()) as folder:
        with counting() as advance:
            extract(archive, Path(folder), advance)
        listing(Path(folder, DUMP))
        with waiting("Restoring the database"):
            _restore_database(Path(folder, DUMP), os.environ["DATABASE_URL"])
        _swap(Path(folder, FILES), _files(), Path(folder, "replaced"))


def _restore_database(dump: Path, url: str) -> None:
    """Empty and fill the schema in one transaction: on any error, and on a kill, all is as before."""
    script = [tool("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(dump)]
    into = [tool("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(script, stdout=subprocess.PIPE, stderr=errors) as source,  # noqa: S603
        subprocess.Popen(into, stdin=subprocess.PIPE, stderr=errors, env=environment(url)) as target,  # noqa: S603
    ):
        assert source.stdout is not None
        assert target.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            target.stdin.write(OPENING)
            target.stdin.writelines(line for line in source.stdout if not line.startswith(SETTING_OF_17))
            if source.wait() == 0:
                target.stdin.write(CLOSING)
        with contextlib.suppress(BrokenPipeError):
            target.stdin.close()
        source.stdout.close()
        if target.wait() != 0 or source.wait() != 0:
            errors.seek(0)
            raise Unavailable(f"Nothing was changed; the restore failed: {last_line(errors.read())}")


def _swap(fresh: Path, files: Path, replaced: Path) -> None:
    if files.exists():
        shutil.move(files, replaced)
    shutil.move(fresh, files)


def _files() -> Path:
    from django.conf import settings  # noqa: PLC0415

    return Path(settings.MEDIA_ROOT)


def _applied() -> list[str]:
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.recorder import MigrationRecorder  # noqa: PLC0415

    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _refuse_newer(migrations: list[str], release: str) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    known = {f"{app}.{name}" for app, name in MigrationLoader(connection).disk_migrations}
    unknown = [name for name in migrations if name not in known]
    if unknown:
        raise Refused(f"The backup was made by release {release}, which knows more than this one ({unknown[0]}).")


def _is_empty() -> bool:
    """No tables at all, or those of a house nobody has moved into."""
    from django.db import connection  # noqa: PLC0415

    tables = set(connection.introspection.table_names())
    if "people_person" not in tables:
        return not tables
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM people_person) AND NOT EXISTS (SELECT FROM foundation_event)")
        row = cursor.fetchone()
    return bool(row and row[0])
