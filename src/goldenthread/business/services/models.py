"""What is promised, to whom, and what came of it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from goldenthread.business.assets.models import ConfigurationItem
from goldenthread.business.people.models import Organisation, Person, Team, WorkCalendar
from goldenthread.business.work.models import Account
from goldenthread.engine.calendars import WorkingDays
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.models import Named, Record


class PortfolioState(models.TextChoices):
    """Where a service stands in the service portfolio."""

    PIPELINE = "pipeline", _("Pipeline")
    CATALOGUE = "catalogue", _("Catalogue")
    RETIRED = "retired", _("Retired")


class Stage(models.TextChoices):
    """The lifecycle stage; it loops for as long as the service lives."""

    PLAN = "plan", _("Plan")
    PRODUCE = "produce", _("Produce")
    PROVIDE = "provide", _("Provide")
    MAINTAIN = "maintain", _("Maintain")
    CONTROL = "control", _("Control")


class Service(Named, Record):
    """Something of value delivered to customers, from pipeline to catalogue to retired."""

    prefix = "SRV"

    description = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=PortfolioState, default=PortfolioState.PIPELINE)
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.PLAN)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="owned_services")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="services")
    """The team that supports it."""
    customers: models.ManyToManyField[Organisation, models.Model] = models.ManyToManyField(
        Organisation, related_name="services", blank=True
    )
    items: models.ManyToManyField[ConfigurationItem, models.Model] = models.ManyToManyField(
        ConfigurationItem, related_name="services", blank=True
    )
    outcome = models.CharField(max_length=300, blank=True)
    utility = models.TextField(blank=True)
    warranty = models.TextField(blank=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="services")
    calendar = models.ForeignKey(WorkCalendar, models.PROTECT, related_name="+")
    """The agreed service time."""
    live_at = models.DateTimeField(null=True)
    early_life_until = models.DateField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="pipeline") | models.Q(live_at__isnull=False), name="service_live_has_instant"
            ),
        )

    def go_live(self, at: datetime, early_life_until: date) -> None:
        """From the pipeline into the catalogue; Refused for a service that is there, or was."""
        if self.state != PortfolioState.PIPELINE:
            raise Refused(
                _g("%(name)s is already live.") % {"name": self.name}
                if self.state == PortfolioState.CATALOGUE
                else _g("%(name)s is retired. Plan a new service instead.") % {"name": self.name}
            )
        self.state, self.stage = PortfolioState.CATALOGUE, Stage.PROVIDE
        self.live_at, self.early_life_until = at, early_life_until

    def enter(self, stage: Stage) -> None:
        """Be in a stage; what is not live yet is planned or produced, and nothing else."""
        if self.state == PortfolioState.RETIRED:
            raise Refused(_g("%(name)s is retired.") % {"name": self.name})
        if self.state == PortfolioState.PIPELINE and stage not in (Stage.PLAN, Stage.PRODUCE):
            raise Refused(_g("%(name)s is not live yet. It goes live when it is handed over.") % {"name": self.name})
        self.stage = stage

    def retire(self, at: datetime) -> None:
        if self.state != PortfolioState.CATALOGUE:
            raise Refused(_g("Only a service in the catalogue can be retired."))
        self.state, self.retired_at = PortfolioState.RETIRED, at


class Offering(Named, Record):
    """Something a requester can ask of a service, with the questions its form asks."""

    prefix = "OFF"

    class Kind(models.TextChoices):
        INCIDENT = "incident", _("Something is broken")
        REQUEST = "request", _("Something is needed")

    service = models.ForeignKey(Service, models.CASCADE, related_name="offerings")
    kind = models.CharField(max_length=8, choices=Kind)
    description = models.CharField(max_length=300, blank=True)
    icon = models.CharField(max_length=40, blank=True)
    questions = models.JSONField(default=list)
    """A list of {"name", "label", "type": text | choice, "choices", "is_required"}."""
    is_open = models.BooleanField(default=True)


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


class Outage(Record):
    """A span in which a service was down, or partly."""

    prefix = "OUT"

    service = models.ForeignKey(Service, models.CASCADE, related_name="outages")
    title = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_planned = models.BooleanField(default=False)
    is_partial = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gt=models.F("started_at")),
                name="outage_order",
            ),
        )
        indexes = (models.Index(fields=["service", "-started_at"], name="outage_service"),)

    def end(self, at: datetime) -> None:
        """Say when it was over; Refused where that is known, or before it began."""
        if self.ended_at is not None:
            raise Refused(_g("%(key)s has already ended.") % {"key": self.key})
        if at <= self.started_at:
            raise Invalid(fields={"ended_at": _g("It cannot end before it began.")})
        self.ended_at = at


class FreezeWindow(Named, Record):
    """A span in which nothing may go live; of one service or (None) of all."""

    prefix = "FRZ"

    service = models.ForeignKey(Service, models.CASCADE, null=True, related_name="freezes")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="freeze_order"),
        )


class Contract(Named, Record):
    """A running cost of a service with a supplier, posted to the ledger month by month."""

    prefix = "CTR"

    service = models.ForeignKey(Service, models.CASCADE, related_name="contracts")
    supplier = models.ForeignKey(Organisation, models.PROTECT, related_name="contracts")
    monthly = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3, default="EUR")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)


class Purchase(Record):
    """Something bought once, counted against an account."""

    prefix = "PUR"

    account = models.ForeignKey(Account, models.PROTECT, related_name="purchases")
    supplier = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="purchases")
    title = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3, default="EUR")
    on = models.DateField()


class Measure(Named, Record):
    """A figure with a baseline and a target. Its readings are written into it; what it is worth hangs on it."""

    prefix = "MSR"

    class Direction(models.TextChoices):
        UP = "up", _("more is better")
        DOWN = "down", _("less is better")

    service = models.ForeignKey(Service, models.SET_NULL, null=True, related_name="measures")
    unit = models.CharField(max_length=24)
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.UP)
    baseline = models.DecimalField(max_digits=14, decimal_places=3)
    target = models.DecimalField(max_digits=14, decimal_places=3)
    target_on = models.DateField()
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="measures")


class MeasureReading(models.Model):
    """A measure's value on a day and where it came from."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="readings")
    on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=3)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["measure", "on"], name="measure_reading_once"),)

    def __str__(self) -> str:
        return f"{self.on} {self.value}"


class Improvement(Record):
    """An idea to make a service better; taken up, it becomes the next proposal with its history attached."""

    prefix = "IMP"

    class State(models.TextChoices):
        NOTED = "noted", _("Noted")
        PROPOSED = "proposed", _("Proposed")
        DROPPED = "dropped", _("Dropped")

    service = models.ForeignKey(Service, models.CASCADE, related_name="improvements")
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    noted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="improvements")
    noted_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.NOTED)
    investment = models.CharField(max_length=24, blank=True)
    """The key of the investment it became."""
    reason = models.CharField(max_length=300, blank=True)
    """Why it was dropped."""

    def settle(self, state: State) -> None:
        """Be taken up or dropped; once, and only while it is merely noted."""
        if self.state != self.State.NOTED:
            raise Refused(
                _g("%(key)s was already proposed as %(investment)s.") % {"key": self.key, "investment": self.investment}
                if self.state == self.State.PROPOSED
                else _g("%(key)s was dropped.") % {"key": self.key}
            )
        self.state = state
