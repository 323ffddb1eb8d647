"""The door for programs: JSON under /api/v1, one file per context."""

from goldenthread.api import assets as assets
from goldenthread.api import capacity as capacity
from goldenthread.api import desk as desk
from goldenthread.api import exchange as exchange
from goldenthread.api import overviews as overviews
from goldenthread.api import people as people
from goldenthread.api import portfolio as portfolio
from goldenthread.api import projects as projects
from goldenthread.api import runs as runs
from goldenthread.api import services as services
from goldenthread.api import work as work
from goldenthread.api.door import api as api

__all__ = ["api"]
