"""Reads of tickets: one, its conversation and clocks, and the lists they stand in."""

from goldenthread.business.desk.queries.clocks import ClockView, clocks
from goldenthread.business.desk.queries.history import Entry, history
from goldenthread.business.desk.queries.queue import Filters, TicketRow, queue, rows, tab_counts
from goldenthread.business.desk.queries.requests import (
    RequestRow,
    offering,
    open_outages,
    own_requests,
    requests,
    search_services,
)
from goldenthread.business.desk.queries.tickets import (
    Parties,
    colleagues,
    is_waiting,
    parties,
    ticket,
)

__all__ = [
    "ClockView",
    "Entry",
    "Filters",
    "Parties",
    "RequestRow",
    "TicketRow",
    "clocks",
    "colleagues",
    "history",
    "is_waiting",
    "offering",
    "open_outages",
    "own_requests",
    "parties",
    "queue",
    "requests",
    "rows",
    "search_services",
    "tab_counts",
    "ticket",
]
