"""Backup and restore: everything in one file, never half a file, and all or nothing on the way back."""

import os
import shutil
import zipfile
from pathlib import Path

import psycopg
import pytest
from tests.cli.command import answer_of, goldenthread

from goldenthread.cli.backups.archive import DUMP, MANIFEST, open_archive
from goldenthread.cli.backups.backup import _restore_database
from goldenthread.cli.exits import Exit
from goldenthread.foundation.errors import Invalid, Unavailable
from goldenthread.foundation.postgres import database_url

BODY = os.urandom(200_000)


@pytest.fixture
def backup(house: Path, tmp_path: Path) -> Path:
    """A backup of a house with a session in its database and a file in its folder."""
    _set_sessions(house, "kept")
    _attach(house, BODY)
    done = goldenthread(house, "backup", tmp_path / "house.gtb", "--json")
    assert done.returncode == 0, done.stderr
    assert answer_of(done)["files"] == 1
    return tmp_path / "house.gtb"


def test_what_was_backed_up_comes_back_with_its_files(house: Path, backup: Path) -> None:
    _set_sessions(house, "later", "still later")
    shutil.rmtree(house / "files")
    done = goldenthread(house, "restore", backup, "--force", "--json")
    assert done.returncode == 0, done.stderr
    assert _sessions(house) == ["kept"]
    assert (house / "files" / "ab" / "cd.bin").read_bytes() == BODY
    assert [path.name for path in house.glob("restore-*")] == []
    assert answer_of(goldenthread(house, "migrate", "--json")) == {"applied": []}


def test_a_backup_moves_into_an_empty_home(backup: Path, empty_home: Path) -> None:
    done = goldenthread(empty_home, "restore", backup)
    assert done.returncode == 0, done.stderr
    assert (empty_home / "files" / "ab" / "cd.bin").read_bytes() == BODY


def test_a_house_somebody_lives_in_is_not_overwritten_without_force(house: Path, backup: Path) -> None:
    with psycopg.connect(database_url(house)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS somebodys (own int)")
        connection.execute("ALTER TABLE people_person RENAME TO people_elsewhere")
    try:
        done = goldenthread(house, "restore", backup, "--json")
        assert done.returncode == Exit.REFUSED
        assert "--force" in answer_of(done)["error"]["sentence"]
    finally:
        with psycopg.connect(database_url(house)) as connection:
            connection.execute("ALTER TABLE people_elsewhere RENAME TO people_person")
            connection.execute("DROP TABLE somebodys")


@pytest.mark.parametrize("damage", ["cut short", "changed inside", "not a backup"])
def test_a_damaged_file_is_refused_before_anything_is_touched(house: Path, backup: Path, damage: str) -> None:
    whole = backup.read_bytes()
    middle = len(whole) // 2
    other = bytes(byte ^ 255 for byte in whole[middle:][:9])
    broken = {
        "cut short": whole[: len(whole) * 2 // 3],
        "changed inside": whole[:middle] + other + whole[middle + 9 :],
        "not a backup": b"something else",
    }[damage]
    backup.write_bytes(broken)
    _set_sessions(house, "untouched")
    done = goldenthread(house, "restore", backup, "--force", "--json")
    assert done.returncode == Exit.BAD_INPUT
    assert "damaged" in answer_of(done)["error"]["sentence"]
    assert _sessions(house) == ["untouched"]


def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    for name in ("files/../../escaped", "/etc/escaped", "files\\..\\escaped", "elsewhere.txt"):
        with zipfile.ZipFile(tmp_path / "evil.gtb", "w") as archive:
            archive.writestr(name, "x")
        with pytest.raises(Invalid, match="damaged at"):
            open_archive(tmp_path / "evil.gtb")


def test_a_dump_that_breaks_off_changes_nothing(house: Path, backup: Path, tmp_path: Path) -> None:
    dump = tmp_path / "half.dump"
    with zipfile.ZipFile(backup) as archive:
        whole = archive.read(DUMP)
    dump.write_bytes(whole[: len(whole) * 9 // 10])
    _set_sessions(house, "untouched")
    with pytest.raises(Unavailable, match="Nothing was changed"):
        _restore_database(dump, database_url(house))
    assert _sessions(house) == ["untouched"]


def test_a_backup_of_a_newer_release_is_refused(house: Path, backup: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.gtb"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(newer, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == MANIFEST:
                text = text.replace(b'"migrations": [', b'"migrations": ["desk.9999_to_come", ')
            new.writestr(name, text)
    assert goldenthread(house, "restore", newer, "--force").returncode == Exit.REFUSED


def test_a_backup_that_fails_leaves_neither_half_a_file_nor_harms_the_old_one(house: Path, backup: Path) -> None:
    before = backup.read_bytes()
    done = goldenthread(house, "backup", backup, settings={"DATABASE_URL": "postgres://nobody@127.0.0.1:9/x"})
    assert done.returncode == Exit.UNAVAILABLE
    assert backup.read_bytes() == before
    assert list(backup.parent.iterdir()) == [backup]


def _attach(house: Path, body: bytes) -> None:
    folder = house / "files" / "ab"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cd.bin").write_bytes(body)


def _set_sessions(house: Path, *keys: str) -> None:
    with psycopg.connect(database_url(house)) as connection:
        connection.execute("DELETE FROM django_session")
        for key in keys:
            connection.execute("INSERT INTO django_session VALUES (%s, '', now())", [key])


def _sessions(house: Path) -> list[str]:
    with psycopg.connect(database_url(house)) as connection:
        return [key for (key,) in connection.execute("SELECT session_key FROM django_session ORDER BY 1")]
