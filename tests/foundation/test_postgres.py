"""The embedded PostgreSQL, tried against everything such a launcher is known to get wrong."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from tests.foundation.launcher import server_of, user

from goldenthread.foundation.errors import Unavailable
from goldenthread.foundation.postgres import EmbeddedPostgres, database_url
from goldenthread.foundation.postgres_place import Place, place_for

NOBODY, SOMEBODY_ELSE = (pwd.getpwnam(name).pw_uid for name in ("nobody", "daemon"))
FAST = {"fsync": "off"}
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")


@pytest.fixture
def home() -> Iterator[Path]:
    """A home that does not exist yet, in a folder every account may enter."""
    around = Path(tempfile.mkdtemp(prefix="gt-launcher-"))
    around.chmod(0o1777)
    yield around / "home"
    with suppress(Unavailable):
        EmbeddedPostgres(around / "home").stop_if_unused()
    shutil.rmtree((around / "home" / "postgres").resolve(), ignore_errors=True)
    shutil.rmtree(around)


def test_who_uses_it_alone_starts_it_and_stops_it(home: Path) -> None:
    with EmbeddedPostgres(home, settings=FAST) as postgres:
        with psycopg.connect(postgres.url) as connection:
            found = connection.execute("SELECT datlocale FROM pg_database WHERE datname = 'goldenthread'").fetchone()
        assert found == ("PG_UNICODE_FAST",)
        assert postgres.url == database_url(home)
        assert server_of(home)
    assert not server_of(home)


def test_no_port_is_opened_and_no_other_account_comes_near_the_socket(home: Path) -> None:
    with EmbeddedPostgres(home, settings=FAST) as postgres:
        with psycopg.connect(postgres.url) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert place_for(home).sockets.stat().st_mode & 0o077 == 0


def test_a_database_is_made_once(home: Path) -> None:
    with EmbeddedPostgres(home, settings=FAST) as postgres:
        for _ in range(2):
            with psycopg.connect(postgres.ensure_database("second")) as connection:
                assert connection.info.dbname == "second"


def test_several_who_come_at_once_share_one_server_and_the_last_one_out_stops_it(home: Path) -> None:
    with user(home) as first, user(home) as second, user(home) as third:
        assert [first.answer, second.answer, third.answer] == ["ready"] * 3
        server = server_of(home)
        first.leave()
        second.leave()
        assert server_of(home) == server
    assert not server_of(home)


def test_when_one_of_two_users_is_killed_the_other_still_stops_the_server(home: Path) -> None:
    with user(home) as first, user(home) as second:
        assert [first.answer, second.answer] == ["ready"] * 2
        first.kill()
    assert not server_of(home)


def test_when_every_user_is_killed_the_next_one_takes_over(home: Path) -> None:
    with user(home) as first:
        assert first.answer == "ready"
        first.kill()
    server = server_of(home)
    assert server
    with EmbeddedPostgres(home):
        assert server_of(home) == server
    assert not server_of(home)


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(home: Path) -> None:
    with user(home) as somebody:
        assert somebody.answer == "ready"
        server = server_of(home)
        somebody.press_ctrl_c()
        time.sleep(0.3)
        assert server_of(home) == server
        assert os.getsid(server) != os.getsid(somebody.process.pid)


def test_after_kill_9_under_load_everything_acknowledged_is_there(home: Path) -> None:
    with EmbeddedPostgres(home) as postgres:
        with psycopg.connect(postgres.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE written (number int, filler text)")
        acknowledged = _kill_under_load(postgres)
        postgres.ensure_running()
        with psycopg.connect(postgres.url) as connection:
            found = {number for (number,) in connection.execute("SELECT number FROM written")}
        assert acknowledged
        assert acknowledged <= found


def test_recovery_is_waited_for_however_long_it_takes_and_shown(home: Path) -> None:
    told: list[str] = []
    with EmbeddedPostgres(home, progress=told.append) as postgres:
        with psycopg.connect(postgres.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE written AS SELECT repeat('x', 500) FROM generate_series(1, 100000)")
        os.kill(server_of(home), signal.SIGKILL)
        told.clear()
        holding = threading.Thread(target=_hold_up_recovery, args=(place_for(home), 12))
        holding.start()
        started_at = time.monotonic()
        postgres.ensure_running()
        assert time.monotonic() - started_at > 11
        holding.join()
        with psycopg.connect(postgres.url) as connection:
            assert connection.execute("SELECT count(*) FROM written").fetchone() == (100000,)
    assert any("redo" in sentence or "recovery" in sentence for sentence in told)


def test_a_reused_process_id_is_neither_taken_for_the_server_nor_harmed(home: Path) -> None:
    with EmbeddedPostgres(home, settings=FAST):
        place = place_for(home)
        lines = (place.data / "postmaster.pid").read_text().splitlines()
        os.kill(server_of(home), signal.SIGKILL)
    with subprocess.Popen(["sleep", "60"], user=place.account.uid if os.geteuid() == 0 else None) as stranger:
        reused = "\n".join([str(stranger.pid), *lines[1:], ""])
        (place.data / "postmaster.pid").write_text(reused)
        place.account.make_folder(place.sockets)
        (place.sockets / ".s.PGSQL.5432.lock").write_text(reused)
        with EmbeddedPostgres(home, settings=FAST):
            assert server_of(home) != stranger.pid
        assert stranger.poll() is None
        stranger.kill()


def test_a_killed_initdb_leaves_nothing_half_made(home: Path) -> None:
    unfinished = place_for(home).folder / "data.new"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(home, settings=FAST):
        assert server_of(home)


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    with pytest.raises(Unavailable, match="no_such_setting"), EmbeddedPostgres(home, settings={"no_such_setting": "1"}):
        pass


def test_a_cluster_of_another_version_is_left_alone(home: Path) -> None:
    with EmbeddedPostgres(home, settings=FAST):
        pass
    (place_for(home).data / "PG_VERSION").write_text("17\n")
    with pytest.raises(Unavailable, match="made by PostgreSQL 17"), EmbeddedPostgres(home):
        pass


def test_a_home_with_a_long_path_works_and_its_socket_is_closed_to_others(home: Path) -> None:
    far = home / ("long" * 20) / ("path" * 20) / "ümläut and space"
    for _ in range(2):
        with EmbeddedPostgres(far, settings=FAST) as postgres, psycopg.connect(postgres.url) as connection:
            assert connection.info.dbname == "goldenthread"
            sockets = place_for(far).sockets
            assert len(str(sockets)) < 60
            assert sockets.stat().st_mode & 0o077 == 0
    assert not sockets.exists()


def test_a_socket_folder_that_somebody_else_prepared_is_refused(home: Path) -> None:
    far = home / ("long" * 20) / ("path" * 20)
    sockets = place_for(far).sockets
    sockets.mkdir(mode=0o777)
    try:
        with pytest.raises(Unavailable, match="not a closed folder"), EmbeddedPostgres(far, settings=FAST):
            pass
    finally:
        sockets.rmdir()


@only_root
def test_an_ordinary_account_runs_it_as_itself(home: Path) -> None:
    with user(home, NOBODY) as ordinary:
        assert ordinary.answer == "ready"
        assert Path(f"/proc/{server_of(home)}").stat().st_uid == NOBODY
    assert not server_of(home)


@only_root
def test_a_second_account_is_told_whose_home_it_is(home: Path) -> None:
    with user(home, NOBODY) as owner:
        assert owner.answer == "ready"
        home.chmod(0o777)
        for _ in ("beside the owner", "and with folders that can be entered"):
            with user(home, SOMEBODY_ELSE) as stranger:
                assert "Set GOLDENTHREAD_HOME to a folder of your own." in stranger.answer
            home.chmod(0o700)


@only_root
def test_root_may_visit_and_shuts_nobody_out(home: Path) -> None:
    with user(home, NOBODY) as owner:
        assert owner.answer == "ready"
    with EmbeddedPostgres(home):
        assert Path(f"/proc/{server_of(home)}").stat().st_uid == NOBODY
    with user(home, NOBODY) as owner:
        assert owner.answer == "ready"


@only_root
def test_root_runs_it_unprivileged_and_opens_no_folder_of_others(home: Path) -> None:
    closed = home.parent / "closed"
    closed.mkdir(mode=0o700)
    before = closed.stat()
    inside = closed / "home"
    with EmbeddedPostgres(inside, settings=FAST):
        assert Path(f"/proc/{server_of(inside)}").stat().st_uid != 0
    after = closed.stat()
    shutil.rmtree((inside / "postgres").resolve())
    assert (before.st_mode, before.st_uid, before.st_gid) == (after.st_mode, after.st_uid, after.st_gid)


def _kill_under_load(postgres: EmbeddedPostgres) -> set[int]:
    """Write from four sides, kill the server in the midst of it, and tell what it had acknowledged."""
    acknowledged: set[int] = set()

    def write(side: int) -> None:
        with suppress(psycopg.OperationalError), psycopg.connect(postgres.url, autocommit=True) as connection:
            for number in range(side, 1_000_000, 4):
                connection.execute("INSERT INTO written VALUES (%s, repeat('x', 2000))", [number])
                acknowledged.add(number)

    writers = [threading.Thread(target=write, args=(side,)) for side in range(4)]
    for writer in writers:
        writer.start()
    time.sleep(2)
    os.kill(server_of(postgres.home), signal.SIGKILL)
    for writer in writers:
        writer.join()
    return acknowledged


def _hold_up_recovery(place: Place, seconds: float) -> None:
    """Stop the process that replays the log for a while, as a slow disk would."""
    while True:
        for command in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                if b"postgres: startup" in command.read_bytes() and (command.parent / "cwd").resolve() == place.data:
                    os.kill(int(command.parent.name), signal.SIGSTOP)
                    time.sleep(seconds)
                    os.kill(int(command.parent.name), signal.SIGCONT)
                    return
