"""A gate that holds started processes back: they load behind it, and go on when the one who started them opens it.

It is a pipe with nothing in it; a byte opens it, which nobody takes out, so that it is open ever after. Where its maker
dies before, the pipe ends empty, and who waits leaves.
"""

import os
import select
import sys

VARIABLE = "GOLDENTHREAD_GATE"


class Gate:
    """Shut until it is opened."""

    def __init__(self) -> None:
        self.entry, self._latch = os.pipe()

    def open(self) -> None:
        os.write(self._latch, b"!")


def wait_at_gate() -> None:
    """Where this process was started before a gate, wait until it opens; leave if that will never be."""
    entry = int(os.environ.pop(VARIABLE, "-1"))
    if entry < 0:
        return
    waiting = select.poll()
    waiting.register(entry, select.POLLIN)
    ((_, seen),) = waiting.poll()
    os.close(entry)
    if not seen & select.POLLIN:
        sys.exit("Who started this process is gone.")
