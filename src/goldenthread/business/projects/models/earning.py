"""How progress becomes earned value: the rules a task may earn by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EarningRule(models.TextChoices):
    """How a task's progress becomes earned value; agreed when it is planned, frozen with the baseline."""

    PHYSICAL = "physical", _("As much as is done, in percent")
    ZERO_HUNDRED = "0/100", _("All when finished (0/100)")
    FIFTY_FIFTY = "50/50", _("Half when begun, the rest when finished (50/50)")
    MILESTONES = "milestones", _("Step by step (weighted milestones)")
    EFFORT = "effort", _("With the calendar (level of effort)")
