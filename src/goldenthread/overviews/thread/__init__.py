"""The thread: from any record, the five steps from why it exists to what came of it."""

from goldenthread.overviews.thread.gaps import Gap as Gap
from goldenthread.overviews.thread.line import Bead as Bead
from goldenthread.overviews.thread.line import thread as thread

__all__ = ["Bead", "Gap", "thread"]
