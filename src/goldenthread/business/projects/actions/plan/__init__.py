"""The plan: tasks in a tree, links, people. After each change all dates are computed in the same transaction."""

from goldenthread.business.projects.actions.plan.links import Lag as Lag
from goldenthread.business.projects.actions.plan.links import link_tasks as link_tasks
from goldenthread.business.projects.actions.plan.links import unlink_tasks as unlink_tasks
from goldenthread.business.projects.actions.plan.people import assign_task as assign_task
from goldenthread.business.projects.actions.plan.people import unassign_task as unassign_task
from goldenthread.business.projects.actions.plan.rescheduling import reschedule as reschedule
from goldenthread.business.projects.actions.plan.rescheduling import reschedule_project as reschedule_project
from goldenthread.business.projects.actions.plan.resources import ResourceFacts as ResourceFacts
from goldenthread.business.projects.actions.plan.resources import add_resource as add_resource
from goldenthread.business.projects.actions.plan.resources import change_resource as change_resource
from goldenthread.business.projects.actions.plan.resources import remove_resource as remove_resource
from goldenthread.business.projects.actions.plan.resources import unuse_resource as unuse_resource
from goldenthread.business.projects.actions.plan.resources import use_resource as use_resource
from goldenthread.business.projects.actions.plan.tasks import NewTask as NewTask
from goldenthread.business.projects.actions.plan.tasks import add_task as add_task
from goldenthread.business.projects.actions.plan.tasks import change_task as change_task
from goldenthread.business.projects.actions.plan.tree import move_task as move_task
from goldenthread.business.projects.actions.plan.tree import remove_task as remove_task
from goldenthread.business.projects.queries.schedule.changes import TaskChanges as TaskChanges
