"""What belongs to a project: results, risks, and the passage into operation."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goldenthread.business.people.models import Person
from goldenthread.business.projects.models.plan import Task
from goldenthread.business.projects.models.project import Project
from goldenthread.business.services.models import Service
from goldenthread.foundation.errors import Refused
from goldenthread.foundation.models import Record


class Deliverable(Record):
    """A result with criteria; accepted when every criterion is met, with evidence."""

    prefix = "DLV"

    class State(models.TextChoices):
        OPEN = "open", _("In the making")
        SUBMITTED = "submitted", _("Waits for acceptance")
        ACCEPTED = "accepted", _("Accepted")
        SENT_BACK = "sent_back", _("Sent back")

    project = models.ForeignKey(Project, models.CASCADE, related_name="deliverables")
    name = models.CharField(max_length=200)
    criteria = models.JSONField(default=list)
    """A list of {"text", "is_met", "evidence"}."""
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    def must_be(self, *states: Deliverable.State) -> None:
        """Refused in any other state."""
        if self.state not in states:
            raise Refused(
                _now("%(key)s stands at “%(state)s”. That cannot be done now.")
                % {"key": self.key, "state": Deliverable.State(self.state).label}
            )


class Risk(Record):
    """Something that may happen to a project, with its chance and what it would cost."""

    prefix = "RSK"

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        HAPPENED = "happened", _("Happened")

    project = models.ForeignKey(Project, models.CASCADE, related_name="risks")
    title = models.CharField(max_length=200)
    probability = models.PositiveSmallIntegerField()
    """In percent."""
    days = models.PositiveSmallIntegerField(default=0)
    """Working days it would cost."""
    cost = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    task = models.ForeignKey(Task, models.SET_NULL, null=True, related_name="risks")
    """The task it would delay; without one it delays the end of the plan."""
    response = models.TextField(blank=True)
    response_cost = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    """What is done about it costs this for certain."""
    residual_probability = models.PositiveSmallIntegerField(null=True)
    """Its chance in percent once that is done; None while nothing is told."""
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="risks")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(probability__lte=100), name="risk_probability"),
            models.CheckConstraint(
                condition=models.Q(residual_probability__isnull=True) | models.Q(residual_probability__lte=100),
                name="risk_residual_probability",
            ),
        )


class Handover(Record):
    """The passage of a service from a project into operation."""

    prefix = "HND"

    project = models.ForeignKey(Project, models.CASCADE, related_name="handovers")
    service = models.ForeignKey(Service, models.PROTECT, related_name="handovers")
    started_at = models.DateTimeField()
    passed_at = models.DateTimeField(null=True)
    passed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["project", "service"], name="handover_once"),)


class ReadinessItem(models.Model):
    """One thing that must be ready before a service is provided."""

    class Area(models.TextChoices):
        PEOPLE = "people", _("People")
        TECHNOLOGY = "technology", _("Technology")
        PROCESSES = "processes", _("Processes")

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="items")
    area = models.CharField(max_length=10, choices=Area)
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    is_ready = models.BooleanField(default=False)
    evidence = models.CharField(max_length=300, blank=True)
    ready_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("area", "place")

    def __str__(self) -> str:
        return self.text
