"""What is done to tickets: opened, taken, answered, paused, solved, rated; approvals asked; logs imported."""

from goldenthread.business.desk.actions.approve import request_approval
from goldenthread.business.desk.actions.finish import (
    cancel_ticket,
    close_ticket,
    rate_ticket,
    reopen_ticket,
    resolve_ticket,
)
from goldenthread.business.desk.actions.handle import (
    assign_ticket,
    pause_ticket,
    prioritise_ticket,
    resume_ticket,
    take_next_ticket,
    take_ticket,
)
from goldenthread.business.desk.actions.importing import ImportedIncident, ImportRun, import_incidents, start_import
from goldenthread.business.desk.actions.keeping import rebuild_readings
from goldenthread.business.desk.actions.opening import NewTicket, open_ticket
from goldenthread.business.desk.actions.talk import add_message, add_note, answer_ticket, attach_file

__all__ = [
    "ImportRun",
    "ImportedIncident",
    "NewTicket",
    "add_message",
    "add_note",
    "answer_ticket",
    "assign_ticket",
    "attach_file",
    "cancel_ticket",
    "close_ticket",
    "import_incidents",
    "open_ticket",
    "pause_ticket",
    "prioritise_ticket",
    "rate_ticket",
    "rebuild_readings",
    "reopen_ticket",
    "request_approval",
    "resolve_ticket",
    "resume_ticket",
    "start_import",
    "take_next_ticket",
    "take_ticket",
]
