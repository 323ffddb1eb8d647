"""Which passes a plan of some size takes: compiled by numba when it is large, as plain Python when it is small."""

from collections.abc import Callable
from functools import cache
from types import FunctionType
from typing import Any

from goldenthread.engine.network import kernels
from goldenthread.engine.network.tables import SEGMENTS, TIES, as_rows, write_back

LARGE = 500
"""Leaves from which on a plan is worth loading numba for (some 120 MB and half a second, once a process)."""

INLINED = ("opens_with", "place_early", "latest_finish", "place_late")

Kernel = Callable[..., None]


def run(size: int, names: str, *tables: Any) -> None:
    """Run kernels, one after the other, over the same tables or arrays, which they write into.

    Compiled when `size` (leaves) is large and numba is there; else as plain functions, over lists.
    """
    compiled = compiled_kernels() if size >= LARGE else None
    if compiled is not None:
        for name in names.split():
            compiled[name](*tables)
        return
    lists = [as_rows(table) if table.dtype.names else table.tolist() for table in tables]
    for name in names.split():
        getattr(kernels, name)(*lists)
    for table, rows in zip(tables, lists, strict=True):
        if table.dtype in (TIES, SEGMENTS):  # no kernel writes into them
            continue
        if table.dtype.names:
            write_back(rows, table)
        else:
            table[:] = rows


@cache
def compiled_kernels() -> dict[str, Kernel] | None:
    """The compiled kernels by name, or None where numba is not installed.

    What it compiles is kept on disk beside the code or, where that cannot be written, in the user's cache folder
    (`NUMBA_CACHE_DIR` overrides both), so that each machine compiles once per version.
    """
    try:
        from numba import njit  # noqa: PLC0415  120 MB, for large plans only
    except ImportError:
        return None
    names = dict(vars(kernels))
    for name, kernel in vars(kernels).items():
        if isinstance(kernel, FunctionType):
            # A copy whose globals are the compiled kernels, while the module keeps the plain ones.
            copy = FunctionType(kernel.__code__, names, name)
            copy.__module__, copy.__qualname__ = kernel.__module__, name
            names[name] = _compiled(njit, copy)
    return names


def _compiled(njit: Any, kernel: FunctionType) -> Kernel:
    # Kernels make no arrays, so nothing needs to count references to them; counting would take three times as long.
    how = {"nogil": True, "_nrt": False, "forceinline": kernel.__name__ in INLINED}
    try:
        return njit(kernel, cache=True, **how)  # type: ignore[no-any-return]
    except RuntimeError:  # numba finds no folder it may write to: it compiles in every process then
        return njit(kernel, **how)  # type: ignore[no-any-return]
