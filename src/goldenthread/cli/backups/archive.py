"""A backup file: a zip of a manifest, PostgreSQL's own dump, and the files folder.

A zip's table of contents is written last, so half a file is never mistaken for a whole one; every entry has a checksum.
"""

import json
import os
import shutil
import subprocess
import zipfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import goldenthread
from goldenthread.cli.backups.postgres_tools import environment, last_line, tool
from goldenthread.cli.output import Advance
from goldenthread.foundation.errors import Invalid, Unavailable

FORMAT = 1
MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "files/"
DUMP_OPTIONS = ("--format=custom", "--no-owner", "--no-privileges")
CHUNK = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself."""

    made_at: str
    release: str
    migrations: list[str]
    files: int
    format: int = FORMAT


def write_archive(target: Path, url: str, files: Path, migrations: list[str], advance: Advance) -> Manifest:
    """Write a backup beside the final name, then rename it: the name only ever holds a whole one."""
    paths = sorted(path for path in files.rglob("*") if path.is_file()) if files.is_dir() else []
    manifest = Manifest(datetime.now(UTC).isoformat(), goldenthread.__version__, migrations, len(paths))
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with fresh.open("xb") as output:
            fresh.chmod(0o600)
            with zipfile.ZipFile(output, "w", allowZip64=True) as archive:
                _dump(archive, url, advance)
                for number, path in enumerate(paths, 1):
                    archive.write(path, FILES + path.relative_to(files).as_posix())
                    advance("Files", number, len(paths))
                archive.writestr(MANIFEST, json.dumps(asdict(manifest)))
            output.flush()
            os.fsync(output.fileno())
        fresh.rename(target)
    finally:
        fresh.unlink(missing_ok=True)
    return manifest


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        manifest = Manifest(**json.loads(archive.read(MANIFEST)))
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid("The file is no backup of Goldenthread: its manifest is missing or unreadable.") from error
    if manifest.format != FORMAT:
        raise Invalid(f"The backup has format {manifest.format}, this release reads {FORMAT}.")
    return manifest


def open_archive(source: Path) -> zipfile.ZipFile:
    """Open a backup and check every entry: its checksum, and that its name stays inside. Raises Invalid."""
    try:
        archive = zipfile.ZipFile(source)
    except zipfile.BadZipFile as error:
        raise Invalid(f"{source} is damaged or no backup: {error}.") from error
    try:
        damaged = archive.testzip()
        strange = [name for name in archive.namelist() if not _is_ours(name)]
    except (zipfile.BadZipFile, OSError) as error:
        archive.close()
        raise Invalid(f"{source} is damaged: {error}.") from error
    if damaged or strange:
        archive.close()
        raise Invalid(f"{source} is damaged at {damaged or strange[0]}.")
    return archive


def extract(archive: zipfile.ZipFile, folder: Path, advance: Advance) -> None:
    """Unpack the dump and the files into a folder."""
    names = [name for name in archive.namelist() if name != MANIFEST]
    (folder / FILES).mkdir(mode=0o700)
    for number, name in enumerate(names, 1):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as source, target.open("wb") as output:
            shutil.copyfileobj(source, output, CHUNK)
        advance("Unpacking", number, len(names))


def _dump(archive: zipfile.ZipFile, url: str, advance: Advance) -> None:
    command = [tool("pg_dump"), *DUMP_OPTIONS]
    written = 0
    with (
        archive.open(DUMP, "w", force_zip64=True) as entry,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(url)) as dump,  # noqa: S603
    ):
        assert dump.stdout is not None
        assert dump.stderr is not None
        while chunk := dump.stdout.read(CHUNK):
            entry.write(chunk)
            written += len(chunk)
            advance("Database (bytes)", written, 0)
        errors = dump.stderr.read()
    if dump.returncode != 0:
        raise Unavailable(f"pg_dump failed: {last_line(errors)}")


def _is_ours(name: str) -> bool:
    path = PurePosixPath(name)
    is_inside = not path.is_absolute() and ".." not in path.parts and "\\" not in name
    return is_inside and (name in {MANIFEST, DUMP} or name.startswith(FILES))
