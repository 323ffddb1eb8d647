"""Reads of work, time and money."""

from goldenthread.business.work.queries.exchange import NOTHING, Costs, Foreign, Money, exchange, plain, together
from goldenthread.business.work.queries.money import (
    CostLine,
    SourceLine,
    account,
    account_tree,
    cost_between,
    cost_by_source,
    entries,
    may_open_account,
    minutes_between,
    spent_by_month,
)
from goldenthread.business.work.queries.ties import (
    LINK_KINDS,
    Tie,
    approval,
    approvals_asked,
    approvals_of,
    ties_of,
)
from goldenthread.business.work.queries.time import (
    RunningTimer,
    bar,
    time_behind,
    time_between,
    time_entry,
    time_on,
    timer,
)
from goldenthread.business.work.queries.works import work

__all__ = [
    "LINK_KINDS",
    "NOTHING",
    "CostLine",
    "Costs",
    "Foreign",
    "Money",
    "RunningTimer",
    "SourceLine",
    "Tie",
    "account",
    "account_tree",
    "approval",
    "approvals_asked",
    "approvals_of",
    "bar",
    "cost_between",
    "cost_by_source",
    "entries",
    "exchange",
    "may_open_account",
    "minutes_between",
    "plain",
    "spent_by_month",
    "ties_of",
    "time_behind",
    "time_between",
    "time_entry",
    "time_on",
    "timer",
    "together",
    "work",
]
