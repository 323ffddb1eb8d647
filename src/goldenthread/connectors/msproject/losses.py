"""The loss report: whatever could not be carried, by name; of very many alike, some and how many more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext as _

from goldenthread.business.projects.actions.importing import Loss

NAMED = 40


class Losses:
    """Collects what is lost; each kind is named so many times, then counted."""

    def __init__(self) -> None:
        self._kept: list[Loss] = []
        self._count: Counter[tuple[str, str]] = Counter()

    def add(self, field: str, task: str, value: object, why: str) -> None:
        self._count[field, why] += 1
        if self._count[field, why] <= NAMED:
            self._kept.append(Loss(field, task[:200], str(value)[:200], why))

    def where_told(self, task: str, values: Mapping[str, str], reasons: Mapping[str, str]) -> None:
        """Name each field of `reasons` that says something; nothing, nought and no say nothing."""
        for field, why in reasons.items():
            value = values.get(field, "")
            if value.strip("0.PTHMS ") and value.lower() != "false":
                self.add(field, task, value, why)

    def report(self) -> list[Loss]:
        rest = [
            Loss(field, _("%(count)s more") % {"count": count - NAMED}, "", why, count - NAMED)
            for (field, why), count in self._count.items()
            if count > NAMED
        ]
        return [*self._kept, *rest]
