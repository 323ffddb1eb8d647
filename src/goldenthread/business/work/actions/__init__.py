"""What is done to any work, whatever it is, and how its cost reaches the ledger."""

from goldenthread.business.work.actions.approvals import approve, ask_approval, decline, void_approvals
from goldenthread.business.work.actions.exchange import (
    ExchangeRateFacts,
    change_exchange_rate,
    remove_exchange_rate,
    set_exchange_rate,
)
from goldenthread.business.work.actions.ledger import counter, post
from goldenthread.business.work.actions.links import link_works, unlink_works
from goldenthread.business.work.actions.opening import open_account, open_work
from goldenthread.business.work.actions.time import correct_time, log_time, remove_time
from goldenthread.business.work.actions.timer import discard_timer, start_timer, stop_timer

__all__ = [
    "ExchangeRateFacts",
    "approve",
    "ask_approval",
    "change_exchange_rate",
    "correct_time",
    "counter",
    "decline",
    "discard_timer",
    "link_works",
    "log_time",
    "open_account",
    "open_work",
    "post",
    "remove_exchange_rate",
    "remove_time",
    "set_exchange_rate",
    "start_timer",
    "stop_timer",
    "unlink_works",
    "void_approvals",
]
