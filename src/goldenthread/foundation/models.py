"""The records every context stands on. Nothing here knows what an incident or a project is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from goldenthread.foundation.errors import Refused


class Versioned(models.Model):
    """A record with a version that moves on with every save, so that a stale edit can be refused."""

    version = models.PositiveIntegerField(default=1)

    key_path: ClassVar[str] = "key"
    """Where a query finds the record's key."""

    locks: ClassVar[tuple[str, ...]] = ("self",)
    """The rows an action on this record locks."""

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if not self._state.adding:
            self.version += 1
            if update_fields is not None:
                update_fields = {*update_fields, "version"}
        super().save(*args, update_fields=update_fields, **kwargs)


class Record(Versioned):
    """A versioned record with a stable key that people can say aloud: INV-12."""

    prefix: ClassVar[str]

    key = models.CharField(max_length=24, unique=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key


def folded(text: str) -> str:
    """A key to sort by on any server: Äpfel stands with Apfel, before Zebra."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(mark for mark in plain if not unicodedata.combining(mark)).casefold()[:200]


class Named(models.Model):
    """A record with a name, sorted by its folded form."""

    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=200, editable=False, db_index=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.sort_name = folded(self.name)
        if update_fields is not None and "name" in update_fields:
            update_fields = {*update_fields, "sort_name"}
        super().save(*args, update_fields=update_fields, **kwargs)


class Event(models.Model):
    """A fact as stored: history, feed, audit and outbox at once. A trigger refuses its change and its deletion."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=24)
    version = models.PositiveIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_kind = models.CharField(max_length=8)
    on_behalf_of = models.BigIntegerField(null=True)
    action = models.CharField(max_length=80)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        indexes = (
            models.Index(fields=["subject", "at", "id"], name="event_subject"),
            models.Index(fields=["name", "id"], name="event_name"),
            models.Index(fields=["actor_id", "id"], name="event_actor"),
            models.Index(fields=["at", "id"], name="event_at"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.subject}"


class Receipt(models.Model):
    """One per event and reaction, written in the transaction of the effect, so that it happens once."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="receipts")
    reaction = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["event", "reaction"], name="receipt_once"),)

    def __str__(self) -> str:
        return f"{self.reaction} of {self.event_id}"


class Key(models.Model):
    """A counter per prefix."""

    prefix = models.CharField(max_length=8, primary_key=True)
    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last}"


class IdempotencyKey(models.Model):
    """What was answered to a request, so that the same request sent twice does one thing."""

    actor_id = models.BigIntegerField()
    key = models.CharField(max_length=128)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["actor_id", "key"], name="idempotency_once"),)

    def __str__(self) -> str:
        return self.key


class Comment(models.Model):
    """A message on anything by its key. An internal note is seen only by those who work on it."""

    on = models.CharField(max_length=24)
    author_id = models.BigIntegerField(null=True)
    text = models.TextField()
    is_internal = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["on", "at", "id"], name="comment_on"),)

    def __str__(self) -> str:
        return f"{self.on} {self.at:%Y-%m-%d}"


class File(models.Model):
    """A file on anything by its key: named by its content, its type sniffed, served only as an attachment."""

    on = models.CharField(max_length=24)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    added_by = models.BigIntegerField(null=True)
    is_internal = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["on", "at", "id"], name="file_on"),)

    def __str__(self) -> str:
        return self.name


class Watch(models.Model):
    """A person's wish to hear of what happens to a thing."""

    on = models.CharField(max_length=24)
    person_id = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["on", "person_id"], name="watch_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} watches {self.on}"


class Run(Record):
    """A long calculation: what was asked, how far it is, and the best answer so far. The worker carries it out."""

    prefix = "RUN"

    class State(models.TextChoices):
        QUEUED = "queued", _("Waits its turn")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Stopped")

    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=24, blank=True)
    """The key of what it is about; empty where it is about many."""
    question = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    starts = models.PositiveSmallIntegerField(default=0)
    """How often a worker took it up."""
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    """Progress in the kind's own unit; 0 of 0 while nothing is known."""
    answer = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    """The best so far, and at the end the last word."""
    why = models.TextField(blank=True)
    """Why it failed, in a sentence."""
    is_unwanted = models.BooleanField(default=False)
    """Asked to stop; the worker sees it within a second."""

    class Meta:
        indexes = (
            models.Index(fields=["asked_by", "-id"], name="run_asked_by"),
            models.Index(fields=["kind", "about", "-id"], name="run_about"),
        )

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED, self.State.CANCELLED)

    def stop(self) -> None:
        """Want no more of it; Refused once it is over."""
        if self.is_over:
            raise Refused(_g("%(key)s has already ended.") % {"key": self.key})
        self.is_unwanted = True
