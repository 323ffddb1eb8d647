"""Projects: temporary, judged by scope, time and money; their plans, and what those count on."""

from goldenthread.business.projects.models.earning import EarningRule
from goldenthread.business.projects.models.levelling import Levelling
from goldenthread.business.projects.models.parts import Deliverable, Handover, ReadinessItem, Risk
from goldenthread.business.projects.models.plan import Assignment, Baseline, Dependency, ProgressReading, Task
from goldenthread.business.projects.models.project import TEMPLATES, Charter, Phase, PhaseKind, Project
from goldenthread.business.projects.models.resources import PlanImport, Resource, ResourceUse

__all__ = [
    "TEMPLATES",
    "Assignment",
    "Baseline",
    "Charter",
    "Deliverable",
    "Dependency",
    "EarningRule",
    "Handover",
    "Levelling",
    "Phase",
    "PhaseKind",
    "PlanImport",
    "ProgressReading",
    "Project",
    "ReadinessItem",
    "Resource",
    "ResourceUse",
    "Risk",
    "Task",
]
