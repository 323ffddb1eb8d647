"""Services for programs: planned, promised, provided, measured, paid for, improved."""

from goldenthread.api.services import costs as costs
from goldenthread.api.services import improvements as improvements
from goldenthread.api.services import measures as measures
from goldenthread.api.services import outages as outages
from goldenthread.api.services import promises as promises
from goldenthread.api.services import services as services
