"""Templates are compiled once for each program, and a full disk keeps nobody from a page."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from jinja2 import DictLoader, Environment

from goldenthread.web import bytecode
from goldenthread.web.bytecode import Bytecode, kept_bytecode

HELLO = {"hello.html": "Hello {{ name }}"}


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that were compiled."""
    sources: list[str] = []
    compile_template: Callable[..., object] = Environment.compile

    def noted(self: Environment, source: str, *how: object) -> object:
        sources.append(source)
        return compile_template(self, source, *how)

    monkeypatch.setattr(Environment, "compile", noted)
    return sources


def say_hello(folder: Path, templates: dict[str, str] = HELLO) -> str:
    """As a process does that has just started."""
    fresh = Environment(loader=DictLoader(templates), bytecode_cache=Bytecode(str(folder)), autoescape=True)
    return fresh.get_template("hello.html").render(name="Ada")


def test_a_template_is_compiled_once_for_all_processes(tmp_path: Path, compiled: list[str]) -> None:
    assert [say_hello(tmp_path), say_hello(tmp_path)] == ["Hello Ada", "Hello Ada"]
    assert compiled == [HELLO["hello.html"]]


def test_a_template_that_changed_is_compiled_anew(tmp_path: Path, compiled: list[str]) -> None:
    say_hello(tmp_path)
    assert say_hello(tmp_path, {"hello.html": "Bye {{ name }}"}) == "Bye Ada"
    assert len(compiled) == 2


def test_another_program_compiles_anew(tmp_path: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    say_hello(tmp_path)
    (tmp_path / "environment.py").touch()
    monkeypatch.setattr(bytecode, "HERE", tmp_path)
    assert say_hello(tmp_path) == "Hello Ada"
    assert len(compiled) == 2


def test_a_disk_that_takes_nothing_keeps_nobody_from_a_page(tmp_path: Path, compiled: list[str]) -> None:
    assert say_hello(tmp_path / "nowhere") == "Hello Ada"
    assert compiled == [HELLO["hello.html"]]


@pytest.mark.parametrize("may_write", [True, False])
def test_it_is_kept_in_the_house_where_the_program_may_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: LazySettings, may_write: bool
) -> None:
    program, settings.HOME = tmp_path / "program", tmp_path / "house"
    for folder in (program, settings.HOME):
        folder.mkdir()
    (program / "environment.py").touch()
    monkeypatch.setattr(bytecode, "HERE", program)
    access: Callable[..., bool] = lambda path, mode: may_write  # noqa: E731
    monkeypatch.setattr(os, "access", access)
    kept = kept_bytecode()
    assert kept is not None
    assert kept.directory == str(program / "__pycache__" if may_write else settings.HOME / "templates")
