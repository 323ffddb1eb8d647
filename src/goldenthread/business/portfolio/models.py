"""What to invest in, why, at which gate, and what came of it."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from goldenthread.business.people.models import Person, Skill
from goldenthread.business.projects.models import Project
from goldenthread.business.services.models import Improvement, Measure, Service
from goldenthread.business.work.models import Account
from goldenthread.foundation.errors import Refused
from goldenthread.foundation.models import Named, Record
from goldenthread.foundation.words import within


class Portfolio(Named, Record):
    """A set of investments governed together, with the money it may commit."""

    prefix = "PF"

    limit = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, default="EUR")
    discount_percent = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(8))
    """Yearly discount rate in percent."""
    manager = models.ForeignKey(Person, models.PROTECT, related_name="portfolios")


class Objective(Named, Record):
    """What the organisation wants, with a measure that tells whether it got there."""

    prefix = "OBJ"

    description = models.TextField(blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="objectives")
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="objectives")
    measure = models.OneToOneField(Measure, models.PROTECT, related_name="objective")
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True)


class InvestmentState(models.TextChoices):
    """The way of an investment, each step a gate."""

    PROPOSED = "proposed", _("Proposed")
    DEFINED = "defined", _("Defined")
    ANALYSED = "analysed", _("Analysed")
    APPROVED = "approved", _("Approved")
    CHARTERED = "chartered", _("Chartered")
    IN_DELIVERY = "in_delivery", _("In delivery")
    IN_SERVICE = "in_service", _("In service")
    RETIRED = "retired", _("Retired")
    REJECTED = "rejected", _("Rejected")
    ON_HOLD = "on_hold", _("On hold")


PATH = (
    InvestmentState.PROPOSED,
    InvestmentState.DEFINED,
    InvestmentState.ANALYSED,
    InvestmentState.APPROVED,
    InvestmentState.CHARTERED,
    InvestmentState.IN_DELIVERY,
    InvestmentState.IN_SERVICE,
    InvestmentState.RETIRED,
)
"""The way from the idea to the end; each step but the first has a gate before it."""
ENDED = (InvestmentState.RETIRED, InvestmentState.REJECTED)
BEFORE_APPROVAL = PATH[:3]
COMMITTED = PATH[3:7]


class Investment(Named, Record):
    """The unit the portfolio governs, seen as money and value."""

    prefix = "INV"

    class Kind(models.TextChoices):
        PROJECT = "project", _("Project")
        PROGRAMME = "programme", _("Programme")
        SERVICE = "service", _("Service")

    kind = models.CharField(max_length=9, choices=Kind, default=Kind.PROJECT)
    state = models.CharField(max_length=11, choices=InvestmentState, default=InvestmentState.PROPOSED)
    held_in = models.CharField(max_length=11, blank=True)
    """The state it goes back to from on hold."""
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="investments")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    sponsor = models.ForeignKey(Person, models.PROTECT, related_name="sponsored")
    outcome = models.CharField(max_length=300)
    """The outcome wanted, in one sentence."""
    description = models.TextField(blank=True)
    is_mandatory = models.BooleanField(default=False)
    account = models.OneToOneField(Account, models.PROTECT, related_name="investment")
    objectives: models.ManyToManyField[Objective, Contribution] = models.ManyToManyField(
        Objective, through="Contribution", related_name="investments"
    )
    services: models.ManyToManyField[Service, models.Model] = models.ManyToManyField(
        Service, related_name="investments", blank=True
    )
    improvement = models.OneToOneField(Improvement, models.PROTECT, null=True, related_name="proposal")
    """The improvement it came from."""
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="proposed")
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    @property
    def next_state(self) -> InvestmentState | None:
        """Where the gate it stands before leads to; None on hold and at an end."""
        if self.state not in PATH[:-1]:
            return None
        return PATH[PATH.index(InvestmentState(self.state)) + 1]

    def require_under_way(self) -> None:
        if self.state == InvestmentState.ON_HOLD:
            raise Refused(_g("%(key)s is on hold. Resume it first.") % {"key": self.key})
        if self.state in ENDED:
            state = within(InvestmentState(self.state).label)
            raise Refused(_g("%(key)s is %(state)s: it is decided.") % {"key": self.key, "state": state})

    def hold(self) -> None:
        """Stop where it stands and remember where that was."""
        self.held_in = self.state
        self.state = InvestmentState.ON_HOLD

    def resume(self) -> None:
        """Go back to where it was held; Refused unless it is on hold."""
        if self.state != InvestmentState.ON_HOLD:
            raise Refused(_g("%(key)s is not on hold.") % {"key": self.key})
        self.state, self.held_in = self.held_in, ""


class Contribution(models.Model):
    """How much of an objective an investment carries."""

    investment = models.ForeignKey(Investment, models.CASCADE, related_name="contributions")
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="contributions")
    weight = models.PositiveSmallIntegerField(default=100)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["investment", "objective"], name="contribution_once"),)

    def __str__(self) -> str:
        return f"{self.investment_id} for {self.objective_id}"


class Delivery(models.Model):
    """The project that serves an investment: an investment may have several, a project serves one."""

    investment = models.ForeignKey(Investment, models.CASCADE, related_name="deliveries")
    project = models.OneToOneField(Project, models.PROTECT, related_name="delivery")

    def __str__(self) -> str:
        return f"{self.project_id} for {self.investment_id}"


class BusinessCase(models.Model):
    """The promise in figures. A version frozen at a gate never changes; the next edit opens a new version."""

    investment = models.ForeignKey(Investment, models.CASCADE, related_name="cases")
    number = models.PositiveSmallIntegerField(default=1)
    discount_percent = models.DecimalField(max_digits=5, decimal_places=2)
    opened_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["investment", "number"], name="case_number"),)

    def __str__(self) -> str:
        return f"Version {self.number} of {self.investment_id}"

    def require_open(self) -> None:
        if self.frozen_at is not None:
            raise Refused(
                _g("Version %(number)s is frozen. Edit it and the next version opens.") % {"number": self.number}
            )


class CashFlow(models.Model):
    """Money of one kind in one period of a business case; actual cost lives in the ledger, not here."""

    class Kind(models.TextChoices):
        CAPEX = "capex", _("Project cost")
        OPEX = "opex", _("Running cost")
        BENEFIT = "benefit", _("Benefit")

    case = models.ForeignKey(BusinessCase, models.CASCADE, related_name="flows")
    kind = models.CharField(max_length=7, choices=Kind)
    period = models.DateField()
    """The first day of its month."""
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    """Never negative; the kind says which way it flows."""
    memo = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="flow_not_negative"),
            models.UniqueConstraint(fields=["case", "kind", "period", "memo"], name="flow_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.period:%Y-%m} {self.amount}"


class InvestmentRisk(models.Model):
    """A first view of what may go wrong, before there is a project to hold its register."""

    investment = models.ForeignKey(Investment, models.CASCADE, related_name="risks")
    title = models.CharField(max_length=200)
    probability = models.PositiveSmallIntegerField()
    cost = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(probability__lte=100), name="first_risk_probability"),)

    def __str__(self) -> str:
        return self.title


class Gate(Record):
    """A point of decision: criteria with evidence, then go, kill, hold or recycle."""

    prefix = "GATE"

    investment = models.ForeignKey(Investment, models.CASCADE, related_name="gates")
    leads_to = models.CharField(max_length=11, choices=InvestmentState)
    place = models.PositiveSmallIntegerField()
    due_on = models.DateField(null=True)

    class Meta:
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=["investment", "place"], name="gate_place"),)

    def require_met(self) -> None:
        """Every criterion met, with evidence; Refused names those that are missing."""
        missing = [criterion.text for criterion in self.criteria.all() if not criterion.is_proven]
        if missing:
            raise Refused(
                _g("A go needs every criterion met, with evidence. Missing: %(what)s.") % {"what": "; ".join(missing)}
            )


class GateCriterion(models.Model):
    """What must hold for a go, and the evidence that it does."""

    gate = models.ForeignKey(Gate, models.CASCADE, related_name="criteria")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    is_met = models.BooleanField(default=False)
    evidence = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("place",)

    def __str__(self) -> str:
        return self.text

    @property
    def is_proven(self) -> bool:
        return self.is_met and bool(self.evidence.strip())


class GateDecision(models.Model):
    """What was decided at a gate, by whom, on which frozen forecast."""

    class Choice(models.TextChoices):
        GO = "go", _("Go")
        KILL = "kill", _("Stop")
        HOLD = "hold", _("Hold")
        RECYCLE = "recycle", _("Rework")

    gate = models.ForeignKey(Gate, models.PROTECT, related_name="decisions")
    choice = models.CharField(max_length=7, choices=Choice)
    reason = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    money_released = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    time_tolerance_days = models.PositiveSmallIntegerField(null=True)
    cost_tolerance_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    case = models.ForeignKey(BusinessCase, models.PROTECT, null=True, related_name="decisions")
    forecast = models.JSONField(default=dict)
    """The figures as believed at the gate: npv, irr, payback_on, roi, cost, benefit."""
    criteria = models.JSONField(default=list)
    """What was known then: a list of {"text", "is_met", "evidence"}."""
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="decisions")
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.choice} at {self.gate_id}"


class Benefit(Named, Record):
    """A value promised, read at the live service through a measure and compared with the case that promised it."""

    prefix = "BEN"

    investment = models.ForeignKey(Investment, models.CASCADE, related_name="benefits")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="benefits")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="benefits")
    worth_per_unit = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    """Money a year that one unit of the measure's improvement is worth."""
    starts_on = models.DateField()
    """The day from which the promise counts."""


