"""What people spend time on, what hangs together, and what it costs."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from goldenthread.business.people.models import Organisation, Person, Team
from goldenthread.foundation.errors import Refused
from goldenthread.foundation.models import Record

NEVER = datetime(9000, 1, 1, tzinfo=UTC)
"""Stands for the instant of what is not due, so that every open work has its place in a list by urgency."""


class StatusCategory(models.TextChoices):
    """The four states every kind of work shares."""

    NEW = "new", _("New")
    ACTIVE = "active", _("Active")
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")


class WorkKind(models.TextChoices):
    """What a piece of work is; the value decides its key's prefix."""

    INCIDENT = "incident", _("Incident")
    REQUEST = "request", _("Request")
    PROBLEM = "problem", _("Problem")
    CHANGE = "change", _("Change")
    TASK = "task", _("Task")


PREFIXES = {
    WorkKind.INCIDENT: "INC",
    WorkKind.REQUEST: "REQ",
    WorkKind.PROBLEM: "PRB",
    WorkKind.CHANGE: "CHG",
    WorkKind.TASK: "TSK",
}


class Nature(models.TextChoices):
    """How money is treated: capital or operating expenditure."""

    CAPEX = "capex", _("Investment (capex)")
    OPEX = "opex", _("Running (opex)")


class Account(Record):
    """What money is counted against. Investment, project, service and work each point to one; accounts form trees."""

    prefix = "ACC"

    name = models.CharField(max_length=200)
    currency = models.CharField(max_length=3, default="EUR")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    nature = models.CharField(max_length=5, choices=Nature, default=Nature.OPEX)


class ExchangeRate(Record):
    """What one unit of a currency is worth in another, from a day on until the next rate, and who says so."""

    prefix = "FX"

    currency = models.CharField(max_length=3)
    into = models.CharField(max_length=3)
    on = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    source = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="exchange_rate_above_nothing"),
            models.CheckConstraint(condition=~models.Q(currency=models.F("into")), name="exchange_rate_of_two"),
            models.UniqueConstraint(fields=["currency", "into", "on"], name="exchange_rate_once"),
        )


class Work(Record):
    """One noun below tickets and tasks, with its own sight: organisation, requester, team, space, private or not."""

    kind = models.CharField(max_length=10, choices=WorkKind)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    requester = models.ForeignKey(Person, models.PROTECT, null=True, related_name="asked")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="works")
    assignee = models.ForeignKey(Person, models.PROTECT, null=True, related_name="assigned")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="works")
    space = models.CharField(max_length=24, default="desk")
    """Where it belongs: "desk", or the key of its project."""
    is_private = models.BooleanField(default=False)
    is_shared = models.BooleanField(default=False)
    """True where the requester's whole organisation may see it."""
    priority = models.PositiveSmallIntegerField(default=3)
    status = models.CharField(max_length=8, choices=StatusCategory, default=StatusCategory.NEW)
    effort_minutes = models.PositiveIntegerField(null=True)
    """Estimated effort in minutes of work."""
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="works")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    """A cache of the nearest due instant, so that a queue can be sorted by it."""
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(priority__range=(1, 5)), name="work_priority"),
            models.CheckConstraint(
                condition=models.Q(status="done", done_at__isnull=False)
                | (~models.Q(status="done") & models.Q(done_at__isnull=True)),
                name="work_done_has_instant",
            ),
        )
        indexes = (
            models.Index(fields=["-opened_at", "-id"], name="work_newest"),
            models.Index(fields=["assignee", "status", "due_at", "id"], name="work_mine"),
            models.Index(fields=["team", "status", "due_at", "id"], name="work_queue"),
            models.Index(fields=["requester", "-opened_at"], name="work_asked"),
            models.Index(fields=["organisation", "-opened_at"], name="work_organisation"),
            models.Index(fields=["space", "status"], name="work_space"),
            models.Index(
                Coalesce("due_at", models.Value(NEVER)), "id", name="work_urgent", condition=~models.Q(status="done")
            ),
            models.Index(
                "team",
                Coalesce("due_at", models.Value(NEVER)),
                "id",
                name="work_team_urgent",
                condition=~models.Q(status="done"),
            ),
        )

    def digest(self) -> str:
        """What an approval is bound to: the work's kind, title, description and effort."""
        said = [self.kind, self.title, self.description, self.effort_minutes]
        return sha256(json.dumps(said).encode()).hexdigest()


class Link(models.Model):
    """A typed, directed tie between two works."""

    class Kind(models.TextChoices):
        CAUSED_BY = "caused_by", _("caused by")
        DUPLICATES = "duplicates", _("duplicates")
        RELATES = "relates", _("relates to")
        MIRRORS = "mirrors", _("goes live with")

    source = models.ForeignKey(Work, models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Work, models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["source", "target", "kind"], name="link_once"),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="link_not_self"),
        )

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class LedgerEntry(models.Model):
    """Money that was spent or came back, once and for ever: a mistake is set right by a counter-entry."""

    class Kind(models.TextChoices):
        LABOUR = "labour", _("Work")
        PURCHASE = "purchase", _("Purchase")
        RUNNING = "running", _("Running cost")

    account = models.ForeignKey(Account, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind)
    nature = models.CharField(max_length=5, choices=Nature)
    on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    source = models.CharField(max_length=40)
    """The key of what caused it: a work, a purchase, a contract."""
    memo = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["account", "on", "id"], name="ledger_account"),
            models.Index(fields=["source"], name="ledger_source"),
        )

    def __str__(self) -> str:
        return f"{self.on} {self.amount} {self.currency}"


class TimeEntry(Record):
    """Minutes a person spent on a work on a day, costed at the rate of that day."""

    prefix = "TIM"

    work = models.ForeignKey(Work, models.PROTECT, related_name="time")
    person = models.ForeignKey(Person, models.PROTECT, related_name="time")
    on = models.DateField()
    minutes = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)
    per_hour = models.DecimalField(max_digits=10, decimal_places=2)
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, null=True, related_name="time")

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(minutes__range=(1, 1440)), name="time_within_a_day"),)
        indexes = (models.Index(fields=["person", "on"], name="time_person"),)


class Timer(models.Model):
    """The one clock a person has running on a work."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="timer")
    work = models.ForeignKey(Work, models.CASCADE)
    started_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} on {self.work_id}"


class Approval(Record):
    """A question to a person about a work, bound to what it said when it was asked."""

    prefix = "APR"

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")
        VOID = "void", _("Void")

    work = models.ForeignKey(Work, models.CASCADE, related_name="approvals")
    approver = models.ForeignKey(Person, models.PROTECT, related_name="approvals")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=["approver", "state", "asked_at"], name="approval_mine"),)

    @property
    def is_outdated(self) -> bool:
        """True where the work reads otherwise than when it was asked."""
        return self.digest != self.work.digest()

    def decide(self, state: State, at: datetime, reason: str) -> None:
        """Decide once, and only on what was asked."""
        if self.state != self.State.ASKED:
            raise Refused(_g("This approval is already decided, or void."))
        if self.is_outdated:
            raise Refused(_g("%(key)s has changed since this was asked. Have it asked again.") % {"key": self.work.key})
        self.state, self.decided_at, self.reason = state, at, reason
