"""Compiled kernels: loops that numba turns into machine code at first use and keeps on disk."""

from collections.abc import Callable, Collection, Mapping
from functools import cache
from types import FunctionType, ModuleType
from typing import Any, TypeVar, cast

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(kernel: Kernel, *, nogil: bool = False, makes_arrays: bool = True) -> Kernel | None:
    """The kernel as machine code, or None where numba is not installed: the room then answers in its plain way.

    Compiled once for each set of argument types, at the first call, and kept beside the kernel's file or in the
    person's cache folder; where neither may be written to, it is compiled anew in each process. With `nogil` other
    threads run beside it. One that makes no arrays need not count references, which makes its calls much cheaper.
    """
    return cast("Kernel | None", _compiled(kernel, nogil=nogil, _nrt=makes_arrays))


def compiled_together(module: ModuleType, inlined: Collection[str] = ()) -> Mapping[str, Callable[..., object]] | None:
    """All functions of a module as machine code by name, calling each other; None where numba is not installed.

    The module keeps its plain functions. None of them may make an array: they are compiled without counting references,
    which takes a third of the time. Those of `inlined` are copied into their callers.
    """
    names = dict(vars(module))
    for name, kernel in vars(module).items():
        if isinstance(kernel, FunctionType) and kernel.__module__ == module.__name__:
            # A copy that finds the compiled kernels among its globals.
            copy = FunctionType(kernel.__code__, names, name)
            copy.__module__, copy.__qualname__ = module.__name__, name
            names[name] = _compiled(copy, nogil=True, _nrt=False, forceinline=name in inlined)
            if names[name] is None:
                return None
    return names


@cache
def _compiled(kernel: Callable[..., object], **how: Any) -> object:
    try:
        import numba  # noqa: PLC0415  (120 MB and half a second, paid by those who run a kernel)
    except ImportError:
        return None
    try:
        return numba.njit(cache=True, error_model="numpy", **how)(kernel)
    except RuntimeError:  # numba found no folder to keep it in
        return numba.njit(error_model="numpy", **how)(kernel)
