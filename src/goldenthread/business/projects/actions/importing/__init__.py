"""Bringing a whole plan in from a file: whatever the file's kind, in one transaction, and only what changed in it."""

from goldenthread.business.projects.actions.importing.files import keep_plan_file as keep_plan_file
from goldenthread.business.projects.actions.importing.given import GivenBaseline as GivenBaseline
from goldenthread.business.projects.actions.importing.given import GivenCalendar as GivenCalendar
from goldenthread.business.projects.actions.importing.given import GivenPlan as GivenPlan
from goldenthread.business.projects.actions.importing.given import GivenResource as GivenResource
from goldenthread.business.projects.actions.importing.given import GivenTask as GivenTask
from goldenthread.business.projects.actions.importing.given import Loss as Loss
from goldenthread.business.projects.actions.importing.plan import PlanChanges as PlanChanges
from goldenthread.business.projects.actions.importing.plan import import_plan as import_plan
