"""Plans: tasks with what must come before them and who is on them, frozen as baselines."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from goldenthread.business.people.models import Person, WorkCalendar
from goldenthread.business.projects.models.earning import EarningRule
from goldenthread.business.projects.models.project import Project
from goldenthread.business.work.models import Work
from goldenthread.foundation.models import Versioned


class Task(Versioned):
    """What the plan knows of a work: its place in the WBS, its length, its dates. Shares its work's key."""

    key_path: ClassVar[str] = "work__key"
    locks: ClassVar[tuple[str, ...]] = ("project", "self", "work")
    # the project first: whoever changes its plan holds it, so two changes of one plan wait instead of deadlocking

    work = models.OneToOneField(Work, models.CASCADE, primary_key=True, related_name="task")
    project = models.ForeignKey(Project, models.CASCADE, related_name="tasks")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="parts")
    place = models.PositiveIntegerField()
    """Order among its siblings."""
    wbs = models.CharField(max_length=120, blank=True)
    duration_minutes = models.PositiveIntegerField(default=0)
    """Minutes of work on the calendar; 0 is a milestone."""
    duration_seconds = models.PositiveSmallIntegerField(default=0)
    """Seconds beyond the minutes; only plans from elsewhere are told so finely."""
    is_elapsed = models.BooleanField(default=False)
    """Its length passes round the clock, whatever the calendars say: concrete dries at night."""
    is_milestone = models.BooleanField(default=False)
    calendar = models.ForeignKey(WorkCalendar, models.PROTECT, null=True, related_name="+")
    constraint = models.CharField(max_length=4, default="ASAP")
    constraint_at = models.DateTimeField(null=True)
    levelled_at = models.DateTimeField(null=True)
    """Until when levelling holds it back; its own constraint and links hold beside it."""
    deadline_on = models.DateField(null=True)
    deadline_at = models.DateTimeField(null=True)
    """The deadline's instant where it is not the end of `deadline_on`, whose day it shares."""
    budget = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    fixed_cost = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    """The part of the budget that no work causes: a fee, a licence."""
    priority = models.PositiveSmallIntegerField(default=500)
    """Whose turn it is where people are short: from 0 to 1000, 1000 is never moved."""
    imported_uid = models.BigIntegerField(null=True)
    """What the file that it came from calls it."""
    imported = models.JSONField(null=True)
    """What that file last said of it, by field: only what changes there changes here."""
    percent = models.PositiveSmallIntegerField(default=0)
    """Physical percent complete."""
    earning_rule = models.CharField(max_length=10, choices=EarningRule, default=EarningRule.PHYSICAL)
    earning_weights = models.JSONField(default=list)
    """Of weighted milestones: what each step weighs, in order; a step is earned once progress has passed it."""
    actual_start_at = models.DateTimeField(null=True)
    actual_finish_at = models.DateTimeField(null=True)
    remaining_minutes = models.PositiveIntegerField(null=True)
    optimistic_minutes = models.PositiveIntegerField(null=True)
    pessimistic_minutes = models.PositiveIntegerField(null=True)
    """With the length as the likely one, the three-point estimate; both or neither."""
    early_start_at = models.DateTimeField(null=True)
    early_finish_at = models.DateTimeField(null=True)
    late_start_at = models.DateTimeField(null=True)
    late_finish_at = models.DateTimeField(null=True)
    total_float_minutes = models.IntegerField(null=True)
    free_float_minutes = models.IntegerField(null=True)
    is_critical = models.BooleanField(default=False)
    driver = models.JSONField(null=True)
    """What holds it where it is, as the engine said."""

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(percent__lte=100), name="task_percent"),
            models.CheckConstraint(
                condition=models.Q(is_milestone=False) | models.Q(duration_minutes=0),
                name="task_milestone_has_no_length",
            ),
            models.CheckConstraint(
                condition=models.Q(optimistic_minutes__isnull=True, pessimistic_minutes__isnull=True)
                | models.Q(optimistic_minutes__lte=models.F("pessimistic_minutes")),
                name="task_estimate_order",
            ),
            models.CheckConstraint(condition=models.Q(priority__lte=1000), name="task_priority"),
            models.UniqueConstraint(fields=["project", "imported_uid"], name="task_imported_once"),
        )
        indexes = (models.Index(fields=["project", "parent", "place"], name="task_tree"),)

    def __str__(self) -> str:
        return self.work.key

    @property
    def key(self) -> str:
        return self.work.key

    @property
    def length(self) -> timedelta:
        """How long it takes, to the second."""
        return timedelta(minutes=self.duration_minutes, seconds=self.duration_seconds)


