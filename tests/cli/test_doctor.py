"""The doctor: what is wrong, how to mend it, and no secret told."""

import re
from pathlib import Path

import pytest
from tests.cli.command import answer_of, goldenthread

import goldenthread as package
from goldenthread.cli.health.known_settings import KNOWN, MASK, read_settings

NEVER_TOLD = {"GOLDENTHREAD_SUPERVISOR"}  # between our own processes


def test_a_healthy_house_is_well(house: Path) -> None:
    done = goldenthread(house, "doctor", "--json")
    found = answer_of(done)
    assert [check for check in found["checks"] if check["state"] == "bad"] == []
    assert (done.returncode, found["well"]) == (0, True)
    states = {check["name"]: check["state"] for check in found["checks"]}
    assert states["database"] == states["migrations"] == states["clock"] == states["home"] == "good"


def test_what_is_bad_comes_with_a_remedy_and_exit_code_1(empty_home: Path) -> None:
    done = goldenthread(empty_home, "doctor", "--json")
    assert done.returncode == 1
    findings = {check["name"]: check for check in answer_of(done)["checks"]}
    assert findings["migrations"]["remedy"] == "Run `goldenthread migrate`."


def test_a_database_out_of_reach_is_a_finding_like_any_other(empty_home: Path) -> None:
    address = "postgres://ada:geheim@127.0.0.1:9/house?password=geheim"
    done = goldenthread(empty_home, "doctor", "--json", settings={"DATABASE_URL": address})
    assert done.returncode == 1
    findings = {check["name"]: check for check in answer_of(done)["checks"]}
    assert "refused" in findings["database"]["sentence"]
    assert findings["python"]["state"] == "good"
    assert "geheim" not in done.stdout + done.stderr


def test_settings_say_where_they_come_from_and_mask_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOLDENTHREAD_SECRET_KEY", "s3cret")
    monkeypatch.setenv("DATABASE_URL", "postgres://ada:s3cret@db.example/house?sslmode=require")
    monkeypatch.delenv("GOLDENTHREAD_SMTP_HOST", raising=False)
    known = {setting.name: setting for setting in read_settings()}
    assert known["GOLDENTHREAD_SECRET_KEY"].value == MASK
    assert known["DATABASE_URL"].value == f"postgres://ada:{MASK}@db.example/house?sslmode=require"
    assert (known["DATABASE_URL"].origin, known["GOLDENTHREAD_SMTP_HOST"].origin) == ("environment", "default")


def test_every_setting_the_house_reads_is_known_to_the_doctor() -> None:
    sources = (path.read_text() for path in Path(package.__file__).parent.rglob("*.py"))
    read = {name for text in sources for name in re.findall(r'"((?:GOLDENTHREAD|DATABASE)_[A-Z_]+)"', text)}
    assert read - NEVER_TOLD == set(KNOWN)
