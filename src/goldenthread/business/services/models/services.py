"""Services, what can be asked of them, what they cost and what is read of them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from goldenthread.business.assets.models import ConfigurationItem
from goldenthread.business.people.models import Organisation, Person, Team, WorkCalendar
from goldenthread.business.work.models import Account
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


class Outage(Record):
    """A span in which a service was down, or partly."""

    prefix = "OUT"

    service = models.ForeignKey(Service, models.CASCADE, related_name="outages")
    title = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_planned = models.BooleanField(default=False)
    is_partial = models.BooleanField(default=False)
    loss_percent = models.PositiveSmallIntegerField(null=True)
    """How much of a partial outage's service was lost; None counts as half."""
    item = models.ForeignKey(ConfigurationItem, models.PROTECT, null=True, related_name="outages")
    """The item that was down; None where it was the service as such."""

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(loss_percent__isnull=True) | models.Q(loss_percent__range=(1, 100)),
                name="outage_loss",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gt=models.F("started_at")),
                name="outage_order",
            ),
        )
        indexes = (models.Index(fields=["service", "-started_at"], name="outage_service"),)

    @property
    def share(self) -> float:
        """How much of what was down it took: all of it, or of a partial one what was said, else half."""
        if not self.is_partial:
            return 1.0
        return 0.5 if self.loss_percent is None else self.loss_percent / 100

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
