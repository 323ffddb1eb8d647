"""What is done to tickets: opened, taken, answered, paused, solved, rated; approvals asked; logs imported."""

from goldenthread.business.desk.actions.approve import request_approval, reread_clocks
from goldenthread.business.desk.actions.assess import Assessment, assess_change
from goldenthread.business.desk.actions.finish import (
    cancel_ticket,
    close_ticket,
    rate_ticket,
    reopen_ticket,
    resolve_ticket,
)
from goldenthread.business.desk.actions.handle import (
    agree_date,
    assign_ticket,
    pause_ticket,
    prioritise_ticket,
    resume_ticket,
    take_next_ticket,
    take_ticket,
)
from goldenthread.business.desk.actions.importing import ImportedIncident, ImportRun, import_incidents, start_import
from goldenthread.business.desk.actions.opening import NewTicket, open_ticket
from goldenthread.business.desk.actions.rebuilding import count_tickets, rebuild_readings, ticket_keys
from goldenthread.business.desk.actions.signalling import tell_signals
from goldenthread.business.desk.actions.talk import add_message, add_note, answer_ticket, attach_file

__all__ = [
    "Assessment",
    "ImportRun",
    "ImportedIncident",
    "NewTicket",
    "add_message",
    "add_note",
    "agree_date",
    "answer_ticket",
    "assess_change",
    "assign_ticket",
    "attach_file",
    "cancel_ticket",
    "close_ticket",
    "count_tickets",
    "import_incidents",
    "open_ticket",
    "pause_ticket",
    "prioritise_ticket",
    "rate_ticket",
    "rebuild_readings",
    "reopen_ticket",
    "request_approval",
    "reread_clocks",
    "resolve_ticket",
    "resume_ticket",
    "start_import",
    "take_next_ticket",
    "take_ticket",
    "tell_signals",
    "ticket_keys",
]
