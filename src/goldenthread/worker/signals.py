"""What is due by now is told: warnings and breaches of every clock, found by index, each once."""

import logging
from datetime import datetime

from goldenthread.business.desk.actions import tell_signals
from goldenthread.business.desk.queries import tickets_to_tell
from goldenthread.foundation.actors import SYSTEM

log = logging.getLogger(__name__)


def tell_due_signals(at: datetime) -> int:
    """Tell what is due, ticket by ticket, each in a transaction of its own; how many signals that were.

    A ticket that cannot be read keeps none of the others from being told; the job fails after them.
    """
    count = 0
    done: set[str] = set()
    broken: list[Exception] = []
    while keys := tickets_to_tell(at, besides=done):
        for key in keys:
            done.add(key)
            try:
                count += tell_signals(SYSTEM.at(at), key)
            except Exception as error:
                log.exception("The clocks of %s cannot be read.", key)
                broken.append(error)
    if broken:
        raise ExceptionGroup("Some clocks cannot be read.", broken)
    return count
