"""The doctor: what is wrong, how to mend it, and no secret told."""

import re
from pathlib import Path

import pytest
from tests.cli.command import answer_of, goldenthread

import goldenthread as package
from goldenthread.cli.exits import Exit
from goldenthread.cli.health.known_settings import KNOWN, MASK, read_settings
from goldenthread.cli.health.setting_faults import AMONG_OURSELVES, refuse_unusable_settings, setting_faults
from goldenthread.foundation.errors import Invalid


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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GOLDENTHREAD_FILE_MB", "abc"),
        ("GOLDENTHREAD_FILE_MB", "-5"),
        ("GOLDENTHREAD_FILE_MB", "²"),
        ("GOLDENTHREAD_SMTP_PORT", "99999"),
        ("GOLDENTHREAD_LOG", "LOUD"),
        ("GOLDENTHREAD_HTTPS", "perhaps"),
        ("GOLDENTHREAD_ORIGINS", "desk.example.org"),
        ("GOLDENTHREAD_EMAIL_BACKEND", "no.such.Backend"),
        ("DATABASE_URL", "mysql://ada:geheim@db.example/house"),
        ("DATABASE_URL", "host=db.example password=geheim"),
        ("DATABASE_URL", "postgres://ada:geheim@db.example:port/house"),
        ("DATABASE_DIRECT_URL", "postgres://ada:geheim@127.0.0.1:9/house"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv(name, value)
    (fault,) = [fault for fault in setting_faults() if fault.name == name]
    assert fault.is_bad
    assert name in fault.sentence
    assert fault.remedy
    assert "geheim" not in fault.sentence
    with pytest.raises(Invalid, match=name):
        refuse_unusable_settings()


def test_settings_that_cannot_be_used_are_told_by_the_doctor_and_stop_every_other_command(empty_home: Path) -> None:
    wrong = {"GOLDENTHREAD_FILE_MB": "abc", "GOLDENTHREAD_LOG": "LOUD", "DATABASE_URL": "host=db password=geheim"}
    done = goldenthread(empty_home, "doctor", "--json", settings=wrong)
    assert done.returncode == 1
    assert {check["name"] for check in answer_of(done)["checks"] if check["state"] == "bad"} == set(wrong)
    said = done.stdout + done.stderr
    for command in (("migrate", "--json"), ("serve", "--port", "0")):
        other = goldenthread(empty_home, *command, settings=wrong)
        assert other.returncode == Exit.BAD_INPUT
        assert all(name in other.stderr for name in wrong)
        said += other.stdout + other.stderr
    assert "Traceback" not in said
    assert "geheim" not in said


def test_what_is_worth_a_look_does_not_make_the_house_ill(house: Path) -> None:
    odd = {
        "GOLDENTHREAD_DEMO": "yes",
        "GOLDENTHREAD_DEBUG": "1",
        "GOLDENTHREAD_SECRET_KEY": "geheim",
        "GOLDENTHREAD_HOST": "desk.example.org",
    }
    done = goldenthread(house, "doctor", "--json", settings=odd)
    assert done.returncode == 0
    states = {check["name"]: check["state"] for check in answer_of(done)["checks"]}
    assert {name: states[name] for name in odd} == dict.fromkeys(odd, "warning")
    assert "geheim" not in done.stdout


def test_every_setting_the_house_reads_is_known_to_the_doctor() -> None:
    sources = (path.read_text() for path in Path(package.__file__).parent.rglob("*.py"))
    read = {name for text in sources for name in re.findall(r'"((?:GOLDENTHREAD|DATABASE)_[A-Z_]+)"', text)}
    assert read - set(AMONG_OURSELVES) == set(KNOWN)
