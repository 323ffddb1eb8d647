"""Critical path schedules on working calendars, three-point path estimates, and crashing at least cost."""

from goldenthread.engine.network.crashing import Crashing, crash
from goldenthread.engine.network.plan import Demand, Link, Plan, Project, Resource, Task
from goldenthread.engine.network.scheduled import Driver, Schedule, ScheduledTask
from goldenthread.engine.network.scheduling import reschedule, schedule, warm
from goldenthread.engine.network.three_point import path_estimate

__all__ = [
    "Crashing",
    "Demand",
    "Driver",
    "Link",
    "Plan",
    "Project",
    "Resource",
    "Schedule",
    "ScheduledTask",
    "Task",
    "crash",
    "path_estimate",
    "reschedule",
    "schedule",
    "warm",
]
