"""A plan as bars: instants become days, the chosen date shows the chain that drives it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from goldenthread.business.projects import queries
from goldenthread.web.door import PageRequest
from goldenthread.web.environment import url
from goldenthread.web.links import url_of
from goldenthread.web.projects.listing import face
from goldenthread.web.projects.plan.element_words import driver_words
from goldenthread.web.projects.words import day_minutes, in_days
from goldenthread.web.ui.figure import Figure, FigureAct, FigureInput
from goldenthread.web.ui.gantt import Freeze, Gantt, GanttLink, GanttTask, Scale

SCALES: tuple[Scale, ...] = ("day", "week", "month")


class Drawing:
    """One plan, drawn for one reader; `chosen` is the key of the task whose date was opened."""

    def __init__(self, request: PageRequest, project: Any, read: queries.PlanRead, chosen: str, scale: str) -> None:
        self.request, self.fmt = request, request.fmt
        self.project, self.read = project, read
        self.hours = project.calendar.hours()
        self.per_day = day_minutes(self.hours)
        self.chosen = chosen if chosen in read.by_key else ""
        self.chain = read.chain(self.chosen) if self.chosen else []
        self.driving = {one.task.key for one in self.chain}
        self.scale: Scale = next((one for one in SCALES if one == scale), "week")

    def gantt(self, first: int = 0, count: int | None = None) -> Gantt:
        """The bars of so many lines from one on; of all without a count."""
        lines = self.read.branches[first : None if count is None else first + count]
        return Gantt(
            id="plan",
            tasks=tuple(self._row(one) for one in lines if one.task.early_start_at),
            links=tuple(self._link(link) for link in self.read.links),
            today=self.fmt.local(self.request.acting.at).date(),
            spoken=_("Plan of %(name)s") % {"name": self.project.name},
            month_word=self.fmt.month,
            day_word=lambda on: str(on.day),
            freezes=tuple(
                Freeze(
                    self.fmt.local(window.starts_at).date(),
                    self.fmt.local(window.ends_at - timedelta(seconds=1)).date(),
                    window.name,
                )
                for window in self.read.freezes
            ),
            scale=self.scale,
        )

    def opened(self, *, on_task: bool = False) -> Figure | None:
        """What drives the chosen date, as the panel of a figure; on the task's own page without the task's name."""
        if not self.chain:
            return None
        last = self.chain[-1].task
        links = len(self.chain) - 1
        said = _("Each waits for the one before it. Win a day on any of them and this date moves with it.")
        alone = self.why(last)
        on = self.fmt.date(last.early_finish_at)
        acts = (FigureAct(_("Open the task"), url_of(last.key)), FigureAct(_("Close"), self.url("")))
        return Figure(
            id="drives",
            label=_("What drives it") if on_task else _("What drives %(on)s") % {"on": on},
            text=on,
            value="" if on_task else last.work.title,
            rule=said if links else alone,
            inputs=tuple(
                FigureInput(
                    one.task.work.title, self.fmt.date(one.task.early_finish_at), self._told(one), url_of(one.task.key)
                )
                for one in self.chain
            ),
            acts=() if on_task else acts,
            read_at=self.fmt.time(self.request.acting.at),
        )

    def why(self, task: Any) -> str:
        """What holds a task where it is, in words."""
        if task.percent == 100:
            return _("It is done.")
        driver = task.driver or {}
        before = self.read.by_key.get(driver.get("task", ""))
        if before is not None:
            return _("Waits for “%(task)s”.") % {"task": before.task.work.title}
        if task.actual_start_at:
            return _("It is under way; what is left goes on from where progress was told.")
        words = driver_words()
        return words.get(str(driver.get("kind", "")), words["start"])

    def day(self, at: datetime) -> float:
        """An instant as a day and the share of its open time that has passed: a closing is the end of the day."""
        local = at.astimezone(self.hours.zone)
        on = local.date()
        begin, end = self.hours.instant(on, "00:00"), self.hours.instant(on, "24:00")
        whole = self.hours.between(begin, end)
        share = self.hours.between(begin, at) / whole if whole else (at - begin) / (end - begin)
        return float(on.toordinal() + share)

    def _row(self, one: queries.Branch) -> GanttTask:
        task = one.task
        start, end = self.day(task.early_start_at), self.day(task.early_finish_at)  # type: ignore[arg-type]
        promised = self.read.promised(task.key)
        float_to = task.late_finish_at if (task.total_float_minutes or 0) > 0 and task.percent < 100 else None
        window = self.read.freeze_at(task.early_finish_at) if task.is_milestone and task.percent < 100 else None
        kind = "summary" if one.is_summary else "milestone" if task.is_milestone else "task"
        on = self.fmt.date(task.early_finish_at)
        is_still = one.is_summary or task.percent == 100
        return GanttTask(
            key=task.key,
            number=one.wbs,
            title=task.work.title,
            start=end if kind == "milestone" else start,
            end=end,
            kind=kind,  # type: ignore[arg-type]
            level=one.depth,
            done=task.percent / 100,
            is_critical=task.is_critical and task.percent < 100,
            is_driving=task.key in self.driving,
            is_chosen=task.key == self.chosen,
            is_bad=window is not None,
            float_to=self.day(float_to) if float_to else None,
            was=(self.day(promised[0]), self.day(promised[1])) if promised else None,
            url=url_of(task.key),
            person=face(task.work.assignee),
            work=in_days(self.fmt, task.duration_minutes, self.per_day),
            slack="" if is_still else in_days(self.fmt, task.total_float_minutes, self.per_day),
            finish=Markup('<a class="gt-fig" href="{}">{}</a>').format(self.url(task.key), on),
            said=_("%(on)s, in freeze") % {"on": on} if window else on,
            due=self._due(task),
            split=self._split(task),
        )

    def _due(self, task: Any) -> float | None:
        if task.deadline_at is None and task.deadline_on is None:
            return None
        return self.day(task.deadline_at or self.hours.instant(task.deadline_on, "24:00"))

    def _split(self, task: Any) -> tuple[float, float] | None:
        gap = queries.split_of(self.project, task, (task.calendar or self.project.calendar).hours())
        return (self.day(gap[0]), self.day(gap[1])) if gap else None

    def _link(self, link: Any) -> GanttLink:
        before, after = link.predecessor, link.successor
        drives = before in self.driving and after in self.driving and self._is_driven(before, after)
        return GanttLink(before, after, link.kind, drives)

    def _is_driven(self, before: str, after: str) -> bool:
        keys = [one.task.key for one in self.chain]
        return (keys.index(after) - keys.index(before)) == 1

    def _told(self, one: queries.Branch) -> str:
        """How far it is, and how late against the promise."""
        task, promised = one.task, self.read.promised(one.task.key)
        late = 0
        if promised and task.early_finish_at:
            late = (self.fmt.local(task.early_finish_at).date() - self.fmt.local(promised[1]).date()).days
        words = [_("done") if task.percent == 100 else _("%(percent)s %% done") % {"percent": task.percent}]
        if late > 0:
            words.append(ngettext("%(days)s day late", "%(days)s days late", late) % {"days": late})
        return ", ".join(words if task.percent else words[1:])

    def url(self, chosen: str) -> str:
        """The plan with another date opened, or none."""
        asked = {"date": chosen, "scale": "" if self.scale == "week" else self.scale}
        return url("project-plan", asked, key=self.project.key)
