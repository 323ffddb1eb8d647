"""A plan as the engine computes it: its rows, compiled and kept between requests, and what a change would move."""

from goldenthread.business.projects.queries.schedule.breaks import Break
from goldenthread.business.projects.queries.schedule.changes import TaskChanges, is_within_years
from goldenthread.business.projects.queries.schedule.lines import Line, PlanLines, plan_lines, split_of, state_of_plan
from goldenthread.business.projects.queries.schedule.moved import Moved
from goldenthread.business.projects.queries.schedule.preview import Preview, preview
from goldenthread.business.projects.queries.schedule.rows import driver_as_seen

__all__ = [
    "Break",
    "Line",
    "Moved",
    "PlanLines",
    "Preview",
    "TaskChanges",
    "driver_as_seen",
    "is_within_years",
    "plan_lines",
    "preview",
    "split_of",
    "state_of_plan",
]
