"""Importing another desk's log and reading the desk's figures, from the command line."""

from pathlib import Path

from tests.cli.command import answer_of, goldenthread
from tests.connectors.test_servicenow import LIFE, log, row

from goldenthread.cli.exits import Exit


def test_a_log_is_imported_once_and_reported(house: Path, tmp_path: Path) -> None:
    file = tmp_path / "incidents.csv"
    file.write_bytes(log(*LIFE, row(number="INC0000002", opened_at="never")))
    first = goldenthread(house, "import", "servicenow", str(file), "--json")
    assert first.returncode == 0, first.stderr
    assert answer_of(first) == {
        "events": 6,
        "incidents": 1,
        "created": 1,
        "unchanged": 0,
        "refused": [{"row": 8, "why": "opened_at is no date such as 29/2/2016 01:16: never"}],
    }
    assert answer_of(goldenthread(house, "import", "servicenow", str(file), "--json"))["unchanged"] == 1

    report = answer_of(goldenthread(house, "report", "desk", "--json"))
    assert report == {
        "incidents": 1,
        "sla": {"met": 0, "missed": 1, "by_priority": {"3": {"met": 0, "missed": 1}}},
        "resolve_hours": {"mean": 10.2167, "median": 10.2167},
        "reopened": 0,
        "reassigned": 1,
        "unresolved": 0,
    }
    assert "1 missed it" in goldenthread(house, "report", "desk").stdout


def test_what_is_no_log_is_bad_input(house: Path, tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n")
    done = goldenthread(house, "import", "servicenow", str(file), "--json")
    assert done.returncode == Exit.BAD_INPUT
    assert "columns" in str(answer_of(done))
    missing = goldenthread(house, "import", "servicenow", str(tmp_path / "nowhere.csv"), "--json")
    assert missing.returncode != 0
    zone = goldenthread(house, "import", "servicenow", str(file), "--timezone", "Mars/Olympus", "--json")
    assert zone.returncode == Exit.BAD_INPUT
