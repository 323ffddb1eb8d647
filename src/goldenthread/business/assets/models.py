"""Configuration items and how they depend on each other."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from goldenthread.business.people.models import Organisation, Team
from goldenthread.foundation.models import Named, Record


class ConfigurationItem(Named, Record):
    """Something a service runs on, of a kind, in a stage of its life."""

    prefix = "CI"

    class Lifecycle(models.TextChoices):
        PLANNED = "planned", _("Planned")
        IN_USE = "in_use", _("In use")
        RETIRED = "retired", _("Retired")

    kind = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="items")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="items")
    lifecycle = models.CharField(max_length=8, choices=Lifecycle, default=Lifecycle.IN_USE)
    attributes = models.JSONField(default=dict)


class Relation(models.Model):
    """`source` depends on, contains or connects to `target`."""

    class Kind(models.TextChoices):
        DEPENDS_ON = "depends_on", _("depends on")
        CONTAINS = "contains", _("contains")
        CONNECTS = "connects", _("connects to")

    source = models.ForeignKey(ConfigurationItem, models.CASCADE, related_name="relations_out")
    target = models.ForeignKey(ConfigurationItem, models.CASCADE, related_name="relations_in")
    kind = models.CharField(max_length=10, choices=Kind)
    stands_in = models.CharField(max_length=40, blank=True)
    """Targets of one source under the same word stand in for each other; without one, each is needed."""
    needed = models.PositiveSmallIntegerField(default=1)
    """How many of those that stand in for each other are needed."""

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(needed__gte=1), name="relation_needs_one"),
            models.UniqueConstraint(fields=["source", "target", "kind"], name="relation_once"),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="relation_not_self"),
        )

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"
