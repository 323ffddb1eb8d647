"""What codes of projects are called, and how what happened is told in a sentence."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.projects import queries
from goldenthread.web.format import Format
from goldenthread.web.ui.status import Kind

if TYPE_CHECKING:
    from goldenthread.engine.calendars import WorkCalendar

LIGHT_KINDS: dict[str, Kind] = {"good": "good", "risk": "risk", "bad": "bad", "none": "none"}


def light_word(light: str) -> str:
    return {
        "good": _("On track"),
        "risk": _("At risk"),
        "bad": _("In trouble"),
        "none": _("Not known yet"),
    }[light]


def state_of(project: Any, light: str) -> tuple[Kind, str]:
    """A project's pill: its light while it runs, else how it ended."""
    if project.state == "closed":
        return "good", _("Closed")
    if project.state == "stopped":
        return "none", _("Stopped")
    return LIGHT_KINDS[light], light_word(light)


def factor_word(name: str) -> str:
    return {
        "time": _("Time"),
        "progress": _("Progress"),
        "money": _("Money"),
        "scope": _("Scope"),
        "milestones": _("Milestones"),
        "risks": _("Risks"),
        "handover": _("Hand-over"),
    }[name]


def word_of(choices: queries.Words, value: str) -> str:
    return str(dict(choices).get(value, value))


def result_kind(state: str) -> Kind:
    kinds: dict[str, Kind] = {"open": "still", "submitted": "wait", "accepted": "good", "sent_back": "risk"}
    return kinds[state]


