"""A plan's file, kept with the project between the look at it and the word to bring it in."""

from __future__ import annotations

from goldenthread.business.projects.actions.plan.tasks import must_be_open
from goldenthread.business.projects.models import Project
from goldenthread.business.projects.policies import may_plan
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.files import Upload, keep_file
from goldenthread.foundation.models import File


@action(on=Project, may=may_plan)
def keep_plan_file(acting: Acting, project: Project, *, upload: Upload) -> File:
    """Keep a file for those on the project; what it holds comes in only when somebody says so."""
    must_be_open(project)
    return keep_file(acting, project.key, upload, is_internal=True)
