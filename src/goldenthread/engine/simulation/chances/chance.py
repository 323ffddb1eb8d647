"""Chance that belongs to its source: the same seed, source and run always meet the same draw, whatever else there is.

So a task keeps its luck when another is added, and two simulations differ by what was changed and not by noise.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldenthread.engine.kernels import compiled

Single = NDArray[np.float32]
Bits = NDArray[np.uint32]

ONE, TWO = 0x7FEB352D, 0x846CA68B


def keys_of(seed: int, kind: str, names: Sequence[str]) -> Bits:
    """A key for each source of a kind, no two alike."""
    keys: dict[int, str] = {}
    for name in names:
        turn = 0
        while (key := _key(seed, kind, name, turn)) in keys:
            turn += 1
        keys[key] = name
    return np.fromiter(keys, np.uint32, len(names))


def runs_of(begin: int, count: int) -> Bits:
    """The bits of the runs from `begin` on, from which each source makes its own."""
    runs = np.arange(begin, begin + count, dtype=np.uint32)
    _mix(runs, np.empty_like(runs))
    return runs


def fill_with_chance(room: Single, keys: Bits, runs: Bits) -> None:
    """Fill a row for each key with probabilities in (0, 1), for these runs.

    The bits are a hash of the run and the key, by two rounds of a 32-bit mixer (shift, multiply; the constants are
    Chris Wellons', 2018).
    """
    kernel = compiled(chance_rows)
    if kernel is not None:
        kernel(room, keys, runs)
        return
    bits = runs ^ keys[:, None]
    # The room itself is where numbers are kept meanwhile.
    _mix(bits, room.view(np.uint32) if room.flags.c_contiguous else np.empty_like(bits))
    bits >>= np.uint32(9)
    np.multiply(bits, np.float32(2.0**-23), out=room, casting="unsafe", dtype=np.float32)
    room += np.float32(2.0**-24)


def chance_of(seed: int, kind: str, name: str, begin: int, runs: int) -> Single:
    """The probabilities of one source."""
    room = np.empty((1, runs), np.float32)
    fill_with_chance(room, keys_of(seed, kind, [name]), runs_of(begin, runs))
    row: Single = room[0]
    return row


def _key(seed: int, kind: str, name: str, turn: int) -> int:
    told = f"{seed} {kind} {turn} {name}".encode()
    return int.from_bytes(blake2b(told, digest_size=4).digest(), "big")


def _mix(bits: Bits, shifted: Bits) -> None:
    """Mix the bits in place; `shifted` is room for as many."""
    for shift, factor in ((16, ONE), (15, TWO)):
        np.right_shift(bits, np.uint32(shift), out=shifted)
        bits ^= shifted
        bits *= np.uint32(factor)
    np.right_shift(bits, np.uint32(16), out=shifted)
    bits ^= shifted


def chance_rows(room: Any, keys: Any, runs: Any) -> None:
    """As `fill_with_chance` says: the kernel of it."""
    for row in range(room.shape[0]):
        key = keys[row]
        for run in range(room.shape[1]):
            bits = np.uint32(runs[run] ^ key)
            bits = np.uint32(bits ^ (bits >> np.uint32(16)))
            bits = np.uint32(bits * np.uint32(ONE))
            bits = np.uint32(bits ^ (bits >> np.uint32(15)))
            bits = np.uint32(bits * np.uint32(TWO))
            bits = np.uint32(bits ^ (bits >> np.uint32(16)))
            room[row, run] = np.float32(bits >> np.uint32(9)) * np.float32(2.0**-23) + np.float32(2.0**-24)
