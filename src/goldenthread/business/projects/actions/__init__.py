"""What is done in projects: opened, planned, frozen, reported, accepted, handed over, closed."""

from goldenthread.business.projects.actions.baseline import baseline_project
from goldenthread.business.projects.actions.closing import close_project, stop_project
from goldenthread.business.projects.actions.deliverables import (
    Verdict,
    accept_deliverable,
    add_deliverable,
    send_back_deliverable,
    submit_deliverable,
)
from goldenthread.business.projects.actions.handover import (
    add_readiness_item,
    judge_readiness,
    pass_handover,
    remove_readiness_item,
    start_handover,
)
from goldenthread.business.projects.actions.importing import import_plan, keep_plan_file
from goldenthread.business.projects.actions.levelling import level_projects
from goldenthread.business.projects.actions.opening import NewCharter, NewDeliverable, NewProject, open_project
from goldenthread.business.projects.actions.plan import (
    Lag,
    NewTask,
    ResourceFacts,
    TaskChanges,
    add_resource,
    add_task,
    assign_task,
    change_resource,
    change_task,
    link_tasks,
    move_task,
    remove_resource,
    remove_task,
    reschedule_project,
    unassign_task,
    unlink_tasks,
    unuse_resource,
    use_resource,
)
from goldenthread.business.projects.actions.progress import comment_task, report_progress
from goldenthread.business.projects.actions.risks import NewRisk, change_risk, note_risk
from goldenthread.business.projects.actions.running import add_member, advance_phase, record_decision, remove_member
from goldenthread.business.projects.actions.settling import accept_levelling, undo_levelling
from goldenthread.business.projects.actions.simulating import simulate_project

__all__ = [
    "Lag",
    "NewCharter",
    "NewDeliverable",
    "NewProject",
    "NewRisk",
    "NewTask",
    "ResourceFacts",
    "TaskChanges",
    "Verdict",
    "accept_deliverable",
    "accept_levelling",
    "add_deliverable",
    "add_member",
    "add_readiness_item",
    "add_resource",
    "add_task",
    "advance_phase",
    "assign_task",
    "baseline_project",
    "change_resource",
    "change_risk",
    "change_task",
    "close_project",
    "comment_task",
    "import_plan",
    "judge_readiness",
    "keep_plan_file",
    "level_projects",
    "link_tasks",
    "move_task",
    "note_risk",
    "open_project",
    "pass_handover",
    "record_decision",
    "remove_member",
    "remove_readiness_item",
    "remove_resource",
    "remove_task",
    "report_progress",
    "reschedule_project",
    "send_back_deliverable",
    "simulate_project",
    "start_handover",
    "stop_project",
    "submit_deliverable",
    "unassign_task",
    "undo_levelling",
    "unlink_tasks",
    "unuse_resource",
    "use_resource",
]
