"""Projects: temporary, judged by scope, time and money; their phases and their charter."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from goldenthread.business.people.models import Person, Team, WorkCalendar
from goldenthread.business.services.models import Service
from goldenthread.business.work.models import Account
from goldenthread.foundation.models import Named, Record


class PhaseKind(models.TextChoices):
    """The phases a template picks from and orders."""

    INITIATING = "initiating", _("Initiating")
    PLANNING = "planning", _("Planning")
    DEVELOPING = "developing", _("Developing")
    CREATING = "creating", _("Creating")
    TESTING = "testing", _("Testing")
    EXECUTING = "executing", _("Executing")
    DELIVERING = "delivering", _("Delivering")
    CONTROLLING = "controlling", _("Controlling")
    CLOSING = "closing", _("Closing")


TEMPLATES: dict[str, tuple[PhaseKind, ...]] = {
    "service": (
        PhaseKind.INITIATING,
        PhaseKind.PLANNING,
        PhaseKind.CREATING,
        PhaseKind.TESTING,
        PhaseKind.DELIVERING,
        PhaseKind.CLOSING,
    ),
    "lean": (PhaseKind.INITIATING, PhaseKind.EXECUTING, PhaseKind.CLOSING),
    "development": (
        PhaseKind.INITIATING,
        PhaseKind.PLANNING,
        PhaseKind.DEVELOPING,
        PhaseKind.TESTING,
        PhaseKind.DELIVERING,
        PhaseKind.CONTROLLING,
        PhaseKind.CLOSING,
    ),
}


class Project(Named, Record):
    """An endeavour with a charter, a plan and an end; it serves one investment and builds or changes services."""

    prefix = "PRJ"

    class State(models.TextChoices):
        OPEN = "open", _("Under way")
        CLOSED = "closed", _("Closed")
        STOPPED = "stopped", _("Stopped")

    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    manager = models.ForeignKey(Person, models.PROTECT, related_name="managed_projects")
    members: models.ManyToManyField[Person, models.Model] = models.ManyToManyField(
        Person, related_name="projects", blank=True
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="projects")
    services: models.ManyToManyField[Service, models.Model] = models.ManyToManyField(
        Service, related_name="projects", blank=True
    )
    account = models.ForeignKey(Account, models.PROTECT, related_name="projects")
    calendar = models.ForeignKey(WorkCalendar, models.PROTECT, related_name="+")
    start_on = models.DateField()
    starts_at = models.DateTimeField(null=True)
    """The instant the plan begins at where that is not the first opening of `start_on`."""
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    status_at = models.DateTimeField(null=True)
    """The instant progress was last updated to."""
    finish_at = models.DateTimeField(null=True)
    """A cache of the plan's computed finish."""
    plan_stamp = models.UUIDField(default=uuid4)
    """Drawn anew whenever tasks, links or progress change: equal stamps are the same plan."""
    percent = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    """A cache of earned value over budget at completion."""

    def stands_at(self, at: datetime) -> datetime:
        """The instant its figures are read at: a project that has ended no longer ages."""
        return at if self.closed_at is None else min(at, self.closed_at)


class Phase(models.Model):
    """One phase of a project."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=12, choices=PhaseKind)
    place = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=["project", "place"], name="phase_place"),)

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind}"


class Charter(models.Model):
    """What was authorised: scope, deadline, budget, and the truth about tolerances."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="charter")
    scope = models.TextField()
    deadline = models.DateField()
    budget = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, default="EUR")
    time_tolerance_days = models.PositiveSmallIntegerField(default=10)
    """Working days the finish may slip before the sponsor is asked."""
    cost_tolerance_percent = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(10))
    signed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Charter of {self.project_id}"
