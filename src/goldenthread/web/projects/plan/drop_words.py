"""What a drop does or would do, in words: where it lands and why there, what moves with it, what it breaks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.projects import queries
from goldenthread.web.door import PageRequest
from goldenthread.web.projects.words import day_minutes, in_days, word_of

KINDS = ("MSO", "MFO", "SNLT", "FNET", "FNLT", "ALAP")
"""Constraints that a drop would replace by its own."""

INSTANT = timedelta(seconds=1)
"""What holds until midnight holds on the day before."""


class Dropped:
    """The sentences about one drop, for one reader."""

    def __init__(
        self, request: PageRequest, project: Any, found: queries.Preview, changes: queries.TaskChanges
    ) -> None:
        self.fmt, self.found, self.changes = request.fmt, found, changes
        self.zone, self.per_day = project.calendar.hours().zone, day_minutes(project.calendar.hours())

    def title(self) -> str:
        """The task and its new dates."""
        now = self.found.now
        span = {"start": self._on(now.start_at), "finish": self._on(now.finish_at)}
        return span["finish"] if self.found.was.is_milestone else _("%(start)s to %(finish)s") % span

    def says(self) -> list[str]:
        """Where it lands and why, what moves with it, and what becomes of the finish."""
        found = self.found
        said = [self._landing(), self._replaced(), self._others()]
        if found.finish_at != found.finish_before:
            known = {"before": self._on(found.finish_before), "on": self._on(found.finish_at)}
            said.append(_("The project ends on %(on)s instead of %(before)s.") % known)
        return [sentence for sentence in said if sentence]

    def breaks(self) -> list[str]:
        """Each promise that would be broken, in a sentence."""
        words = {
            "deadline": _("“%(title)s” misses its deadline, %(on)s."),
            "freeze": _("“%(title)s” falls into “%(name)s”, until %(on)s."),
            "charter": _("The project misses the charter's deadline, %(on)s."),
            "tolerance": _("The finish leaves its tolerance, which ends on %(on)s: ask the sponsor."),
        }
        return [
            words[one.kind] % {"title": one.title, "name": one.name, "on": self._on(one.limit - INSTANT)}
            for one in self.found.breaks
        ]

    def done(self) -> str:
        """What was done, for the toast."""
        known = {"title": self.found.was.title, "span": self.title()}
        return " ".join(filter(None, (_("“%(title)s” is planned for %(span)s.") % known, self._others())))

    def _landing(self) -> str:
        """Why it does not lie where it was let go."""
        found, now = self.found, self.found.now
        if "duration_minutes" in self.changes:
            return _("It takes %(days)s.") % {
                "days": in_days(self.fmt, int(self.changes["duration_minutes"]), self.per_day)
            }
        asked = self.changes.get("constraint_on")
        if asked is None or found.asked_at is None:
            return ""
        if now.start_at > found.asked_at:
            return self._held(now)
        if found.asked_at.astimezone(self.zone).date() != asked:
            known = {"asked": self.fmt.date(asked), "on": self._on(found.asked_at)}
            return _("%(asked)s is a day off, so it begins on %(on)s.") % known
        return ""

    def _held(self, now: queries.Moved) -> str:
        known = {"on": self._on(now.start_at), "task": self.found.waits_for}
        if known["task"]:
            return _("It cannot begin before %(on)s: it waits for “%(task)s”.") % known
        if now.kind == "status":
            return _("It cannot begin before %(on)s: progress is told up to there.") % known
        return _("It cannot begin before %(on)s.") % known

    def _replaced(self) -> str:
        was = self.found.was
        if "constraint" not in self.changes or was.constraint not in KINDS or self.changes["constraint"] != "SNET":
            return ""
        day = f" {self._on(was.constraint_at)}" if was.constraint_at else ""
        return _("“%(constraint)s” is replaced.") % {
            "constraint": f"{word_of(queries.CONSTRAINT_WORDS, was.constraint)}{day}"
        }

    def _others(self) -> str:
        """How many tasks change their dates with it."""
        count = self.found.others
        if not count:
            return _("Nothing else moves.")
        return ngettext("%(count)s other task moves.", "%(count)s other tasks move.", count) % {
            "count": self.fmt.number(count)
        }

    def _on(self, at: datetime) -> str:
        return self.fmt.date(at.astimezone(self.zone).date())
