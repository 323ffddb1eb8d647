"""`kill -9` in the middle of work: what was acknowledged stays, every reaction takes effect once, imports go on."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
from tests.cli.command import answer_of, environment, goldenthread
from tests.cli.processes import children, lives, wait_until
from tests.cli.test_serve import serving
from tests.connectors.test_servicenow import log, row

from goldenthread.foundation.postgres import EmbeddedPostgres
from goldenthread.foundation.postgres_place import place_for

WRITES, AT_ONCE = 100, 20
ROOT = Path(__file__).parents[2]
STAGE = f"""
from goldenthread.cli.house import opened_house
from goldenthread.cli.migrate import migrate_database
with opened_house(quietly=True):
    migrate_database()
    import json
    from django.utils import timezone
    from tests.cast import acting, assemble
    from goldenthread.business.desk.actions import NewTicket, open_ticket
    from goldenthread.business.people.actions import make_token
    cast = assemble()
    new = [NewTicket(f"No {{number}}", cast.service.key) for number in range({WRITES})]
    keys = [open_ticket(acting(cast.nadia), new=one).key for one in new]
    print(json.dumps([make_token(acting(cast.daniel, timezone.now()), name="Killed")[1], keys]))
"""
"""A desk with so many tickets, and the token of its agent."""
ASKED = """
from goldenthread.cli.house import opened_house
from goldenthread.cli.migrate import migrate_database
with opened_house(quietly=True):
    migrate_database()
    from tests.business.projects.company import a_project, task
    from tests.cast import acting, assemble
    from goldenthread.business.projects.actions import NewRisk, note_risk, simulate_project
    cast = assemble()
    project = a_project(cast)
    for number in range(60):
        task(cast, project, f"Task {number}", days=5)
    for number in range(30):
        note_risk(acting(cast.priya), project.key, new=NewRisk(f"Risk {number}", 20, days=5))
    print(simulate_project(acting(cast.priya), project.key).key)
"""
"""A project whose confidence is asked for, with nobody there yet to work it out."""
RUNNING = "SELECT state, starts FROM foundation_run WHERE key = %s"
ANSWERED = "SELECT subject FROM foundation_event WHERE name = 'TicketAnswered'"
WAITING = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'react' AND status IN ('todo', 'doing')"
IMPORTED = "SELECT count(*) FROM desk_ticket WHERE imported_number <> ''"
INCIDENTS, CHANGES = 2000, 4


def test_what_was_acknowledged_survives_and_every_reaction_takes_effect_once(empty_home: Path) -> None:
    token, keys = staged(empty_home)
    acknowledged: list[str] = []
    with serving(empty_home) as (house, port), ThreadPoolExecutor(AT_ONCE) as writers:
        writing = [writers.submit(answer, port, token, key, acknowledged) for key in keys]
        for victims in (lambda: children(house.pid), lambda: [place_for(empty_home).listener()]):
            before = len(acknowledged)
            wait_until(lambda before=before: len(acknowledged) > before + 5)  # type: ignore[misc]
            for process in victims():
                os.kill(process, signal.SIGKILL)
        for one in writing:
            one.result(timeout=180)
        with EmbeddedPostgres(empty_home) as postgres, psycopg.connect(postgres.url, autocommit=True) as database:
            wait_until(lambda: counted(database, WAITING) == 0, patience=180)
            answered = Counter(key for (key,) in database.execute(ANSWERED))
            news = Counter(key for (key,) in database.execute("SELECT subject FROM people_notification"))
    assert sorted(acknowledged) == sorted(keys)
    assert answered == Counter(keys)
    assert news == Counter(keys)


def test_an_import_killed_in_its_midst_is_completed_by_a_second_run(empty_home: Path, tmp_path: Path) -> None:
    assert goldenthread(empty_home, "migrate").returncode == 0
    file = tmp_path / "incidents.csv.gz"
    file.write_bytes(gzip.compress(a_long_log()))
    command = [sys.executable, "-m", "goldenthread.cli", "import", "servicenow", str(file), "--json"]
    with (
        EmbeddedPostgres(empty_home) as postgres,
        psycopg.connect(postgres.url, autocommit=True) as database,
        subprocess.Popen(command, env=environment(empty_home), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as first,
    ):
        wait_until(lambda: first.poll() is not None or counted(database, IMPORTED) > 0)
        first.kill()
        assert first.wait() == -signal.SIGKILL, "it was done before it could be killed"
        begun = counted(database, IMPORTED)
        assert 0 < begun < INCIDENTS

        done = goldenthread(empty_home, "import", "servicenow", str(file), "--json")
        assert done.returncode == 0, done.stderr
        found = answer_of(done)
        assert found["refused"] == []
        assert found["created"] + found["unchanged"] == found["incidents"] == INCIDENTS
        assert found["unchanged"] <= begun
        assert counted(database, IMPORTED) == INCIDENTS
        again = answer_of(goldenthread(empty_home, "import", "servicenow", str(file), "--json"))
        assert again["unchanged"] == INCIDENTS


def test_a_long_calculation_goes_with_its_worker_and_is_taken_up_by_the_next_one(empty_home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED], env=environment(empty_home), cwd=ROOT, capture_output=True, text=True, check=True
    )
    key = done.stdout.strip()
    with (
        serving(empty_home) as (house, _port),
        EmbeddedPostgres(empty_home) as postgres,
        psycopg.connect(postgres.url, autocommit=True) as database,
    ):
        wait_until(lambda: database.execute(RUNNING, [key]).fetchone() == ("running", 1))
        wait_until(lambda: calculating(house.pid))
        worker, calculation = calculating(house.pid)[0]
        os.kill(worker, signal.SIGKILL)

        wait_until(lambda: not lives(calculation))
        wait_until(lambda: database.execute(RUNNING, [key]).fetchone() == ("done", 2), patience=180)


def calculating(supervisor: int) -> list[tuple[int, int]]:
    """Workers of a house, each with a process that calculates for it."""
    return [
        (worker, process)
        for worker in children(supervisor)
        for process in children(worker)
        if b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    ]


def staged(home: Path) -> tuple[str, list[str]]:
    """The token of an agent and the keys of the tickets, in a migrated home."""
    command = [sys.executable, "-c", STAGE]
    done = subprocess.run(command, env=environment(home), cwd=ROOT, capture_output=True, text=True, check=True)
    token, keys = json.loads(done.stdout)
    return token, keys


def answer(port: int, token: str, key: str, acknowledged: list[str]) -> None:
    """Answer a ticket, again and again until it is acknowledged, as a program does: with one Idempotency-Key."""
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, "Content-Type": "application/json"}
    for _attempt in range(300):
        if _sent(port, f"/api/v1/tickets/{key}/answer", headers) == 200:
            acknowledged.append(key)
            return
        time.sleep(0.2)
    raise AssertionError(f"{key} was never acknowledged")


def _sent(port: int, path: str, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("POST", path, json.dumps({"text": "We look into it."}), headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 599
    finally:
        connection.close()


def a_long_log() -> bytes:
    numbers = [f"INC{number:07d}" for number in range(INCIDENTS)]
    return log(*(row(number=number, sys_mod_count=count) for number in numbers for count in range(CHANGES)))


def counted(database: psycopg.Connection[Any], question: str) -> int:
    found = database.execute(question).fetchone()
    assert found is not None
    return int(found[0])
