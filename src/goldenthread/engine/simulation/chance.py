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

_ONE, _TWO = 0x7FEB352D, 0x846CA68B
_BLOCK = 32  # rows that are worked on together, so that they stay in the processor's cache


def keys_of(seed: int, kind: str, names: Sequence[str]) -> Bits:
    """A key for each source of a kind, no two alike."""
    keys: dict[int, str] = {}
    for name in names:
        turn = 0
        while (key := _key(seed, kind, name, turn)) in keys:
            turn += 1
        keys[key] = name
    return np.fromiter(keys, np.uint32, len(names))


def fill_with_chance(room: Single, keys: Bits, begin: int) -> None:
    """Fill a row for each key with probabilities in (0, 1), for the runs from `begin` on.

    The bits are a hash of the run and the key, by two rounds of a 32-bit mixer (shift, multiply; the constants are
    Chris Wellons', 2018).
    """
    runs = np.arange(begin, begin + room.shape[1], dtype=np.uint32)
    _mix(runs)
    kernel = compiled(chance_rows)
    if kernel is not None:
        kernel(room, keys, runs)
        return
    for first in range(0, len(keys), _BLOCK):
        bits = runs ^ keys[first : first + _BLOCK, None]
        _mix(bits)
        bits >>= np.uint32(9)
        block = room[first : first + _BLOCK]
        np.multiply(bits, np.float32(2.0**-23), out=block, casting="unsafe", dtype=np.float32)
        block += np.float32(2.0**-24)


def chance_of(seed: int, kind: str, name: str, begin: int, runs: int) -> Single:
    """The probabilities of one source."""
    room = np.empty((1, runs), np.float32)
    fill_with_chance(room, keys_of(seed, kind, [name]), begin)
    row: Single = room[0]
    return row


def _key(seed: int, kind: str, name: str, turn: int) -> int:
    told = f"{seed} {kind} {turn} {name}".encode()
    return int.from_bytes(blake2b(told, digest_size=4).digest(), "big")


def _mix(bits: Bits) -> None:
    bits ^= bits >> np.uint32(16)
    bits *= np.uint32(_ONE)
    bits ^= bits >> np.uint32(15)
    bits *= np.uint32(_TWO)
    bits ^= bits >> np.uint32(16)


def chance_rows(room: Any, keys: Any, runs: Any) -> None:
    """As `fill_with_chance` says: the kernel of it."""
    for row in range(room.shape[0]):
        key = keys[row]
        for run in range(room.shape[1]):
            bits = np.uint32(runs[run] ^ key)
            bits = np.uint32(bits ^ (bits >> np.uint32(16)))
            bits = np.uint32(bits * np.uint32(_ONE))
            bits = np.uint32(bits ^ (bits >> np.uint32(15)))
            bits = np.uint32(bits * np.uint32(_TWO))
            bits = np.uint32(bits ^ (bits >> np.uint32(16)))
            room[row, run] = np.float32(bits >> np.uint32(9)) * np.float32(2.0**-23) + np.float32(2.0**-24)