class Dependency(models.Model):
    """What must come before: FS, SS, FF or SF with a lag (negative: lead), in minutes or as a share of the length."""

    class Kind(models.TextChoices):
        FS = "FS", _("finish to start")
        SS = "SS", _("start to start")
        FF = "FF", _("finish to finish")
        SF = "SF", _("start to finish")

    class LagCalendar(models.TextChoices):
        SUCCESSOR = "successor", _("on the calendar of what waits")
        PREDECESSOR = "predecessor", _("on the calendar of what comes before")
        PROJECT = "project", _("on the project's calendar")
        ELAPSED = "elapsed", _("round the clock")

    predecessor = models.ForeignKey(Task, models.CASCADE, related_name="links_out")
    successor = models.ForeignKey(Task, models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=2, choices=Kind, default=Kind.FS)
    lag_minutes = models.IntegerField(default=0)
    lag_percent = models.SmallIntegerField(null=True)
    """The lag as a share of the predecessor's length; then `lag_minutes` is 0."""
    lag_calendar = models.CharField(max_length=11, choices=LagCalendar, default=LagCalendar.SUCCESSOR)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["predecessor", "successor"], name="dependency_once"),
            models.CheckConstraint(condition=~models.Q(predecessor=models.F("successor")), name="dependency_not_self"),
            models.CheckConstraint(
                condition=models.Q(lag_percent=None) | models.Q(lag_minutes=0), name="dependency_one_lag"
            ),
        )

    def __str__(self) -> str:
        return f"{self.predecessor_id} {self.kind} {self.successor_id}"


class Assignment(models.Model):
    """A person on a task with a share of their time in percent."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="assignments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments")
    units = models.PositiveSmallIntegerField(default=100)
    work_minutes = models.PositiveIntegerField(null=True)
    """What they work on it in all, where that is planned."""
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    """What that is planned to cost."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["task", "person"], name="assignment_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} on {self.task_id}"


class Baseline(models.Model):
    """The plan as promised: frozen with its calendar, budgets and the planned value at the end of each period."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="baselines")
    number = models.PositiveSmallIntegerField()
    imported_number = models.PositiveSmallIntegerField(null=True)
    """Which of a file's eleven baselines it was, from 0 to 10."""
    name = models.CharField(max_length=80, blank=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    budget = models.DecimalField(max_digits=14, decimal_places=2)
    finish_at = models.DateTimeField()
    calendar = models.JSONField()
    tasks = models.JSONField()
    """By task key: {"start", "finish", "budget", "is_milestone", "name"}."""
    starts_on = models.DateField()
    planned = models.JSONField()
    """Planned value in all, as text, at the end of each day from `starts_on` on."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["project", "number"], name="baseline_number"),)

    def __str__(self) -> str:
        return f"Baseline {self.number} of {self.project_id}"


class ProgressReading(models.Model):
    """How far a task was, in percent, at an instant; earned value at any past day is read from these."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="progress")
    at = models.DateTimeField()
    percent = models.PositiveSmallIntegerField()

    class Meta:
        indexes = (models.Index(fields=["task", "at"], name="progress_task"),)

    def __str__(self) -> str:
        return f"{self.task_id} {self.percent} %"
