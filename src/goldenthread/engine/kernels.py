"""Compiled kernels: loops that numba turns into machine code at first use and keeps on disk."""

from collections.abc import Callable
from functools import cache
from typing import TypeVar, cast

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(kernel: Kernel) -> Kernel | None:
    """The kernel as machine code, or None where numba is not installed: the room then answers in its plain way.

    Compiled once for each set of argument types, at the first call, and kept beside the kernel's file or in the
    person's cache folder; where neither may be written to, it is compiled anew in each process.
    """
    return cast("Kernel | None", _compiled(kernel))


@cache
def _compiled(kernel: Callable[..., object]) -> object:
    try:
        import numba  # noqa: PLC0415  (120 MB and half a second, paid by those who run a kernel)
    except ImportError:
        return None
    try:
        return numba.njit(cache=True, error_model="numpy")(kernel)
    except RuntimeError:  # numba found no folder to keep it in
        return numba.njit(error_model="numpy")(kernel)
