"""A short plan of the sheet: critical and floating tasks, a baseline, a freeze, and what drives the go-live."""

from __future__ import annotations

from datetime import date

from goldenthread.web.styleguide.figures import figure
from goldenthread.web.styleguide.people import AOIFE, INES, PRIYA, RUTH, TOMAS, Shown
from goldenthread.web.ui.gantt import Due, DueGroup, Freeze, Gantt, GanttLink, GanttTask

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
Row = tuple[str, str, str, str, int, float, bool, str, str, Shown | None]
ROWS: tuple[Row, ...] = (
    ("2", "Build", "2026-10-28", "2026-12-11", 0, 0.0, False, "", "", None),
    ("2.1", "Booking pages", "2026-10-28", "2026-11-20", 1, 1.0, False, "4 d", "2026-11-26", PRIYA),
    ("2.2", "Calendar import", "2026-11-09", "2026-11-27", 1, 0.8, True, "0 d", "", TOMAS),
    ("2.3", "Reminder texts", "2026-11-16", "2026-12-02", 1, 0.4, False, "6 d", "2026-12-10", INES),
    ("3", "Test", "2026-11-30", "2026-12-15", 0, 0.0, False, "", "", None),
    ("3.1", "Load test", "2026-11-30", "2026-12-04", 1, 0.0, True, "0 d", "", TOMAS),
    ("3.2", "Acceptance, Eastfield clinic", "2026-12-07", "2026-12-15", 1, 0.0, True, "0 d", "", RUTH),
    ("4", "Pilot go-live", "2026-12-16", "2026-12-16", 0, 0.0, True, "0 d", "", PRIYA),
    ("5.1", "Pilot, four weeks", "2026-12-17", "2027-01-15", 1, 0.0, True, "0 d", "", AOIFE),
    ("5.3", "Hand-over to service", "2027-01-18", "2027-01-18", 1, 0.0, False, "3 d", "", INES),
)


def day(text: str) -> float:
    return float(date.fromisoformat(text).toordinal())


def said(text: str) -> str:
    on = date.fromisoformat(text)
    return f"{on.day} {MONTHS[on.month - 1][:3]}"


def task(p: str, row: Row) -> GanttTask:
    number, title, start, end, level, done, is_critical, slack, float_to, person = row
    is_stone = start == end
    is_sum = person is None
    begin = day(start) + (0.5 if is_stone else 0)
    return GanttTask(
        key=number,
        number=number,
        title=title,
        start=begin,
        end=begin if is_stone else day(end) + 1,
        level=level,
        done=done,
        kind="milestone" if is_stone else "summary" if is_sum else "task",
        is_critical=is_critical,
        is_driving=is_critical and not is_stone,
        is_chosen=number == "4",
        is_bad=number == "4",
        float_to=day(float_to) + 1 if float_to else None,
        was=None if is_sum else (begin - 6, (begin if is_stone else day(end) + 1) - 5),
        url="" if is_sum else "#",
        person=person,
        work="" if is_sum else "12 d",
        slack=slack,
        finish=said(end) if is_sum else figure(f"{p}t{number.replace('.', '-')}", f"{title}, finish", said(end)),
        said="16 Dec, in freeze" if number == "4" else said(end),
    )


def gantt(p: str) -> Gantt:
    links = [
        ("2.2", "3.1", True),
        ("3.1", "3.2", True),
        ("3.2", "4", True),
        ("2.1", "2.3", False),
        ("2.3", "3.2", False),
        ("4", "5.1", False),
        ("5.1", "5.3", False),
    ]
    return Gantt(
        id=f"{p}plan",
        tasks=tuple(task(p, row) for row in ROWS),
        links=tuple(GanttLink(a, b, "FS", drives) for a, b, drives in links),
        today=date(2026, 11, 23),
        spoken=f"Plan of PRJ-7 ({p}). Pilot go-live on 16 December is inside the winter freeze.",
        month_word=lambda on: f"{MONTHS[on.month - 1]}{' 2027' if on.month == 1 else ''}",
        day_word=lambda on: str(on.day),
        freezes=(Freeze(date(2026, 12, 14), date(2027, 1, 4), "Winter freeze, 14 Dec to 4 Jan"),),
        last=date(2027, 2, 28),
    )


def due() -> list[DueGroup]:
    """The same plan on the phone."""
    lines = [
        Due(
            title=title,
            url="#",
            on=said(end),
            on_url="#",
            slack=slack,
            why="Drives the pilot go-live." if is_critical and number < "4" else "",
            is_critical=is_critical,
            is_driving=is_critical and number < "4",
        )
        for number, title, _start, end, _level, done, is_critical, slack, _float, person in ROWS
        if person is not None and done < 1
    ]
    return [DueGroup("This week", tuple(lines[:1])), DueGroup("Dec 2026", tuple(lines[1:]))]
