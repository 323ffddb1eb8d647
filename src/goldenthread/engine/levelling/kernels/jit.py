"""Compiles the kernels of levelling, which call each other, where numba is installed."""

from collections.abc import Callable
from typing import Any

from goldenthread.engine.kernels import compiled


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` compiled, and running beside Python's own lock; as it is, with the same answers, without numba."""
    return compiled(function, nogil=True) or function


def small_kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """A kernel that makes no arrays, so that calling it is cheap."""
    return compiled(function, nogil=True, makes_arrays=False) or function
