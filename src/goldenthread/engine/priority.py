"""How urgent a thing is, from its impact and its urgency."""

from collections.abc import Mapping

MATRIX: Mapping[tuple[int, int], int] = {
    (impact, urgency): impact + urgency - 1 for impact in (1, 2, 3) for urgency in (1, 2, 3)
}


def priority(impact: int, urgency: int, matrix: Mapping[tuple[int, int], int] = MATRIX) -> int:
    """The priority from 1 (highest) to 5 for impact and urgency from 1 (high) to 3 (low)."""
    return matrix[impact, urgency]
