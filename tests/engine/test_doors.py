"""The engine's front door: cheap to open, and every name it promises is there."""

import subprocess
import sys

import pytest

import goldenthread.engine


@pytest.mark.parametrize("name", goldenthread.engine.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(goldenthread.engine, name) is not None


def test_an_unknown_name_is_an_ordinary_attribute_error() -> None:
    with pytest.raises(AttributeError):
        _ = goldenthread.engine.no_such_name


def test_opening_the_door_loads_no_heavy_library() -> None:
    heavy = "numpy", "pyxirr", "numba", "ortools", "django"
    code = f"import sys, goldenthread.engine as e; e.WorkCalendar; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
