"""A whole file in our words: a plan to be brought in, the dates it stores, and its loss report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from goldenthread.business.projects.actions.importing import GivenBaseline, GivenCalendar, GivenPlan
from goldenthread.business.projects.actions.importing.calendars import meaning
from goldenthread.business.projects.actions.importing.resources import number_text
from goldenthread.connectors.msproject.calendars import Calendars
from goldenthread.connectors.msproject.links import links_of
from goldenthread.connectors.msproject.losses import Losses
from goldenthread.connectors.msproject.reading import Document, Row
from goldenthread.connectors.msproject.resources import Resources, uses_of
from goldenthread.connectors.msproject.tasks import Outline, Tasks
from goldenthread.connectors.msproject.values import instant, money, whole

SOURCE = "Microsoft Project"
Dates = tuple[datetime | None, datetime | None]


@dataclass(frozen=True)
class FilePlan:
    """The plan, and by a task's number the start and finish that the file stores."""

    plan: GivenPlan
    stored: dict[int, Dates]


@dataclass(frozen=True)
class Home:
    """Where the plan goes: in which zone its wall times are told, when it begins if it does not say, in what money."""

    zone: ZoneInfo
    start: datetime
    name: str
    currency: str


def translate(document: Document, home: Home, file_name: str) -> FilePlan:
    """The file as a plan; Invalid, with where, for numbers given twice, circles of calendars and absurd lengths."""
    losses, project = Losses(), document.project
    outline = Outline(document.tasks, losses, project.get("Title") or home.name)
    calendars = Calendars(document.calendars, home.zone.key, losses)
    main = whole(project.get("CalendarUID"))
    main = main if main in calendars.weeks else calendars.standard
    calendar_of = _calendars_of_resources(document, calendars, main)
    of_tasks = {whole(row.get("CalendarUID"), -1) or -1 for row in outline.rows.values()} & set(calendars.weeks)
    used = sorted({*of_tasks, *calendar_of.values(), *([] if main is None else [main])})
    resources = Resources(document.resources, calendar_of, losses)
    uses = uses_of(document.assignments, outline, resources, losses)
    tasks = Tasks(outline, home.zone, of_tasks, losses)
    given = tuple(tasks.given(uid, links_of(uid, outline, losses), uses.get(uid, {})) for uid in outline.rows)
    _name_losses(project, home, losses)
    _name_unused(document, calendars, used, losses)
    plan = GivenPlan(
        source=SOURCE,
        name=file_name,
        start=_start(document, home),
        calendar_uid=main,
        status_at=instant(project.get("StatusDate"), home.zone),
        calendars=tuple(GivenCalendar(uid, calendars.weeks[uid].name, calendars.spec(uid)) for uid in used),
        resources=tuple(resources.given.values()),
        tasks=given,
        baselines=_baselines(outline, home, losses),
    )
    plan.losses.extend(losses.report())
    return FilePlan(plan, {uid: _stored(row, home.zone) for uid, row in outline.rows.items()})


def _start(document: Document, home: Home) -> datetime:
    """When the plan begins; where the file does not say, with its first task, and else when the project does."""
    told = instant(document.project.get("StartDate"), home.zone)
    if told is not None:
        return told
    return min((at for row in document.tasks if (at := instant(row.get("Start"), home.zone))), default=home.start)


def _stored(row: Row, zone: ZoneInfo) -> Dates:
    """The computed early dates where the file has them, else where it shows the task."""
    start, finish = row.get("EarlyStart") or row.get("Start"), row.get("EarlyFinish") or row.get("Finish")
    return instant(start, zone), instant(finish, zone)


def _calendars_of_resources(document: Document, calendars: Calendars, main: int | None) -> dict[int, int]:
    """By the number of a resource's calendar, the number of the one that says its hours; none where those are usual."""
    usual = None if main is None else meaning(calendars.spec(main))
    found: dict[int, int] = {}
    for row in document.resources:
        uid = whole(row.get("CalendarUID"), -1)
        if uid is not None and uid in calendars.weeks:
            hours = meaning(calendars.spec(uid))
            base = calendars.weeks[uid].base
            if hours != usual:
                is_base = base is not None and base in calendars.weeks and meaning(calendars.spec(base)) == hours
                found[uid] = base if is_base and base is not None else uid
    return found


def _baselines(outline: Outline, home: Home, losses: Losses) -> tuple[GivenBaseline, ...]:
    tasks: dict[int, dict[int, tuple[datetime, datetime, str]]] = {}
    for uid, row in outline.rows.items():
        if uid in outline.summaries:
            continue
        for one in row.parts.get("Baseline", ()):
            number = whole(one.get("Number"), 0)
            start, finish = instant(one.get("Start"), home.zone), instant(one.get("Finish"), home.zone)
            if number is None or not 0 <= number <= 10 or one.is_set("Interim"):
                losses.add("Baseline", outline.name(uid), one.get("Number"), _("Baselines are numbered from 0 to 10."))
            elif start is not None and finish is not None and start <= finish:
                cost = number_text(max(money(one.get("Cost")), money("0"))) or "0"
                tasks.setdefault(number, {})[uid] = (start, finish, cost)
            losses.where_told(outline.name(uid), one.values, {"Work": _("A baseline holds dates and money, not work.")})
    return tuple(GivenBaseline(number, found) for number, found in tasks.items())


def _name_losses(project: Row, home: Home, losses: Losses) -> None:
    if project.get("ScheduleFromStart") == "0":
        why = _("It is planned back from its finish in the file; here forward from its start.")
        losses.add("ScheduleFromStart", "", project.get("FinishDate"), why)
    kept = _("The project has its own.")
    losses.where_told(
        "",
        project.values,
        {
            "Subject": _("Projects have no such line."),
            "Category": _("Projects have no such line."),
            "Company": kept,
            "Manager": kept,
            "Author": kept,
            "CriticalSlackLimit": _("A task is critical when it has no float left."),
            "MultipleCriticalPaths": _("One critical path is computed."),
        },
    )
    currency = project.get("CurrencyCode")
    if currency and currency != home.currency:
        why = _("Amounts are taken as they are told, in the project's %(currency)s.") % {"currency": home.currency}
        losses.add("CurrencyCode", "", currency, why)


def _name_unused(document: Document, calendars: Calendars, used: list[int], losses: Losses) -> None:
    of_resources = {whole(row.get("CalendarUID"), -1) for row in document.resources}
    bases: Mapping[int, int | None] = {uid: week.base for uid, week in calendars.weeks.items()}
    for uid, week in calendars.weeks.items():
        if uid not in used and uid not in of_resources and uid not in bases.values():
            losses.add("Calendar", week.name, uid, _("No task and no resource works by it."))
