"""Operations load forecast on two histories, against a seasonal-naive forecast: `benchmarks/forecast.py`."""

import argparse
import csv
import gzip
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

if __name__ == "__main__":  # called by its path: the package is one folder up
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks.house import open_house
from benchmarks.result import LeftOutError, Result
from benchmarks.servicenow import the_log
from goldenthread.engine.forecast import LoadWeek, forecast

LAST_FULL_WEEK = date(2016, 5, 23)
"""Of the log; after it only what was reopened much later is in the sample."""


def measure() -> Iterator[Result]:
    yield _against_naive("the demo's year", _load(_of_the_demo()), None)
    yield _against_naive("a real desk's log", _load(_of_the_log()), LAST_FULL_WEEK)


def _against_naive(name: str, load: list[LoadWeek], until: date | None) -> Result:
    told = [one for one in forecast(load, until=until) if not one.is_too_short]
    error = sum(one.error or 0.0 for one in told)
    naive = sum(one.naive_error or 0.0 for one in told)
    better = sum((one.error or 0.0) < (one.naive_error or 0.0) for one in told)
    note = f"{error:.1f} against {naive:.1f} a week over {len(told)} teams, better for {better}"
    return Result(f"forecast: {name}, error against naive", error / naive, "×", 1, note=note)


def _load(opened: Iterable[tuple[str, date]]) -> list[LoadWeek]:
    counts = Counter((team, day - timedelta(days=day.weekday())) for team, day in opened)
    return [LoadWeek(team, "", week, count) for (team, week), count in counts.items()]


def _of_the_log() -> Iterator[tuple[str, date]]:
    log = the_log()
    if not log.exists():
        raise LeftOutError(f"there is no {log}; set GOLDENTHREAD_SHARED to the shared folder.")
    with gzip.open(log, "rt") as rows:
        last = {row["number"]: row for row in csv.DictReader(rows)}
    for row in last.values():
        yield row["assignment_group"], datetime.strptime(row["opened_at"], "%d/%m/%Y %H:%M").replace(tzinfo=UTC).date()


def _of_the_demo() -> list[tuple[str, date]]:
    with open_house():
        from goldenthread.business.desk.models import Ticket  # noqa: PLC0415  Django is ready only now
        from goldenthread.connectors.demo.seed import seed  # noqa: PLC0415

        now = datetime.now(UTC)
        seed(now)
        this_week = now.date() - timedelta(days=now.weekday())
        rows = Ticket.objects.values_list("work__team__name", "work__opened_at")
        return [(team or "", at.date()) for team, at in rows if at.date() < this_week]


if __name__ == "__main__":
    argparse.ArgumentParser(prog="benchmarks/forecast.py", description=__doc__).parse_args()
    for result in measure():
        print(result.line())