class InvestmentTie(models.Model):
    """One investment that needs another, or that only one of both can be done: the dependency of two choices."""

    class Kind(models.TextChoices):
        NEEDS = "needs", _("Needs")
        EXCLUDES = "excludes", _("Rules out")

    investment = models.ForeignKey(Investment, models.CASCADE, related_name="ties")
    other = models.ForeignKey(Investment, models.CASCADE, related_name="tied_from")
    kind = models.CharField(max_length=8, choices=Kind)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["investment", "other"], name="investment_tie_once"),
            models.CheckConstraint(condition=~models.Q(investment=models.F("other")), name="investment_tie_of_two"),
        )

    def __str__(self) -> str:
        return f"{self.investment_id} {self.kind} {self.other_id}"


class InvestmentNeed(models.Model):
    """Hours of people with a skill that an investment asks in all; they fall as its project cost falls."""

    investment = models.ForeignKey(Investment, models.CASCADE, related_name="needs")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="needs")
    hours = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["investment", "skill"], name="investment_need_once"),)

    def __str__(self) -> str:
        return f"{self.hours} h of {self.skill_id} for {self.investment_id}"


class Scenario(Named, Record):
    """A way a portfolio could be chosen: its limits. What is best within them is a run; it approves nothing."""

    prefix = "SCN"

    portfolio = models.ForeignKey(Portfolio, models.CASCADE, related_name="scenarios")
    limits = models.JSONField()
    """The plain form of `queries.choosing.ScenarioLimits`."""
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    proposal = models.JSONField(null=True)
    """The choice that was put forward for decision, as it was: {"run", "budget", "value", "starts", "out", "note"}."""
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)

    @property
    def is_proposed(self) -> bool:
        return self.proposal is not None

    def require_not_proposed(self) -> None:
        if self.is_proposed:
            raise Refused(
                _g("%(key)s is put forward for decision. Take it back first, or copy it.") % {"key": self.key}
            )
