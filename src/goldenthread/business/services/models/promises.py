"""What is promised about a service, to whom, and what clocks read of it."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from goldenthread.business.people.models import Organisation, Team, WorkCalendar
from goldenthread.business.services.models.services import Service
from goldenthread.engine.calendars import WorkingDays
from goldenthread.foundation.models import Named, Record


class Agreement(Named, Record):
    """A promise about a service: SLA with a customer, OLA with a team, UC with a supplier."""

    prefix = "AGR"

    class Kind(models.TextChoices):
        SLA = "sla", _("Service level agreement")
        OLA = "ola", _("Operational level agreement")
        UC = "uc", _("Underpinning contract")

    service = models.ForeignKey(Service, models.CASCADE, related_name="agreements")
    kind = models.CharField(max_length=3, choices=Kind)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="agreements")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="agreements")
    availability_percent = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    starts_on = models.DateField(null=True)
    """None until hand-over starts it."""
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="ola", team__isnull=False)
                | models.Q(kind__in=("sla", "uc"), team__isnull=True),
                name="agreement_party",
            ),
        )


def usual_warnings() -> list[str]:
    return ["75%"]


WARNING = re.compile(r"(?P<share>\d{1,3})%|(?P<offset>[+-]\d{1,6})(?P<unit>min|d)")


def warning_rule(text: str) -> float | timedelta | WorkingDays:
    """The engine's rule for "75%" of the target, or "-60min" or "-1d" of open time from its due; else ValueError."""
    found = WARNING.fullmatch(text)
    if found is None:
        raise ValueError(text)
    if found["share"]:
        return int(found["share"]) / 100
    offset = int(found["offset"])
    return timedelta(minutes=offset) if found["unit"] == "min" else WorkingDays(offset)


class Target(Record):
    """How soon, on which calendar: an answer, a solution, a decision, a supply; of one priority or (None) of all."""

    prefix = "TGT"

    class Metric(models.TextChoices):
        RESPONSE = "response", _("First answer")
        NEXT_REPLY = "next_reply", _("Next answer")
        RESOLUTION = "resolution", _("Solved")
        APPROVAL = "approval", _("Decided")
        SUPPLIER = "supplier", _("Supplied")

    class Reopen(models.TextChoices):
        RESUME = "resume", _("counts on from where it stopped")
        RESTART = "restart", _("begins at zero")
        IGNORE = "ignore", _("stays as it was")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="targets")
    metric = models.CharField(max_length=10, choices=Metric)
    priority = models.PositiveSmallIntegerField(null=True)
    minutes = models.PositiveIntegerField(null=True)
    """Minutes of work on the calendar; or `working_days`, never both."""
    working_days = models.PositiveSmallIntegerField(null=True)
    calendar = models.ForeignKey(WorkCalendar, models.PROTECT, related_name="+")
    goal_percent = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(95))
    """The share of cases to be kept."""
    warn_at = models.JSONField(default=usual_warnings)
    """When to warn: shares of the target ("75%") and open time before (-) or after (+) it is due: "-60min", "+1d"."""
    reopen = models.CharField(max_length=7, choices=Reopen, default=Reopen.RESUME)
    """What the clock of a solution does when the ticket is opened again."""

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(minutes__isnull=True, working_days__isnull=False)
                | models.Q(minutes__isnull=False, working_days__isnull=True),
                name="target_one_unit",
            ),
        )

    @property
    def length(self) -> timedelta | WorkingDays:
        return timedelta(minutes=self.minutes) if self.minutes is not None else WorkingDays(self.working_days or 0)

    @property
    def warnings(self) -> tuple[float | timedelta | WorkingDays, ...]:
        """Its warnings as the engine takes them, in the order of `warn_at`."""
        return tuple(warning_rule(text) for text in self.warn_at)


class TargetReading(models.Model):
    """A clock's reading, kept per subject and target as a cache; `is_imported` where another desk measured it."""

    class State(models.TextChoices):
        RUNNING = "running", _("Runs")
        PAUSED = "paused", _("Waits")
        MET = "met", _("Kept")
        MISSED = "missed", _("Missed")
        CANCELLED = "cancelled", _("Cancelled")

    subject = models.CharField(max_length=24)
    service = models.ForeignKey(Service, models.CASCADE, related_name="readings")
    target = models.ForeignKey(Target, models.CASCADE, null=True, related_name="readings")
    metric = models.CharField(max_length=10, choices=Target.Metric)
    kind = models.CharField(max_length=3, choices=Agreement.Kind, default=Agreement.Kind.SLA)
    cycle = models.PositiveIntegerField(default=0)
    """The how-manieth of its kind: a next answer per question, a team's clock per assignment, a supplier's per wait."""
    priority = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    """When its first warning was due; None before that."""
    next_signal_at = models.DateTimeField(null=True)
    """When the first warning or breach that was not told yet is due; how a worker finds what it has to tell."""
    is_pinned = models.BooleanField(default=False)
    is_imported = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["subject", "target", "metric", "cycle"], name="reading_once", nulls_distinct=False
            ),
        )
        indexes = (
            models.Index(fields=["service", "-stopped_at"], name="reading_service"),
            models.Index(fields=["state", "due_at"], name="reading_due"),
            models.Index(
                fields=["next_signal_at"], condition=models.Q(next_signal_at__isnull=False), name="reading_signal"
            ),
            models.Index(
                fields=["subject"],
                condition=models.Q(state__in=("running", "paused"), breached_at__isnull=False),
                name="reading_late",
            ),
            models.Index(
                fields=["subject"],
                condition=models.Q(state__in=("running", "paused"), warned_at__isnull=False),
                name="reading_warned",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.metric} {self.state}"


class TargetSignal(models.Model):
    """A warning or a breach that was told: the constraint that lets it be told once, whoever finds it."""

    subject = models.CharField(max_length=24)
    target = models.ForeignKey(Target, models.CASCADE, related_name="signals")
    metric = models.CharField(max_length=10, choices=Target.Metric)
    cycle = models.PositiveIntegerField()
    signal = models.CharField(max_length=12)
    """The warning's rule as its target tells it ("75%", "-60min"), or "breach"."""
    due_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["subject", "target", "metric", "cycle", "signal"], name="signal_once"),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.metric} {self.signal}"
