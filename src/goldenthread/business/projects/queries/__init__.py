"""Reads of projects."""

from goldenthread.business.projects.queries.projects import project as project
from goldenthread.business.projects.queries.projects import templates as templates
