"""Plans of Microsoft Project in and out, from the command line."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.command import answer_of, environment, goldenthread
from tests.web.projects.test_msproject import PLAN

from goldenthread.cli.exits import Exit

ROOT = Path(__file__).parents[2]
SET_UP = """
from goldenthread.cli.house import opened_house
with opened_house():
    from goldenthread.cli.migrate import migrate_database
    migrate_database()
    from tests.business.projects.company import a_project
    from tests.cast import assemble
    print(a_project(assemble()).key)
"""


@pytest.fixture
def project(empty_home: Path) -> str:
    """The key of a project in a house of its own."""
    shell = environment(empty_home, PYTHONPATH=str(ROOT))
    done = subprocess.run([sys.executable, "-c", SET_UP], env=shell, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


def test_a_plan_is_looked_at_brought_in_once_and_written_out(empty_home: Path, project: str, tmp_path: Path) -> None:
    file, out = tmp_path / "plan.xml", tmp_path / "out.xml"
    file.write_bytes(PLAN)
    command = ("import", "msproject", str(file), "--project", project)

    seen = answer_of(goldenthread(empty_home, *command, "--preview", "--json"))
    first = answer_of(goldenthread(empty_home, *command, "--json"))
    again = answer_of(goldenthread(empty_home, *command, "--json"))

    assert seen["created"] == first["created"] == first["tasks"] == 2
    assert first["links"] == 1
    assert first["dates"]["differing"][0]["title"] == "Dig"
    lost = {"field": "Contact", "task": "Dig", "value": "Bob", "why": "A task has people, not a contact."}
    assert first["losses"] == [lost]
    assert (again["created"], again["updated"], again["unchanged"], again["ties"]) == (0, 0, 2, 0)
    said = goldenthread(empty_home, *command)
    assert "Not carried: Contact of Dig (Bob)." in said.stderr
    assert "2 tasks and 1 links: 0 created" in said.stdout

    written = answer_of(goldenthread(empty_home, "export", "msproject", str(out), "--project", project, "--json"))
    assert (written["tasks"], written["links"], written["losses"]) == (2, 1, [])
    assert b"<Name>Pour</Name>" in out.read_bytes()

    file.write_bytes(PLAN[:300])
    broken = goldenthread(empty_home, *command, "--json")
    assert broken.returncode == Exit.BAD_INPUT
    assert "no whole XML" in answer_of(broken)["error"]["sentence"]
    nowhere = goldenthread(empty_home, "export", "msproject", str(out), "--project", "PRJ-999", "--json")
    assert nowhere.returncode == Exit.NOT_FOUND
    assert b"<Name>Pour</Name>" in out.read_bytes(), "a file that is there stays when nothing can be written"
