"""What is done in projects: opened, planned, frozen, reported, accepted, handed over, closed."""

from goldenthread.business.projects.actions.opening import NewCharter as NewCharter
from goldenthread.business.projects.actions.opening import NewDeliverable as NewDeliverable
from goldenthread.business.projects.actions.opening import NewProject as NewProject
from goldenthread.business.projects.actions.opening import open_project as open_project
from goldenthread.business.projects.actions.plan import NewTask as NewTask
from goldenthread.business.projects.actions.plan import TaskChanges as TaskChanges
from goldenthread.business.projects.actions.plan import add_task as add_task
from goldenthread.business.projects.actions.plan import assign_task as assign_task
from goldenthread.business.projects.actions.plan import change_task as change_task
from goldenthread.business.projects.actions.plan import link_tasks as link_tasks
from goldenthread.business.projects.actions.plan import move_task as move_task
from goldenthread.business.projects.actions.plan import remove_task as remove_task
from goldenthread.business.projects.actions.plan import unassign_task as unassign_task
from goldenthread.business.projects.actions.plan import unlink_tasks as unlink_tasks
