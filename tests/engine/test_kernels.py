"""Kernels: compiled where numba is, absent where it is not."""

import subprocess
import sys

from goldenthread.engine.kernels import compiled


def doubled(x: float) -> float:
    return x + x


def test_a_kernel_answers_as_its_python_does() -> None:
    fast = compiled(doubled)
    assert fast is not None
    assert fast is not doubled
    assert fast(21.0) == doubled(21.0) == 42.0
    assert compiled(doubled) is fast


def test_there_is_no_kernel_without_numba() -> None:
    code = (
        "import sys; sys.modules['numba'] = None\n"
        "from goldenthread.engine.kernels import compiled\n"
        "print(compiled(lambda x: x))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "None"
