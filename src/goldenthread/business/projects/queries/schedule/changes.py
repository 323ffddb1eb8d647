"""What is said of a task, read into its fields: the same for a change that is made and one that is only tried."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol, TypedDict

from django.utils.translation import gettext as _

from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.projects.models import EarningRule
from goldenthread.business.projects.policies import CONSTRAINTS
from goldenthread.engine.calendars import WorkCalendar as Hours
from goldenthread.foundation.errors import Invalid

LONGEST = 60 * 8 * 250 * 10
MOST_STEPS = 20
FIRST_YEAR, LAST_YEAR = 1984, 2149


def is_within_years(on: date) -> bool:
    """Whether plans may reach this day."""
    return FIRST_YEAR <= on.year <= LAST_YEAR


class TaskChanges(TypedDict, total=False):
    """What can be changed of a task; only what is given changes.

    A constraint is given the day meant (`constraint_on`: its opening, or its closing for a finish) or the instant
    itself (`constraint_at`). It lets go of what levelling held back, unless `levelled_at` is given with it, as an undo
    does.
    """

    title: str
    description: str
    duration_minutes: int
    is_milestone: bool
    calendar: str
    constraint: str
    constraint_on: date | None
    constraint_at: datetime | None
    levelled_at: datetime | None
    deadline_on: date | None
    budget: Decimal
    is_elapsed: bool
    fixed_cost: Decimal
    priority: int
    earning_rule: str
    earning_weights: tuple[int, ...]
    optimistic_minutes: int | None
    pessimistic_minutes: int | None


class Changed(Protocol):
    """What of a task, or of its row, a change is read against."""

    @property
    def constraint(self) -> str: ...
    @property
    def constraint_at(self) -> datetime | None: ...
    @property
    def duration_minutes(self) -> int: ...
    @property
    def deadline_on(self) -> date | None: ...
    @property
    def actual_start_at(self) -> datetime | None: ...
    @property
    def actual_finish_at(self) -> datetime | None: ...
    @property
    def remaining_minutes(self) -> int | None: ...
    @property
    def optimistic_minutes(self) -> int | None: ...
    @property
    def pessimistic_minutes(self) -> int | None: ...


def read_changes(given: dict[str, Any], hours: Hours, task: Changed | None) -> dict[str, Any]:
    """What was said of a task as its fields (`calendar_id` for a calendar), or Invalid with a sentence per field.

    `hours` hold unless another calendar is given: the task's own, or where that is taken off, the project's. The
    length of a task under way changes what is left of it by as much.
    """
    given = dict(given)
    wrong: dict[str, object] = {}
    if "title" in given:
        given["title"] = given["title"].strip()
        if not 1 <= len(given["title"]) <= 200:
            wrong["title"] = _("Name the task in at most 200 characters.")
    wrong |= _wrong_numbers(given) | _wrong_earning(given)
    due = given.get("deadline_on")
    if due is not None and not is_within_years(due):
        wrong["deadline_on"] = _("This is no date between 1984 and 2149.")
    if "deadline_on" in given and (task is None or given["deadline_on"] != task.deadline_on):
        given["deadline_at"] = None
    if "calendar" in given:
        key = given.pop("calendar")
        found = WorkCalendar.objects.filter(key=key).first() if key else None
        if key and found is None:
            wrong["calendar"] = _("Choose a calendar from the list.")
        given["calendar_id"] = found.pk if found else None
        hours = found.hours() if found else hours
    if (held := given.get("levelled_at")) is not None and held.tzinfo is None:
        wrong["levelled_at"] = _("Give the instant with its time zone.")
    wrong |= _read_length(given, task) | _wrong_estimate(given, task) | _read_constraint(given, hours, task)
    if wrong:
        raise Invalid(fields=wrong)
    return given


def _wrong_numbers(given: dict[str, Any]) -> dict[str, object]:
    wrong: dict[str, object] = {}
    if not Decimal(0) <= given.get("budget", Decimal(0)) < Decimal(10) ** 12:
        wrong["budget"] = _("A budget cannot be negative.")
    if not Decimal(0) <= given.get("fixed_cost", Decimal(0)) < Decimal(10) ** 12:
        wrong["fixed_cost"] = _("A cost cannot be negative.")
    if not 0 <= given.get("priority", 500) <= 1000:
        wrong["priority"] = _("A priority lies between 0 and 1000.")
    return wrong


def _wrong_earning(given: dict[str, Any]) -> dict[str, object]:
    """The rule with the weights of its steps, which no other rule has; weights alone mean weighted milestones."""
    if not {"earning_rule", "earning_weights"} & given.keys():
        return {}
    weights = list(given.get("earning_weights", ()))
    rule = given.setdefault("earning_rule", EarningRule.MILESTONES if weights else EarningRule.PHYSICAL)
    given["earning_weights"] = weights if rule == EarningRule.MILESTONES else []
    if rule not in EarningRule.values:
        return {"earning_rule": _("Choose from the list.")}
    is_weighed = 2 <= len(weights) <= MOST_STEPS and all(0 < weight <= 1000 for weight in weights)
    if rule == EarningRule.MILESTONES and not is_weighed:
        return {"earning_weights": _("Give what each step weighs, at least two of them, such as 30, 50, 20.")}
    return {}


def _read_length(given: dict[str, Any], task: Changed | None) -> dict[str, object]:
    if given.get("is_milestone"):
        given["duration_minutes"] = 0
    minutes = given.get("duration_minutes", 0)
    if not 0 <= minutes <= LONGEST:
        return {"duration_minutes": _("A task takes between nothing and ten years.")}
    if minutes != (task.duration_minutes if task else 0) and "duration_minutes" in given:
        given["duration_seconds"] = 0
    is_begun = task is not None and task.actual_start_at is not None and task.actual_finish_at is None
    if task is None or not is_begun or task.remaining_minutes is None or "duration_minutes" not in given:
        return {}
    left = task.remaining_minutes + minutes - task.duration_minutes
    if left < 0:
        return {"duration_minutes": _("More than that has been worked already. Report it as done instead.")}
    given["remaining_minutes"] = left
    return {}


def _wrong_estimate(given: dict[str, Any], task: Changed | None) -> dict[str, object]:
    """A three-point estimate has both ends, with the length between them."""
    if not {"optimistic_minutes", "pessimistic_minutes"} & set(given):
        return {}
    low = given.get("optimistic_minutes", task.optimistic_minutes if task else None)
    high = given.get("pessimistic_minutes", task.pessimistic_minutes if task else None)
    if low is None and high is None:
        return {}
    if low is None or high is None:
        field = "optimistic_minutes" if low is None else "pessimistic_minutes"
        return {field: _("Give both ends, or neither.")}
    likely = given.get("duration_minutes", task.duration_minutes if task else 0)
    if not 0 <= low <= likely:
        return {"optimistic_minutes": _("At best it takes no longer than its length.")}
    if not likely <= high <= LONGEST:
        return {"pessimistic_minutes": _("At worst it takes no less than its length, and at most ten years.")}
    return {}


def _read_constraint(given: dict[str, Any], hours: Hours, task: Changed | None) -> dict[str, object]:
    if not {"constraint", "constraint_on", "constraint_at"} & set(given):
        return {}
    constraint = given.get("constraint", task.constraint if task else "ASAP")
    was = (task.constraint, task.constraint_at) if task else None
    wrong = _read_day(given, constraint, hours, task)
    if was is not None and not wrong and (constraint, given["constraint_at"]) != was:
        given.setdefault("levelled_at", None)  # a day given by hand is a decision of its own
    return wrong


def _read_day(given: dict[str, Any], constraint: str, hours: Hours, task: Changed | None) -> dict[str, object]:
    on, at = given.pop("constraint_on", None), given.pop("constraint_at", None)
    if constraint not in CONSTRAINTS:
        return {"constraint": _("Choose from the list.")}
    if constraint in ("ASAP", "ALAP"):
        given["constraint_at"] = None
        return {}
    if at is not None and at.tzinfo is None:
        return {"constraint_at": _("Give the instant with its time zone.")}
    if at is None and on is None and task is not None and task.constraint_at is not None:
        on = task.constraint_at.astimezone(hours.zone).date()
    if at is None and on is None:
        return {"constraint_on": _("Give the day.")}
    given["constraint_at"] = at or bound(hours, on, is_start=constraint in ("MSO", "SNET", "SNLT"))
    return {}


def bound(hours: Hours, on: date, *, is_start: bool) -> datetime:
    """The instant a day stands for: as a start its opening (or the next), as a finish its closing (or the last)."""
    if is_start:
        return hours.next_open(hours.instant(on, "00:00"))
    return hours.previous_open(hours.instant(on, "24:00"))
