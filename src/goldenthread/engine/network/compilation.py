"""Which passes a plan of some size takes: compiled by numba when it is large, as plain Python when it is small."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from goldenthread.engine.kernels import compiled_together
from goldenthread.engine.network import kernels, ordering
from goldenthread.engine.network.tables import SEGMENTS, TIES, as_rows, write_back

LARGE = 500
"""Leaves from which on a plan is worth loading numba for (some 120 MB and half a second, once a process)."""

PLAIN = {**vars(ordering), **vars(kernels)}
INLINED = ("opens_with", "place_early", "latest_finish", "place_late")


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
        PLAIN[name](*lists)
    for table, rows in zip(tables, lists, strict=True):
        if table.dtype in (TIES, SEGMENTS):  # no kernel writes into them
            continue
        if table.dtype.names:
            write_back(rows, table)
        else:
            table[:] = rows


@cache
def compiled_kernels() -> Mapping[str, Callable[..., object]] | None:
    """The compiled kernels by name, or None where numba is not installed."""
    ordered, passed = compiled_together(ordering), compiled_together(kernels, INLINED)
    return None if ordered is None or passed is None else {**ordered, **passed}
