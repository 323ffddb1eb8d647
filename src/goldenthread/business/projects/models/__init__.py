"""Projects: temporary, judged by scope, time and money; their plans, and what those count on."""

from goldenthread.business.projects.models.earning import EarningRule
from goldenthread.business.projects.models.project import (
    TEMPLATES,
    Assignment,
    Baseline,
    Charter,
    Deliverable,
    Dependency,
    Handover,
    Phase,
    PhaseKind,
    ProgressReading,
    Project,
    ReadinessItem,
    Risk,
    Task,
)
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
