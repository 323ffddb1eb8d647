"""The kernels that put leaves and ties in order, compiled by numba or run as they stand, on arrays or lists."""

from typing import Any


def grouped(keys: Any, first: Any, rows: Any) -> None:
    """Rows sorted by key, equal ones in their order: those of key `k` are `rows[first[k]:first[k + 1]]`."""
    size = len(first) - 1
    for row in range(len(keys)):
        first[keys[row] + 1] += 1
    for key in range(size):
        first[key + 1] += first[key]
    for row in range(len(keys)):  # first[key] runs ahead as the next free place …
        rows[first[keys[row]]] = row
        first[keys[row]] += 1
    for key in range(size, 0, -1):  # … and is put back
        first[key] = first[key - 1]
    first[0] = 0


def turns(ends: Any, out: Any, out_of: Any, waiting: Any, order: Any) -> None:
    """Predecessors before successors (Kahn); `waiting` holds the ties into each leaf, and is left above 0 on cycles."""
    size, head, tail = len(waiting), 0, 0
    for i in range(size):
        if waiting[i] == 0:
            order[tail] = i
            tail += 1
    while head < tail:
        i = order[head]
        head += 1
        for k in range(out_of[i], out_of[i + 1]):
            s = ends[out[k]]
            waiting[s] -= 1
            if waiting[s] == 0:
                order[tail] = s
                tail += 1
