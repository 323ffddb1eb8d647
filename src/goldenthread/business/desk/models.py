"""Tickets: what people ask for and what breaks."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from goldenthread.business.services.models import Offering, Service
from goldenthread.business.work.models import StatusCategory, Work
from goldenthread.foundation.errors import Refused
from goldenthread.foundation.models import Versioned
from goldenthread.foundation.words import within


class TicketState(models.TextChoices):
    """Where a ticket stands; each state belongs to one status category of its work."""

    NEW = "new", _("New")
    IN_PROGRESS = "in_progress", _("In progress")
    WAITING = "waiting", _("Waiting")
    RESOLVED = "resolved", _("Solved")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


CATEGORY = {
    TicketState.NEW: StatusCategory.NEW,
    TicketState.IN_PROGRESS: StatusCategory.ACTIVE,
    TicketState.WAITING: StatusCategory.WAITING,
    TicketState.RESOLVED: StatusCategory.DONE,
    TicketState.CLOSED: StatusCategory.DONE,
    TicketState.CANCELLED: StatusCategory.DONE,
}

MOVES = {
    TicketState.NEW: {TicketState.IN_PROGRESS, TicketState.WAITING, TicketState.RESOLVED, TicketState.CANCELLED},
    TicketState.IN_PROGRESS: {TicketState.WAITING, TicketState.RESOLVED, TicketState.CANCELLED},
    TicketState.WAITING: {TicketState.IN_PROGRESS, TicketState.RESOLVED, TicketState.CANCELLED},
    TicketState.RESOLVED: {TicketState.IN_PROGRESS, TicketState.CLOSED},
    TicketState.CLOSED: {TicketState.IN_PROGRESS},
    TicketState.CANCELLED: set(),
}


class Ticket(Versioned):
    """What the desk knows of a work: its service, state, solution and rating. Shares its work's key."""

    key_path: ClassVar[str] = "work__key"
    locks: ClassVar[tuple[str, ...]] = ("self", "work")

    work = models.OneToOneField(Work, models.CASCADE, primary_key=True, related_name="ticket")
    state = models.CharField(max_length=11, choices=TicketState, default=TicketState.NEW)
    service = models.ForeignKey(Service, models.PROTECT, related_name="tickets")
    offering = models.ForeignKey(Offering, models.PROTECT, null=True, related_name="tickets")
    impact = models.PositiveSmallIntegerField(default=2)
    urgency = models.PositiveSmallIntegerField(default=2)
    is_major = models.BooleanField(default=False)
    channel = models.CharField(max_length=12, default="portal")
    answers = models.JSONField(default=dict)
    waits_for = models.CharField(max_length=200, blank=True)
    solution = models.TextField(blank=True)
    first_answer_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reassigned = models.PositiveIntegerField(default=0)
    reopened = models.PositiveIntegerField(default=0)
    rating = models.PositiveSmallIntegerField(null=True)
    rating_comment = models.TextField(blank=True)
    rated_at = models.DateTimeField(null=True)
    window_starts_at = models.DateTimeField(null=True)
    window_ends_at = models.DateTimeField(null=True)
    """The planned window of a change."""
    imported_number = models.CharField(max_length=40, blank=True)
    """The number another desk gave it."""
    imported = models.JSONField(default=dict)
    """What the other desk said of it, and the stamp of the last row that was read."""

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(rating__isnull=True) | models.Q(rating__range=(1, 5)), name="ticket_rating"
            ),
            models.CheckConstraint(
                condition=models.Q(impact__range=(1, 3), urgency__range=(1, 3)), name="ticket_scales"
            ),
            models.UniqueConstraint(
                fields=["imported_number"], condition=~models.Q(imported_number=""), name="ticket_imported_once"
            ),
        )
        indexes = (models.Index(fields=["service", "state"], name="ticket_service"),)

    def __str__(self) -> str:
        return self.work.key

    @property
    def key(self) -> str:
        return self.work.key

    @property
    def is_open(self) -> bool:
        return CATEGORY[TicketState(self.state)] != StatusCategory.DONE

    def move(self, to: TicketState, at: datetime) -> None:
        """Go to a state and bring the work's category along; Refused where no way leads there."""
        if to not in MOVES[TicketState(self.state)]:
            raise Refused(
                _g("%(key)s is %(state)s and cannot become %(to)s.")
                % {"key": self.key, "state": within(TicketState(self.state).label), "to": within(to.label)}
            )
        self.state = to
        self.work.status = CATEGORY[to]
        self.work.done_at = at if CATEGORY[to] == StatusCategory.DONE else None


class Change(models.Model):
    """What is told of a change before it is made; its risk is read from this and from what it touches."""

    class Kind(models.TextChoices):
        STANDARD = "standard", _("Standard")
        NORMAL = "normal", _("Normal")
        EMERGENCY = "emergency", _("Emergency")

    ticket = models.OneToOneField(Ticket, models.CASCADE, primary_key=True, related_name="change")
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.NORMAL)
    is_tested = models.BooleanField(default=False)
    backout = models.TextField(blank=True)
    """How it is taken back; empty where it cannot be."""
    needs_outage = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.kind}"
