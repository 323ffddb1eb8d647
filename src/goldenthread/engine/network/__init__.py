"""Critical path schedules on working calendars, three-point path estimates, and crashing at least cost."""

from goldenthread.engine.network.crashing import Crashing, crash
from goldenthread.engine.network.path_estimate import path_estimate
from goldenthread.engine.network.plan import Demand, Link, Plan, Project, Resource, Task
from goldenthread.engine.network.schedule import Driver, Schedule, ScheduledTask, reschedule, schedule

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
]
