"""The benchmarks that are called by their paths start from any folder."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
CALLED = [path for path in sorted(BENCHMARKS.glob("[a-z]*.py")) if '__name__ == "__main__"' in path.read_text()]


def test_there_are_some() -> None:
    assert {"forecast", "levelling", "selection", "simulation"} <= {path.stem for path in CALLED}


@pytest.mark.parametrize("script", CALLED, ids=lambda path: path.stem)
def test_it_says_how_it_is_called_wherever_one_stands(script: Path, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, script, "--help"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"usage: benchmarks/{script.name}" in done.stdout
