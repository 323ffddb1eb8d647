"""What is done in projects: opened, planned, frozen, reported, accepted, handed over, closed."""

from goldenthread.business.projects.actions.opening import NewCharter as NewCharter
from goldenthread.business.projects.actions.opening import NewDeliverable as NewDeliverable
from goldenthread.business.projects.actions.opening import NewProject as NewProject
from goldenthread.business.projects.actions.opening import open_project as open_project
