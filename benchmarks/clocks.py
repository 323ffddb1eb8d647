"""Reading clocks from their histories: one, a million of an ordinary desk, and those of a house with its database."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from benchmarks.calendars import OFFICE
from benchmarks.house import open_house, server_cpu
from benchmarks.result import Result, cpu
from goldenthread.engine import ClockPolicy, Paused, Reopened, Resumed, Retargeted, Started, Stopped, read_clock
from goldenthread.engine.clocks import ClockFact

OPENED = datetime(2026, 3, 2, 8, tzinfo=UTC)
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
MANY, DISTINCT = 1_000_000, 100_000
HOUSE = 4_000
History = list[tuple[datetime, ClockFact]]


def measure() -> Iterator[Result]:
    policy = ClockPolicy(OFFICE, target=40 * HOUR)
    waits = [
        (OPENED + at * HOUR, fact)
        for day in range(1, 7)
        for at, fact in ((24 * day, Paused("waiting for requester")), (24 * day + 20, Resumed()))
    ]
    history = [(OPENED, Started()), *waits, (OPENED + 9 * 24 * HOUR, Stopped())]
    now = OPENED + 30 * 24 * HOUR
    taken = cpu(lambda: read_clock(policy, history, now=now), rounds=200)
    yield Result("clock: one read, six waits, CPU", taken * 1e3, "ms", 1)
    yield _million()
    yield from _rebuild()


def _million() -> Result:
    """A hundred thousand histories, no two alike, each read once; told for ten times as many."""
    chance = Random(2026)
    policies = [ClockPolicy(OFFICE, hours * HOUR) for hours in (0.5, 4, 8, 24, 40)]
    cases = [(chance.choice(policies), _history(chance, policies)) for _number in range(DISTINCT)]
    facts = sum(len(history) for _policy, history in cases) / DISTINCT
    start = time.process_time()
    for policy, history in cases:
        read_clock(policy, history, NOW)
    taken = (time.process_time() - start) * MANY / DISTINCT
    note = f"{DISTINCT:,} distinct, {facts:.1f} facts each, scaled"
    return Result("clocks: 1,000,000 read again, CPU of one core", taken, "s", 60, note=note)


def _history(chance: Random, policies: list[ClockPolicy]) -> History:
    """As a desk's year goes: half are opened and stopped, a quarter waits, a few are weighed anew or come back."""
    at = OPENED + timedelta(seconds=chance.randrange(350 * 86_400))
    history: History = [(at, Started())]
    if chance.random() < 0.06:
        history.append((at + chance.random() * HOUR, Retargeted(chance.choice(policies))))
    while chance.random() < 0.27:
        at += chance.random() * 20 * HOUR
        history.append((at, Paused("waiting for requester")))
        at += chance.random() * 90 * HOUR
        history.append((at, Resumed()))
    if chance.random() < 0.97:
        at += chance.random() * 60 * HOUR
        history.append((at, Stopped()))
        if chance.random() < 0.045:
            history += [(at + 9 * HOUR, Reopened()), (at + 20 * HOUR, Stopped())]
    return history


def _rebuild() -> Iterator[Result]:
    with open_house() as home:
        from benchmarks.clock_house import fill  # noqa: PLC0415  Django is ready only now
        from goldenthread.business.desk.actions import rebuild_readings, ticket_keys  # noqa: PLC0415

        fill(HOUSE)
        keys = list(ticket_keys())
        start, server = time.process_time(), server_cpu(home)
        count = rebuild_readings(keys, NOW)
        ours = (time.process_time() - start) * 1e3 / count
        theirs = (server_cpu(home) - server) * 1e3 / count
        start = time.process_time()
        rebuild_readings(keys, NOW)
        again = (time.process_time() - start) * 1e3 / count
    note = f"all written; {again:.2f} ms where nothing changed; PostgreSQL {theirs:.2f} ms; two clocks a ticket"
    yield Result("clocks: rebuilt from facts, a ticket, CPU", ours, "ms", 5, note=note)
