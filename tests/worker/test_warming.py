"""Kernels are compiled ahead by the worker, once for each program, in a folder that may be written to."""

import os
from pathlib import Path

import pytest

from goldenthread.worker import warming
from goldenthread.worker.warming import CACHE, keep_kernels, warm_beside

TOLD = "GOLDENTHREAD_TEST_WARMED"


def compile_nothing() -> None:
    """Stands for a room's kernels, and leaves a mark of each process that it ran in."""
    with Path(os.environ[TOLD]).open("a") as file:
        file.write(f"{os.getpid()}\n")


def break_down() -> None:
    raise ValueError("no compiler")


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(TOLD, str(tmp_path / "told"))
    return tmp_path / "told"


def test_kernels_are_compiled_in_a_process_of_their_own_and_once(tmp_path: Path, told: Path) -> None:
    for _ in range(2):
        warm_beside(tmp_path / "kernels", (compile_nothing,), after=0).join(60)
    (process,) = told.read_text().split()
    assert int(process) != os.getpid()


def test_another_program_compiles_anew(tmp_path: Path, told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for program in ("one", "other", "other"):
        monkeypatch.setattr(warming, "_program", lambda program=program: program)
        warm_beside(tmp_path / "kernels", (compile_nothing,), after=0).join(60)
    assert len(told.read_text().split()) == 2


def test_what_could_not_be_compiled_is_told_and_tried_again(
    tmp_path: Path, told: Path, caplog: pytest.LogCaptureFixture
) -> None:
    warm_beside(tmp_path / "kernels", (break_down,), after=0).join(60)
    assert "no compiler" in caplog.text
    warm_beside(tmp_path / "kernels", (compile_nothing,), after=0).join(60)
    assert told.exists()


@pytest.mark.parametrize(("may_write", "kept"), [(True, None), (False, "kernels")])
def test_machine_code_is_kept_in_the_house_where_the_program_may_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, may_write: bool, kept: str | None
) -> None:
    monkeypatch.delenv(CACHE, raising=False)
    monkeypatch.setattr(warming.os, "access", lambda path, mode: may_write)
    keep_kernels(tmp_path / "kernels")
    assert os.environ.get(CACHE) == (kept and str(tmp_path / kept))
    monkeypatch.delenv(CACHE, raising=False)
