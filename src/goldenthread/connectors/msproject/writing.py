"""A plan written as a file that Microsoft Project opens, as far as whoever asks may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from goldenthread.business.projects import queries
from goldenthread.business.projects.actions.importing import Loss
from goldenthread.business.work.policies import may_see_money
from goldenthread.connectors.msproject.losses import Losses
from goldenthread.connectors.msproject.markup import Markup, Writable
from goldenthread.connectors.msproject.numbers import Numbers
from goldenthread.connectors.msproject.write_hours import write_calendars
from goldenthread.connectors.msproject.write_resources import write_assignments, write_resources
from goldenthread.connectors.msproject.write_tasks import TaskWriter
from goldenthread.engine.calendars import WorkCalendar as Hours
from goldenthread.engine.calendars.hours import wall_text
from goldenthread.foundation.actors import Actor

NAMESPACE = "http://schemas.microsoft.com/project"
SAVE_VERSION = 14
SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "CHF": "CHF"}


@dataclass(frozen=True)
class Written:
    """How much was written, and what a file of Microsoft Project has no place for."""

    tasks: int
    links: int
    resources: int
    assignments: int
    losses: list[Loss]

    def figures(self) -> dict[str, Any]:
        losses = [{name: getattr(one, name) for name in ("field", "task", "value", "why")} for one in self.losses]
        counts = {name: getattr(self, name) for name in ("tasks", "links", "resources", "assignments")}
        return {**counts, "losses": losses}


def export_file(actor: Actor, key: str, out: Writable, *, at: datetime) -> Written:
    """Write the plan of the project with this key."""
    project = queries.project(actor, key)
    whole, losses = queries.whole_plan(actor, project), Losses()
    numbers, sees_money = Numbers(whole), may_see_money(actor)
    hours = project.calendar.hours()
    xml = Markup(out, hours.zone)
    with xml.inside("Project", f' xmlns="{NAMESPACE}"'):
        _write_head(xml, whole, numbers, hours, at)
        write_calendars(xml, whole, numbers)
        writer = TaskWriter(xml, whole, numbers, losses, sees_money=sees_money)
        with xml.inside("Tasks"):
            for place, branch in enumerate(whole.branches, start=0 if numbers.has_top else 1):
                writer.write(place, branch)
        resources = write_resources(xml, whole, numbers, sees_money=sees_money)
        assignments = write_assignments(xml, whole, numbers, sees_money=sees_money)
    return Written(len(whole.branches), writer.links, resources, assignments, losses.report())


def _write_head(xml: Markup, whole: queries.WholePlan, numbers: Numbers, hours: Hours, at: datetime) -> None:
    project = whole.project
    start = project.starts_at or hours.next_open(hours.instant(project.start_on, "00:00"))
    currency = project.charter.currency
    opening, closing, per_day, per_week = _usual_day(hours)
    xml.put_all(SaveVersion=SAVE_VERSION, Name=f"{project.key}.xml", Title=project.name)
    xml.put_all(CreationDate=project.opened_at, LastSaved=at, ScheduleFromStart=True, StartDate=start)
    xml.put_all(FinishDate=project.finish_at or start, FYStartDate=1, CriticalSlackLimit=0, CurrencyDigits=2)
    xml.put_all(CurrencySymbol=SYMBOLS.get(currency, currency), CurrencyCode=currency, CurrencySymbolPosition=0)
    xml.put_all(CalendarUID=numbers.calendars[project.calendar_id], DefaultStartTime=opening, DefaultFinishTime=closing)
    xml.put_all(MinutesPerDay=per_day, MinutesPerWeek=per_week, DaysPerMonth=20, DefaultTaskType=1)
    xml.put_all(DurationFormat=7, WorkFormat=2, HonorConstraints=True, NewTasksEffortDriven=False)
    xml.put_all(StatusDate=project.status_at, CurrentDate=at, NewTasksAreManual=False)


def _usual_day(hours: Hours) -> tuple[str, str, int, int]:
    """When an ordinary day opens and closes, its minutes, and those of the week."""
    lengths = [sum(end - begin for begin, end in day) // 60 for day in hours.weekly]
    worked = [length for length in lengths if length]
    per_day = max(set(worked), key=worked.count) if worked else 480
    day = next((day for day, length in zip(hours.weekly, lengths, strict=True) if length == per_day), None)
    opening, closing = (day[0][0], day[-1][1]) if day else (8 * 3600, 17 * 3600)
    return _wall(opening), _wall(closing % 86_400), per_day, sum(worked) or per_day * 5


def _wall(seconds: int) -> str:
    text = wall_text(seconds)
    return text if text.count(":") == 2 else f"{text}:00"
