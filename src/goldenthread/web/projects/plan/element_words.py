"""The sentences of the element that draws a plan, in the reader's language; dates and numbers it writes itself."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def element_words(project: Any) -> dict[str, Any]:
    """By the names that assets/js/gantt/ knows them by; %(names)s are filled in there."""
    return {
        "heads": [_("No."), _("Task"), _("Who"), _("Work"), _("Finish"), _("Float")],
        "today": _("Today"),
        "d": _("d"),
        "chart": _("Gantt chart: %(plan)s") % {"plan": project.name},
        "roledescription": _("bar"),
        "barTask": _("%(title)s, %(start)s to %(finish)s, %(percent)s percent done. %(why)s"),
        "barMilestone": _("%(title)s, milestone on %(finish)s. %(why)s"),
        "critical": _("Critical."),
        "how": _(
            "Left and right move it by a working day, with Shift they change its length, up and down go to other "
            "tasks. Enter drops it, or opens what drives its date. Escape leaves it where it was."
        ),
        "howRead": _("Up and down go to other tasks. Enter opens what drives its date."),
        "waitsFor": _("Waits for “%(task)s”."),
        "done": _("It is done."),
        "drivers": driver_words(),
        "inFreeze": _("%(on)s, in freeze"),
        "freeze": _("%(name)s, %(from)s to %(to)s"),
        "changed": _("The plan changed meanwhile; this is how it stands now."),
        "lost": _("The house cannot be reached. Nothing was changed."),
        "undo": _("Undo"),
        "close": _("Close"),
        "drops": _("drops it"),
        "leaves": _("leaves it where it was"),
        **_reasons(project),
    }


def driver_words() -> dict[str, str]:
    """What holds a task that waits for no other that the reader may see."""
    return {
        "start": _("Nothing holds it but the start of the project."),
        "constraint": _("A day it was given holds it."),
        "levelled": _("Levelling holds it back: who works on it is busy until then."),
        "status": _("It can only begin now: progress is told up to here."),
        "calendar": _("Its calendar holds it."),
        "actual": _("It has begun."),
        "alap": _("It begins as late as it may."),
        "link": _("Waits for something you may not see."),
    }


def _reasons(project: Any) -> dict[str, str]:
    """Why a bar cannot be moved."""
    ended = _("%(key)s is closed; its plan stays as it was.") % {"key": project.key}
    planner = _("%(name)s plans this project.") % {"name": project.manager.name}
    return {
        "mayNot": planner if project.state == "open" else ended,
        "hasParts": _("It spans its parts. Move those."),
        "isDone": _("It is done and stays where it was."),
        "hasBegun": _("It has begun and stays where it began. Its length can change."),
        "noLength": _("A milestone has no length."),
    }
