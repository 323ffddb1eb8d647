"""Levelled plans: what was accepted of a proposal, kept so that it can be taken back in one step."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _

from goldenthread.business.people.models import Person
from goldenthread.foundation.errors import Refused
from goldenthread.foundation.models import Record, Run


class Levelling(Record):
    """An accepted proposal, whole or in part: which tasks were held back until when, and how the plans stood before."""

    prefix = "LVL"

    run = models.ForeignKey(Run, models.PROTECT, related_name="levellings")
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    plans = models.JSONField()
    """By project's key: {"before", "after"} the plan's stamps, {"finish_before", "finish_after"} as ISO text."""
    holds = models.JSONField()
    """By a task's number: until when levelling held it back before and after, as ISO text; null where it did not."""
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["run"], condition=models.Q(undone_at=None), name="levelling_accepted_once"),
        )

    @property
    def project_keys(self) -> list[str]:
        return sorted(self.plans)

    def must_stand(self) -> None:
        """Refused once it has been taken back."""
        if self.undone_at is not None:
            raise Refused(_("%(key)s has been taken back already.") % {"key": self.key})
