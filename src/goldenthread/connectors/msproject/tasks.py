"""The file's tasks and their links in our words, and what of them could not be carried."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from goldenthread.business.projects.actions.importing import GivenTask
from goldenthread.business.projects.actions.importing.resources import number_text
from goldenthread.business.projects.actions.importing.tasks import iso
from goldenthread.business.projects.queries.schedule.changes import LONGEST
from goldenthread.connectors.msproject.losses import Losses
from goldenthread.connectors.msproject.reading import Row, refuse
from goldenthread.connectors.msproject.values import (
    CONSTRAINTS,
    ELAPSED_FORMATS,
    instant,
    length,
    minutes,
    money,
    whole,
)

DEEPEST = 20
MOST_MONEY = 10**12
MONEY = {"budget": "Cost", "fixed_cost": "FixedCost"}
ON_SUMMARY = ("ASAP", "SNET", "FNLT")


class Outline:
    """The tasks that come in, in reading order, each with its number and its parent's."""

    def __init__(self, rows: Sequence[Row], losses: Losses, project_name: str) -> None:
        self.losses, self.project_name = losses, project_name
        self.rows: dict[int, Row] = {}
        self.parent: dict[int, int | None] = {}
        self.left_out: dict[int, str] = {}
        for row in rows:
            self._take(row)
        self._grow()
        self.summaries = {parent for parent in self.parent.values() if parent is not None}
        for uid in [uid for uid in self.rows if _level(self.rows[uid]) == 0 and uid not in self.summaries]:
            del self.rows[uid], self.parent[uid]  # the project's own line, with no task below it

    def _take(self, row: Row) -> None:
        uid = whole(row.get("UID"))
        if uid is None:
            self.losses.add("Task", row.get("Name"), row.get("ID"), _("It has no number (UID) to be known by."))
            return
        if uid in self.rows:
            raise refuse(
                _("Number %(uid)s is given to two tasks, “%(one)s” and “%(other)s”.")
                % {"uid": uid, "one": self.name(uid), "other": row.get("Name")}
            )
        if row.is_set("IsNull"):
            self.left_out[uid] = _("It leads to an empty line.")
            return
        why = ""
        if row.get("Active") == "0":
            why = _("It is inactive in the file, so it is not brought in.")
        elif row.is_set("ExternalTask"):
            why = _("It belongs to another project's file.")
        if why:
            self.left_out[uid] = why
            self.losses.add("Active" if row.get("Active") == "0" else "ExternalTask", row.get("Name"), uid, why)
            return
        self.rows[uid] = row

    def _grow(self) -> None:
        line: list[tuple[int, int]] = []
        for uid, row in self.rows.items():
            level = _level(row)
            while line and line[-1][0] >= level:
                line.pop()
            self.parent[uid] = line[-1][1] if line else None
            line.append((level, uid))
            if len(line) > DEEPEST:
                raise refuse(
                    _("Task %(uid)s, “%(name)s”, lies more than %(most)s levels deep.")
                    % {"uid": uid, "name": self.name(uid), "most": DEEPEST}
                )

    def name(self, uid: int) -> str:
        row = self.rows[uid]
        plain = " ".join(row.get("Name").splitlines()).strip()
        if not plain:
            plain = self.project_name if _level(row) == 0 else _("Task %(uid)s") % {"uid": uid}
        return plain

    def is_within(self, uid: int, above: int) -> bool:
        at: int | None = uid
        while at is not None:
            if at == above:
                return True
            at = self.parent[at]
        return False


def _level(row: Row) -> int:
    level = whole(row.get("OutlineLevel"))
    if level is None:
        level = row.get("OutlineNumber").count(".") + 1 if row.get("OutlineNumber") != "0" else 0
    return max(0, level)


