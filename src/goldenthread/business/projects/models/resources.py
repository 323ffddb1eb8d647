"""What a plan counts on besides its people, and the file it came from."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from goldenthread.business.people.models import Person, WorkCalendar
from goldenthread.business.projects.models.plan import Task
from goldenthread.business.projects.models.project import Project


class Resource(models.Model):
    """What a plan counts on besides its people: a role not filled yet, a machine, a material, a cost.

    With a `person` it says what the plan assumes of them: their hours and rates in this project.
    """

    class Kind(models.TextChoices):
        WORK = "work", _("Does work")
        MATERIAL = "material", _("Is used up")
        COST = "cost", _("Is paid")

    project = models.ForeignKey(Project, models.CASCADE, related_name="resources")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.WORK)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    email = models.CharField(max_length=254, blank=True)
    calendar = models.ForeignKey(WorkCalendar, models.PROTECT, null=True, related_name="+")
    """When it works; the project's calendar where none is given."""
    units = models.DecimalField(max_digits=9, decimal_places=2, default=Decimal(100))
    """How much of it there is, in percent."""
    unit = models.CharField(max_length=40, blank=True)
    """What a material is counted in."""
    rate = models.DecimalField(max_digits=12, decimal_places=4, default=Decimal(0))
    """What an hour, or a unit of material, costs, in the project's currency."""
    overtime_rate = models.DecimalField(max_digits=12, decimal_places=4, default=Decimal(0))
    cost_per_use = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    rates = models.JSONField(default=list)
    """Dated rates as a file told them: {"table", "from", "to", "rate", "overtime_rate", "cost_per_use"}."""
    imported_uid = models.BigIntegerField(null=True)
    imported = models.JSONField(null=True)
    """As of a task."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["project", "imported_uid"], name="resource_imported_once"),
            models.CheckConstraint(
                condition=models.Q(rate__gte=0, overtime_rate__gte=0, cost_per_use__gte=0, units__gte=0),
                name="resource_not_negative",
            ),
        )

    def __str__(self) -> str:
        return self.name


class ResourceUse(models.Model):
    """So much of a resource on a task: percent of its time, or units of a material."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="uses")
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="uses")
    units = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(100))
    work_minutes = models.PositiveIntegerField(null=True)
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["task", "resource"], name="resource_use_once"),
            models.CheckConstraint(condition=models.Q(units__gte=0), name="resource_use_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.resource_id} on {self.task_id}"


class PlanImport(models.Model):
    """The newest file a plan was brought in from: who, when, what it said of the whole, what could not be carried."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="plan_import")
    source = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    said = models.JSONField()
    """Start, calendar and status date as the file told them."""
    calendars = models.JSONField()
    """By the file's number of a calendar: {"calendar": its key here, "is_own": made for this plan}."""
    losses = models.JSONField()

    def __str__(self) -> str:
        return f"{self.name} into {self.project_id}"
