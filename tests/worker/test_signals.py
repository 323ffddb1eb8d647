"""Warnings and breaches are told once each, at the instant they were due, whoever finds them and however late."""

import os
import signal
import subprocess
import sys
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from tests.cast import HOUSE, NOON, Cast, acting, assemble

from goldenthread.business.desk import actions as desk
from goldenthread.business.desk.models import Ticket
from goldenthread.business.desk.queries import Filters, queue, tickets_to_tell
from goldenthread.business.people.models import Notification
from goldenthread.business.services.actions import NewAgreement, NewTarget, add_agreement
from goldenthread.business.services.models import Agreement, TargetReading, TargetSignal
from goldenthread.flows.close_target_reaches_team import tell_team
from goldenthread.foundation.actors import SYSTEM, Acting
from goldenthread.foundation.facts import fact_of
from goldenthread.foundation.models import Event
from goldenthread.worker.signals import tell_due_signals

SIGNALS = ("TargetWarned", "TargetBreached")


def after(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def promise(cast: Cast) -> Cast:
    target = NewTarget("resolution", cast.calendar.pk, 120, warn_at=("50%", "-30min"))
    add_agreement(HOUSE, cast.service.key, new=NewAgreement("Standard", "sla", targets=(target,)))
    Agreement.objects.update(starts_on=date(2026, 1, 1))
    return cast


@pytest.fixture
def promised(cast: Cast) -> Cast:
    return promise(cast)


def opened(cast: Cast) -> Ticket:
    ticket = desk.open_ticket(acting(cast.nadia), new=desk.NewTicket("Results are late", cast.service.key))
    desk.take_ticket(acting(cast.daniel, after(1)), ticket.key)
    return ticket


def told() -> list[tuple[str, datetime, str, bool]]:
    found = Event.objects.filter(name__in=SIGNALS).order_by("at", "id")
    return [(event.name, event.at, event.data["signal"], event.data["is_late"]) for event in found]


def test_each_is_told_at_its_instant_and_only_once(promised: Cast) -> None:
    opened(promised)
    assert [tell_due_signals(after(minutes)) for minutes in (59, 60, 61, 61, 90, 91, 120, 121, 500)] == [
        0,
        0,
        1,
        0,
        0,
        1,
        0,
        1,
        0,
    ]
    assert told() == [
        ("TargetWarned", after(60), "50%", False),
        ("TargetWarned", after(90), "-30min", False),
        ("TargetBreached", after(120), "breach", False),
    ]
    reading = TargetReading.objects.get()
    assert (reading.breached_at, reading.warned_at, reading.next_signal_at) == (after(120), after(60), None)


def test_after_a_day_without_a_worker_they_are_told_late_and_not_again(promised: Cast) -> None:
    ticket = opened(promised)
    next_day = NOON + timedelta(days=1)
    assert tell_due_signals(next_day) == 3
    assert [at for _name, at, _signal, _late in told()] == [after(60), after(90), after(120)]
    assert all(is_late for *_rest, is_late in told())
    assert all(event.recorded_at > event.at for event in Event.objects.filter(name__in=SIGNALS))
    desk.pause_ticket(acting(promised.daniel, next_day), ticket.key, waits_for="a part")
    desk.resume_ticket(acting(promised.daniel, next_day + timedelta(hours=1)), ticket.key)
    assert tell_due_signals(next_day + timedelta(days=1)) == 0


def test_what_a_clock_had_reached_is_told_even_though_it_ended_meanwhile(promised: Cast) -> None:
    ticket = opened(promised)
    desk.resolve_ticket(acting(promised.daniel, after(70)), ticket.key, solution="Restarted")
    assert tell_due_signals(after(600)) == 1
    assert told() == [("TargetWarned", after(60), "50%", True)]
    assert TargetReading.objects.get().next_signal_at is None
    assert tickets_to_tell(after(9000)) == []


def test_a_pause_moves_what_is_still_to_come(promised: Cast) -> None:
    ticket = opened(promised)
    desk.pause_ticket(acting(promised.daniel, after(30)), ticket.key, waits_for="a part")
    assert tell_due_signals(after(130)) == 0
    desk.resume_ticket(acting(promised.daniel, after(130)), ticket.key)
    assert TargetReading.objects.get().next_signal_at == after(160)


def test_they_reach_whoever_has_it_unless_it_has_ended(promised: Cast) -> None:
    ticket = opened(promised)
    tell_due_signals(after(61))
    event = Event.objects.get(name="TargetWarned")
    tell_team(Acting(SYSTEM, event.at), fact_of(event))
    told_to = Notification.objects.get(subject=ticket.key)
    assert (told_to.person, told_to.sentence) == (promised.daniel, f"{ticket.key} is due soon: Results are late")
    desk.resolve_ticket(acting(promised.daniel, after(62)), ticket.key, solution="Restarted")
    tell_team(Acting(SYSTEM, event.at), fact_of(event))
    assert Notification.objects.filter(subject=ticket.key, person=promised.daniel).count() == 1


def test_the_queue_is_narrowed_by_them(promised: Cast) -> None:
    late, warned, calm = (opened(promised) for _number in range(3))
    desk.agree_date(acting(promised.daniel, after(2)), calm.key, due_at=after(300), reason="Tomorrow will do")
    desk.pause_ticket(acting(promised.daniel, after(70)), warned.key, waits_for="a part")
    tell_due_signals(after(121))

    def keys(sla: str) -> set[str]:
        return {row.key for row in queue(SYSTEM, Filters(tab="all", sla=sla)).rows}

    assert keys("late") == {late.key}
    assert keys("warned") == {late.key, warned.key}


WORKER = """
import os, signal, sys, time
from datetime import datetime
import django
django.setup()
from django.db import connection
from goldenthread.worker.signals import tell_due_signals

stored = 0

def watch(execute, sql, params, many, context):
    global stored
    answer = execute(sql, params, many, context)
    stored += 'INSERT INTO "foundation_event"' in str(sql)
    if stored == 3:
        print("holds", flush=True)
        time.sleep(1.5)  # the other one comes to this ticket meanwhile
        os.kill(os.getpid(), signal.SIGKILL)  # stored, and not yet committed
    return answer

if sys.argv[2] == "dies":
    connection.execute_wrappers.append(watch)
connection.ensure_connection()
print("ready", flush=True)
sys.stdin.readline()
tell_due_signals(datetime.fromisoformat(sys.argv[1]))
"""


@pytest.fixture
def committed(transactional_db: None) -> Cast:
    return promise(assemble())


def _worker(until: datetime, how: str) -> subprocess.Popen[str]:
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    known = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings"}
    command = [sys.executable, "-c", WORKER, until.isoformat(), how]
    return subprocess.Popen(command, env=known, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


@pytest.mark.parametrize("dies", [False, True])
def test_two_workers_at_once_and_one_killed_tell_each_once(committed: Cast, dies: bool) -> None:
    tickets = [opened(committed) for _number in range(6)]
    workers = [_worker(after(130), "dies" if dies and number == 0 else "lives") for number in range(2)]
    assert [worker.stdout.readline() for worker in workers] == ["ready\n"] * 2  # type: ignore[union-attr]
    for worker in workers:
        worker.stdin.write("\n")  # type: ignore[union-attr]
        worker.stdin.flush()  # type: ignore[union-attr]
        if dies and worker is workers[0]:
            assert worker.stdout.readline() == "holds\n"  # type: ignore[union-attr]
    for worker in workers:
        worker.communicate(timeout=120)
    assert workers[1].returncode == 0
    assert workers[0].returncode == (-signal.SIGKILL if dies else 0)
    tell_due_signals(after(130))

    found = list(Event.objects.filter(name__in=SIGNALS).values_list("subject", "data__signal"))
    assert len(found) == len(set(found)) == 3 * len(tickets)
    assert TargetSignal.objects.count() == len(found)
