"""What is done to any work, whatever it is, and how its cost reaches the ledger."""

from goldenthread.business.work.actions.ledger import counter, post
from goldenthread.business.work.actions.opening import open_account, open_work
from goldenthread.business.work.actions.time import correct_time, log_time, remove_time

__all__ = ["correct_time", "counter", "log_time", "open_account", "open_work", "post", "remove_time"]
