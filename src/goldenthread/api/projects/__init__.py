"""Projects for programs: where they stand, plans and tasks, what belongs to them, hand-over."""

from goldenthread.api.projects import confidence as confidence
from goldenthread.api.projects import handovers as handovers
from goldenthread.api.projects import levelling as levelling
from goldenthread.api.projects import msproject as msproject
from goldenthread.api.projects import parts as parts
from goldenthread.api.projects import plan as plan
from goldenthread.api.projects import preview as preview
from goldenthread.api.projects import projects as projects
from goldenthread.api.projects import resources as resources
from goldenthread.api.projects import tasks as tasks
