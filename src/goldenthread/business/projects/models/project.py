"""Projects: temporary, judged by scope, time and money."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from goldenthread.business.people.models import Person, Team, WorkCalendar
from goldenthread.business.projects.models.earning import EarningRule
from goldenthread.business.services.models import Service
from goldenthread.business.work.models import Account, Work
from goldenthread.foundation.errors import Refused
from goldenthread.foundation.models import Named, Record, Versioned


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
