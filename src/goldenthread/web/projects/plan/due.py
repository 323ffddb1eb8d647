"""The plan on the phone: what is due, soonest first, and what drives it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.projects import queries
from goldenthread.web.links import url_of
from goldenthread.web.projects.words import in_days
from goldenthread.web.ui.gantt import Due, DueGroup

if TYPE_CHECKING:
    from goldenthread.web.projects.plan.gantt import Drawing

MOST = 60


def due(drawing: Drawing) -> tuple[list[DueGroup], str]:
    """What is not done, in groups by when it ends, and how many more there are in words."""
    waiting = [one for one in drawing.read.branches if _is_open(one)]
    waiting.sort(key=lambda one: (one.task.early_finish_at, one.wbs))
    shown = waiting[:MOST]
    chosen = next((one for one in waiting[MOST:] if one.task.key == drawing.chosen), None)
    if chosen is not None:
        shown.append(chosen)
    today = drawing.fmt.today
    groups = groupby(shown, key=lambda one: _span(drawing, one, today))
    left = len(waiting) - len(shown)
    more = ngettext("%(count)s task more", "%(count)s tasks more", left) % {"count": left} if left else ""
    return [DueGroup(word, tuple(_line(drawing, one) for one in found)) for word, found in groups], more


def _is_open(one: queries.Branch) -> bool:
    return not one.is_summary and one.task.percent < 100 and one.task.early_finish_at is not None


def _span(drawing: Drawing, one: queries.Branch, today: date) -> str:
    """The word for when something is due."""
    on = drawing.fmt.local(one.task.early_finish_at).date() if one.task.early_finish_at else today
    monday = today - timedelta(days=today.weekday())
    if on < today:
        return _("Overdue")
    if on < monday + timedelta(days=7):
        return _("This week")
    if on < monday + timedelta(days=14):
        return _("Next week")
    return drawing.fmt.month(on)


def _line(drawing: Drawing, one: queries.Branch) -> Due:
    task, fmt = one.task, drawing.fmt
    is_chosen = task.key == drawing.chosen
    return Due(
        title=task.work.title,
        url=url_of(task.key),
        on=fmt.date(task.early_finish_at),
        on_url=drawing.url("" if is_chosen else task.key) + ("" if is_chosen else "#due-open"),
        slack=in_days(fmt, task.total_float_minutes, drawing.per_day),
        why=drawing.why(task),
        is_critical=task.is_critical,
        is_driving=task.key in drawing.driving,
        is_late=task.early_finish_at is not None and fmt.local(task.early_finish_at).date() < fmt.today,
        chain=drawing.opened(on_task=True) if is_chosen else None,
    )
