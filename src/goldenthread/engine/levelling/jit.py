"""Compiles kernels where numba is installed; without it they run as plain Python, with the same answers."""

from collections.abc import Callable
from typing import Any

try:
    from numba import njit
except ImportError:  # numba is an accelerator, never a condition
    njit = None


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` compiled on first call, kept on disk, and running beside Python's own lock."""
    if njit is None:
        return function
    compiled: Callable[..., Any] = njit(cache=True, nogil=True, boundscheck=False)(function)
    return compiled
