"""Selection: which investments to choose and when to start them, under limits of money, people, rules and risk."""

from goldenthread.engine.selection.model import (
    Balance,
    Candidate,
    Dropped,
    LimitKey,
    Limits,
    Prerequisite,
    Selection,
    Use,
)
from goldenthread.engine.selection.selecting import frontier, select

__all__ = [
    "Balance",
    "Candidate",
    "Dropped",
    "LimitKey",
    "Limits",
    "Prerequisite",
    "Selection",
    "Use",
    "frontier",
    "select",
]
