"""Reads of work, time and money."""

from goldenthread.business.work.queries.money import CostLine, account, account_tree, cost_between, entries
from goldenthread.business.work.queries.time import time_between, time_entry, time_on, timer
from goldenthread.business.work.queries.works import work

__all__ = [
    "CostLine",
    "account",
    "account_tree",
    "cost_between",
    "entries",
    "time_between",
    "time_entry",
    "time_on",
    "timer",
    "work",
]