class Tasks:
    """Turns rows into given tasks; the calendars' numbers are checked against those that come in."""

    def __init__(self, outline: Outline, zone: ZoneInfo, calendars: set[int], losses: Losses) -> None:
        self.outline, self.zone, self.calendars, self.losses = outline, zone, calendars, losses
        self._orders: dict[int | None, int] = {}

    def given(self, uid: int, links: dict[str, list[Any]], uses: dict[str, list[Any]]) -> GivenTask:
        row, parent = self.outline.rows[uid], self.outline.parent[uid]
        order = self._orders[parent] = self._orders.get(parent, -1) + 1
        is_summary = uid in self.outline.summaries
        name = self.outline.name(uid)
        if len(name) > 200:
            self.losses.add("Name", name, name[200:], _("A name has at most 200 characters."))
        said: dict[str, Any] = {"title": name[:200], "description": row.get("Notes")[:100_000]}
        said |= {"parent": parent, "order": order, "links": links, "uses": uses}
        said |= self._length(uid, row, name) if not is_summary else _no_length()
        said |= self._when(row, name, is_summary=is_summary)
        said |= self._progress(row, name, said) if not is_summary else _no_progress()
        said |= {field: self._money(tag, row, name, is_summary=is_summary) for field, tag in MONEY.items()}
        self._name_losses(row, name, is_summary=is_summary)
        return GivenTask(uid, row.get("GUID"), said)

    def _money(self, tag: str, row: Row, name: str, *, is_summary: bool) -> str | None:
        if is_summary or not row.get(tag):
            return None
        told = money(row.get(tag))
        if told < 0:
            self.losses.add(tag, name, row.get(tag), _("A cost cannot be negative."))
            return None
        if told >= MOST_MONEY:
            self.losses.add(tag, name, row.get(tag), _("A cost lies below a trillion."))
            return None
        return number_text(told)

    def _length(self, uid: int, row: Row, name: str) -> dict[str, Any]:
        span = length(row.get("Duration"))
        if span is None or span < timedelta(0):
            self.losses.add("Duration", name, row.get("Duration"), _("It is no length; taken as none."))
            span = timedelta(0)
        if span > timedelta(minutes=LONGEST):
            raise refuse(
                _("Task %(uid)s, “%(name)s”, takes longer than ten years: %(length)s.")
                % {"uid": uid, "name": name[:80], "length": row.get("Duration")[:40]}
            )
        whole_minutes, seconds = divmod(round(span.total_seconds()), 60)
        is_milestone = row.is_set("Milestone") and span == timedelta(0)
        if row.is_set("Milestone") and not is_milestone:
            self.losses.add("Milestone", name, row.get("Duration"), _("A milestone has no length here; it is a task."))
        is_elapsed = (whole(row.get("DurationFormat"), 0) or 0) in ELAPSED_FORMATS
        return {
            "duration_minutes": whole_minutes,
            "duration_seconds": seconds,
            "is_milestone": is_milestone,
            "is_elapsed": is_elapsed,
        }

    def _when(self, row: Row, name: str, *, is_summary: bool) -> dict[str, Any]:
        constraint, at = self._constraint(row, name, is_summary=is_summary)
        calendar = whole(row.get("CalendarUID"), -1)
        priority = whole(row.get("Priority"), 500) or 0
        if not 0 <= priority <= 1000:
            self.losses.add("Priority", name, priority, _("A priority lies between 0 and 1000."))
        return {
            "constraint": constraint,
            "constraint_at": iso(at),
            "deadline_at": iso(self._instant("Deadline", row, name)),
            "calendar": calendar if calendar in self.calendars and not is_summary else None,
            "priority": min(max(priority, 0), 1000),
        }

    def _constraint(self, row: Row, name: str, *, is_summary: bool) -> tuple[str, datetime | None]:
        code = whole(row.get("ConstraintType"), 0) or 0
        constraint = CONSTRAINTS[code] if 0 <= code < len(CONSTRAINTS) else "ASAP"
        at = self._instant("ConstraintDate", row, name) if constraint not in ("ASAP", "ALAP") else None
        if is_summary and constraint not in ON_SUMMARY:
            self.losses.add("ConstraintType", name, constraint, _("A summary's dates come from its parts."))
            return "ASAP", None
        if row.is_set("Manual") and not is_summary:
            return self._by_hand(row, name, constraint, at)
        if at is None and constraint not in ("ASAP", "ALAP"):
            self.losses.add("ConstraintDate", name, constraint, _("The day it is bound to is missing."))
            return "ASAP", None
        return constraint, at

    def _by_hand(self, row: Row, name: str, constraint: str, at: datetime | None) -> tuple[str, datetime | None]:
        start = instant(row.get("ManualStart") or row.get("Start"), self.zone)
        why = _("It is planned by hand in the file; here calendars and links plan it, no earlier than there.")
        self.losses.add("Manual", name, row.get("ManualStart") or row.get("Start"), why)
        if at is not None or start is None:
            return (constraint, at) if at is not None else ("ASAP", None)
        return "SNET", start

    def _progress(self, row: Row, name: str, said: dict[str, Any]) -> dict[str, Any]:
        done = min(max(whole(row.get("PercentComplete"), 0) or 0, 0), 100)
        percent, physical = done, min(max(whole(row.get("PhysicalPercentComplete"), 0) or 0, 0), 100)
        if row.get("EarnedValueMethod") == "1":
            percent = physical
        elif physical and physical != done:
            why = _("Value is earned by percent complete in the file, and so it is here.")
            self.losses.add("PhysicalPercentComplete", name, physical, why)
        if said["is_milestone"] and 0 < percent < 100:
            self.losses.add("PercentComplete", name, percent, _("A milestone is reached or not."))
            percent = done = 0
        start, finish = self._instant("ActualStart", row, name), self._instant("ActualFinish", row, name)
        if done and start is None:
            start = instant(row.get("Start"), self.zone)
        if done == 100 and finish is None:
            finish = instant(row.get("Finish"), self.zone)
        if start is not None and finish is not None and finish < start:
            self.losses.add("ActualFinish", name, row.get("ActualFinish"), _("It ends before it begins."))
            finish = None
        return {
            "percent": percent,
            "actual_start_at": iso(start),
            "actual_finish_at": iso(finish if done == 100 else None),
            "remaining_minutes": _left(row, done, said["duration_minutes"], has_begun=start is not None),
        }

    def _instant(self, field: str, row: Row, name: str) -> datetime | None:
        text = row.get(field)
        if not text or text == "NA":
            return None
        at = instant(text, self.zone)
        if at is None:
            self.losses.add(field, name, text, _("This is no date between 1984 and 2149."))
        return at

    def _name_losses(self, row: Row, name: str, *, is_summary: bool) -> None:
        reasons = {
            "SubprojectName": _("Plans inside other files are not opened."),
            "Contact": _("A task has people, not a contact."),
            "HyperlinkAddress": _("A task has no link of its own; put it into the description."),
            "LevelingDelay": _("Levelling is done anew here."),
            "Recurring": _("It repeats in the file; its occurrences come in as tasks."),
            "Estimated": _("A length is not marked as estimated."),
            "CommitmentType": _("Deliverables are kept beside the plan."),
        }
        if not is_summary:
            reasons |= {
                "ActualCost": _("What was spent is told by the ledger here."),
                "ActualWork": _("Time worked is told by time entries here."),
                "OvertimeWork": _("Overtime is not planned here."),
            }
        self.losses.where_told(name, row.values, reasons)
        number = row.get("OutlineNumber")
        if row.get("WBS") and number and row.get("WBS") != number:
            self.losses.add("WBS", name, row.get("WBS"), _("Codes follow from the place in the plan."))
        for field in ("ExtendedAttribute", "OutlineCode"):
            for part in row.parts.get(field, ()):
                value = part.get("Value") or part.get("ValueID")
                self.losses.add(field, name, f"{part.get('FieldID')}: {value}", _("Fields of your own are not kept."))


def _left(row: Row, done: int, planned: int, *, has_begun: bool) -> int | None:
    if done == 100:
        return 0
    if not has_begun:
        return None
    if not done and not row.get("RemainingDuration"):
        return None
    left = length(row.get("RemainingDuration"))
    return (
        minutes(left)
        if left is not None and timedelta(0) <= left < timedelta(minutes=LONGEST)
        else (planned * (100 - done) // 100)
    )


def _no_length() -> dict[str, Any]:
    return {"duration_minutes": 0, "duration_seconds": 0, "is_milestone": False, "is_elapsed": False}


def _no_progress() -> dict[str, Any]:
    return {"percent": 0, "actual_start_at": None, "actual_finish_at": None, "remaining_minutes": None}