def day_minutes(hours: WorkCalendar) -> int:
    """Minutes of an ordinary working day, so that lengths can be said in days."""
    lengths = [sum(end - begin for begin, end in day) // 60 for day in hours.weekly if day]
    return max(set(lengths), key=lengths.count) if lengths else 8 * 60


def in_days(fmt: Format, minutes: int | None, per_day: int) -> str:
    """10 d, 2.5 d, −1 d; a dash for none."""
    if minutes is None:
        return "–"
    days = Decimal(minutes) / per_day
    digits = 0 if days == days.to_integral() else 1
    text = fmt.number(abs(days), digits)
    return ("−" if days < 0 else "") + fmt.with_unit(text, _("d"))


def against_approved(fmt: Format, over: Decimal, currency: str) -> str:
    """How far a forecast is from the approved budget, in short."""
    words = {"amount": fmt.money(abs(over), currency, short=True)}
    return (_("%(amount)s more than approved") if over > 0 else _("%(amount)s less than approved")) % words


def against_earned(fmt: Format, variance: Decimal, currency: str) -> str:
    """How far what was spent is from what the work was worth, in short."""
    words = {"amount": fmt.money(abs(variance), currency, short=True)}
    return (_("%(amount)s more than earned") if variance < 0 else _("%(amount)s less than earned")) % words


def tell(one: queries.Happened, fmt: Format) -> str:
    """A fact in a sentence."""
    known = {**one.data, "title": one.title or one.subject, "key": one.subject}
    known["who"] = one.people.get(one.data.get("person") or 0, "")
    write = _SENTENCES.get(one.name)
    return write(known, fmt) if write else one.name


def _moved(known: dict[str, Any], fmt: Format) -> str:
    """Days, and times where the finish moved within one day."""
    finish, before = (datetime.fromisoformat(known[name]) for name in ("finish", "finish_before"))
    values = {"finish": fmt.date(finish), "before": fmt.date(before)}
    if finish != before and values["finish"] == values["before"]:
        values = {name: f"{values[name]}, {fmt.time(at)}" for name, at in (("finish", finish), ("before", before))}
    values["cause"] = known.get("cause_title") or known.get("cause", "")
    return _("Finish moved from %(before)s to %(finish)s, by “%(cause)s”") % values


def _levelled(known: dict[str, Any], fmt: Format) -> str:
    said = ngettext(
        "Plan levelled: %(tasks)s task held back", "Plan levelled: %(tasks)s tasks held back", known["tasks"]
    )
    return said % {"tasks": known["tasks"]}


def _changed(known: dict[str, Any], fmt: Format) -> str:
    names = {
        "title": _("name"),
        "duration_minutes": _("length"),
        "is_milestone": _("milestone"),
        "calendar": _("calendar"),
        "constraint": _("constraint"),
        "constraint_at": _("constraint's day"),
        "levelled_at": _("held back by levelling"),
        "deadline_on": _("deadline"),
        "budget": _("budget"),
        "is_elapsed": _("round the clock"),
        "fixed_cost": _("cost not for work"),
        "priority": _("priority"),
        "parent": _("place in the plan"),
        "description": _("description"),
        "percent": _("progress"),
        "actual_start_at": _("beginning"),
        "actual_finish_at": _("end"),
        "remaining_minutes": _("what is left"),
        "deadline_at": _("deadline"),
        "duration_seconds": _("length"),
    }
    said = ", ".join(names.get(name, name) for name in known["changes"])
    return _("“%(title)s” changed: %(fields)s") % {**known, "fields": said or _("description")}


def _phase(known: dict[str, Any], fmt: Format) -> str:
    return _("Phase began: %(phase)s") % {"phase": word_of(queries.PHASES, known["phase"])}


def _baselined(known: dict[str, Any], fmt: Format) -> str:
    return _("Baseline %(number)s frozen: %(reason)s") % known


def _resource(known: dict[str, Any], fmt: Format) -> str:
    if known["is_gone"]:
        return _("Resource taken away: %(name)s") % known
    return (_("Resource named: %(name)s") if known["is_new"] else _("Resource changed: %(name)s")) % known


def _judged(known: dict[str, Any], fmt: Format) -> str:
    return (_("Ready: %(item)s") if known["is_ready"] else _("Not ready after all: %(item)s")) % known


def _listed(known: dict[str, Any], fmt: Format) -> str:
    return (_("Off the list: %(item)s") if known["is_removed"] else _("On the list: %(item)s")) % known


def _risk(known: dict[str, Any], fmt: Format) -> str:
    return {
        "closed": _("Risk closed: %(title)s"),
        "happened": _("Risk happened: %(title)s"),
        "open": _("Risk changed: %(title)s"),
    }[known["state"]] % known


_SENTENCES: dict[str, Any] = {
    "ProjectOpened": lambda known, fmt: _("Project opened"),
    "PhaseStarted": _phase,
    "ProjectClosed": lambda known, fmt: _("Project closed"),
    "ProjectStopped": lambda known, fmt: _("Project stopped: %(reason)s") % known,
    "MemberAdded": lambda known, fmt: _("%(who)s joined") % known,
    "MemberRemoved": lambda known, fmt: _("%(who)s left") % known,
    "TaskAdded": lambda known, fmt: _("“%(title)s” added") % known,
    "TaskChanged": _changed,
    "TaskMoved": lambda known, fmt: _("“%(title)s” moved from %(before)s to %(wbs)s") % known,
    "TaskRemoved": lambda known, fmt: _("“%(title)s” taken out of the plan") % {"title": known["title"]},
    "TasksLinked": lambda known, fmt: _("“%(title)s” waits for %(predecessor)s") % known,
    "TasksUnlinked": lambda known, fmt: _("“%(title)s” no longer waits for %(predecessor)s") % known,
    "TaskAssigned": lambda known, fmt: _("%(who)s on “%(title)s”") % known,
    "TaskUnassigned": lambda known, fmt: _("%(who)s off “%(title)s”") % known,
    "ResourceKept": _resource,
    "ResourceUsed": lambda known, fmt: (
        (_("%(resource)s on “%(title)s”") if known["units"] else _("%(resource)s off “%(title)s”")) % known
    ),
    "PlanImported": lambda known, fmt: (
        _("Plan brought in from %(name)s: %(created)s tasks new, %(updated)s changed") % known
    ),
    "PlanMoved": _moved,
    "PlanLevelled": _levelled,
    "LevellingUndone": lambda known, fmt: _("Levelling taken back; the plan stands as it did before"),
    "PlanBaselined": _baselined,
    "ProgressReported": lambda known, fmt: _("“%(title)s” is %(percent)s %% done") % known,
    "TimeLogged": lambda known, fmt: (
        _("Time on “%(title)s”: %(span)s") % {**known, "span": fmt.minutes(known["minutes"])}
    ),
    "DeliverableAdded": lambda known, fmt: _("Deliverable named: %(name)s") % known,
    "DeliverableSubmitted": lambda known, fmt: _("%(name)s handed in") % known,
    "DeliverableAccepted": lambda known, fmt: _("%(name)s accepted") % known,
    "DeliverableSentBack": lambda known, fmt: _("%(name)s sent back: %(reason)s") % known,
    "RiskNoted": lambda known, fmt: _("Risk noted: %(title)s") % known,
    "RiskChanged": _risk,
    "DecisionRecorded": lambda known, fmt: _("Decided: %(title)s") % known,
    "HandoverStarted": lambda known, fmt: _("Hand-over of %(title)s began") % known,
    "ReadinessJudged": _judged,
    "ReadinessListed": _listed,
    "HandoverPassed": lambda known, fmt: _("%(title)s handed over") % known,
}
