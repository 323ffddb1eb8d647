"""Why a task moves, in one sentence, with the names that its reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.projects import queries

MOST = 3


class Reasons:
    """The names and sentences of one proposal."""

    def __init__(self, found: queries.Proposal) -> None:
        self._found = found

    def who(self, told: str) -> str:
        """A person, or what else works."""
        named = self._found.people.get(told)
        return named.name if named else _("Somebody")

    def task(self, number: int, beside: str = "") -> str:
        """A task's name; with its project's key where that is not the one it is told beside."""
        named = self._found.tasks.get(number)
        if named is None:
            return _("another task")
        quoted = _("“%(task)s”") % {"task": named.name}
        return quoted if named.project == beside else f"{quoted} ({named.project})"

    def tasks(self, numbers: Iterable[int], beside: str = "") -> str:
        """Some tasks by name, the rest by their number."""
        names = list(dict.fromkeys(self.task(number, beside) for number in numbers))
        if len(names) <= MOST:
            return ", ".join(names)
        return _("%(names)s and %(count)s more") % {"names": ", ".join(names[:MOST]), "count": len(names) - MOST}

    def sentence(self, move: Mapping[str, Any]) -> str:
        known = {
            "who": self.who(move["who"]),
            "tasks": self.tasks(move["tasks"], move["project"]),
            "before": self.task(move["behind"], move["project"]) if move["behind"] else _("another task"),
            "name": move["name"],
        }
        sentences = {
            "person": _("%(who)s is on %(tasks)s until then."),
            "machine": _("%(who)s is taken by %(tasks)s until then."),
            "away": _("%(who)s is away before."),
            "running": _("Running the services leaves %(who)s no room before."),
            "today": _("It has not begun and cannot begin in the past."),
            "freeze": _("Nothing may go live before: %(name)s."),
            "link": _("Follows %(before)s."),
            "freed": _("Nothing holds it back any more."),
        }
        return sentences[move["cause"]] % known
