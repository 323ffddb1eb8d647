"""Reads of work, time and money."""

from goldenthread.business.work.queries.money import CostLine, account, account_tree, cost_between, entries
from goldenthread.business.work.queries.ties import (
    LINK_KINDS,
    Tie,
    approval,
    approvals_asked,
    approvals_of,
    ties_of,
)
from goldenthread.business.work.queries.time import time_between, time_entry, time_on, timer
from goldenthread.business.work.queries.works import work

__all__ = [
    "LINK_KINDS",
    "CostLine",
    "Tie",
    "account",
    "account_tree",
    "approval",
    "approvals_asked",
    "approvals_of",
    "cost_between",
    "entries",
    "ties_of",
    "time_between",
    "time_entry",
    "time_on",
    "timer",
    "work",
]
