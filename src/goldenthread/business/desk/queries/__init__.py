"""Reads of tickets: one, its conversation and clocks, and the lists they stand in."""

from goldenthread.business.desk.queries.changes import CHANGE_KINDS, change_facts, change_of
from goldenthread.business.desk.queries.clocks import BREACH, ClockView, clocks
from goldenthread.business.desk.queries.cycles import Happening
from goldenthread.business.desk.queries.history import Entry, history
from goldenthread.business.desk.queries.queue import KINDS, Filters, TicketRow, queue, rows, tab_counts
from goldenthread.business.desk.queries.requests import (
    RequestRow,
    offering,
    open_outages,
    own_requests,
    requests,
    search_services,
)
from goldenthread.business.desk.queries.signals import is_clock_live, team_leads, tickets_to_tell
from goldenthread.business.desk.queries.tickets import (
    Parties,
    colleagues,
    is_ticket,
    is_waiting,
    parties,
    suppliers,
    ticket,
)

__all__ = [
    "BREACH",
    "CHANGE_KINDS",
    "KINDS",
    "ClockView",
    "Entry",
    "Filters",
    "Happening",
    "Parties",
    "RequestRow",
    "TicketRow",
    "change_facts",
    "change_of",
    "clocks",
    "colleagues",
    "history",
    "is_clock_live",
    "is_ticket",
    "is_waiting",
    "offering",
    "open_outages",
    "own_requests",
    "parties",
    "queue",
    "requests",
    "rows",
    "search_services",
    "suppliers",
    "tab_counts",
    "team_leads",
    "ticket",
    "tickets_to_tell",
]
