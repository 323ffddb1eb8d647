"""The rooms keep to their rules."""

from pathlib import Path

import pytest
from django.apps import apps
from importlinter.cli import lint_imports

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "goldenthread"
CONTEXTS = ("people", "work", "assets", "services", "desk", "projects", "portfolio")
LEVEL = {"foundation": 0, "people": 1, "work": 2, "assets": 3, "services": 4, "desk": 5, "projects": 5, "portfolio": 6}
FILES = ("events", "models", "policies", "queries", "actions")
LONGEST = 400


def python_files() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def test_imports_only_go_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlinter.cli._configure_logging", lambda verbose: None)  # it silences every other logger
    assert lint_imports(config_filename=str(PACKAGE.parents[1] / ".importlinter"), no_logo=True) == 0


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_context_has_its_five_files(context: str) -> None:
    for name in FILES:
        folder = PACKAGE / "business" / context
        assert (folder / f"{name}.py").exists() or (folder / name / "__init__.py").exists(), f"{context}.{name}"


def test_foreign_keys_of_ours_point_down() -> None:
    for model in apps.get_models():
        here = model._meta.app_label
        if here not in LEVEL:
            continue
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None:
                continue
            there = field.related_model._meta.app_label
            is_down = there == here or LEVEL.get(there, 9) < LEVEL[here]
            assert is_down, f"{here}.{model.__name__}.{field.name} points to {there}"


def test_every_file_says_what_it_is_for() -> None:
    for path in python_files():
        text = path.read_text()
        assert not text.strip() or text.lstrip().startswith('"""'), path


def test_no_file_is_too_long_without_saying_why() -> None:
    for path in python_files():
        assert len(path.read_text().splitlines()) <= LONGEST, path


def test_no_room_is_called_after_nothing() -> None:
    for path in PACKAGE.rglob("*"):
        assert path.stem not in {"utils", "helpers", "common", "misc", "manager", "managers"}, path
