"""The targets of an agreement: added, changed, dropped. Open clocks follow; what was decided stays decided."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.services.events import TargetAdded, TargetChanged, TargetDropped
from goldenthread.business.services.models import Agreement, Target, usual_warnings, warning_rule
from goldenthread.business.services.policies import may_own_agreement
from goldenthread.business.services.queries.promised import KIND_METRICS
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting, Actor
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key

LONGEST_DAYS = 366
LONGEST_MINUTES = LONGEST_DAYS * 24 * 60
MOST_WARNINGS = 5


@dataclass(frozen=True)
class NewTarget:
    """How soon, in minutes or working days of a calendar, for one priority or (None) for all.

    `warn_at` are shares ("75%") and offsets in open time from its due ("-60min", "-1d"); `reopen` is resume, restart
    or ignore.
    """

    metric: str
    calendar_id: int
    minutes: int | None = None
    working_days: int | None = None
    priority: int | None = None
    goal_percent: Decimal = Decimal(95)
    warn_at: tuple[str, ...] = tuple(usual_warnings())
    reopen: str = Target.Reopen.RESUME.value


def may_own_target(actor: Actor, target: Target) -> bool:
    return may_own_agreement(actor, target.agreement)


@action(on=Agreement, may=may_own_agreement)
def add_target(acting: Acting, agreement: Agreement, *, new: NewTarget) -> Target:
    """One more promise in an agreement."""
    _must_fit(agreement, new)
    target = create_target(agreement, new)
    record(TargetAdded(subject=agreement.service.key, agreement=agreement.key, target=target.key, metric=target.metric))
    return target


@action(on=Target, may=may_own_target)
def change_target(acting: Acting, target: Target, *, change: NewTarget) -> Target:
    """Another length, calendar, warning or rule. The clocks of open cases are read anew under it."""
    agreement = target.agreement
    _must_fit(agreement, change, target)
    changes: dict[str, list[Any]] = {}
    for name, value in _values(change).items():
        before = getattr(target, name)
        if before != value:
            setattr(target, name, value)
            changes[name] = [_told(before), _told(value)]
    if changes:
        target.save()
        fact = TargetChanged(subject=agreement.service.key, agreement=agreement.key, target=target.key, changes=changes)
        record(fact, version=target.version)
    return target


@action(on=Target, may=may_own_target)
def drop_target(acting: Acting, target: Target) -> None:
    """Take a target out that no case was measured against."""
    if target.readings.exists():
        raise Refused(_("Cases were measured against this target. End the agreement and make another instead."))
    record(
        TargetDropped(
            subject=target.agreement.service.key,
            agreement=target.agreement.key,
            target=target.key,
            metric=target.metric,
        )
    )
    target.delete()


def create_target(agreement: Agreement, new: NewTarget) -> Target:
    """Store a target that was found right; called by the actions that make agreements."""
    return Target.objects.create(key=next_key(Target.prefix), agreement=agreement, **_values(new))


def fault_of(target: NewTarget, kind: str) -> str:
    """The first thing wrong with a target of this kind of agreement, nothing where it is right."""
    length = target.minutes if target.minutes is not None else target.working_days
    longest = LONGEST_MINUTES if target.minutes is not None else LONGEST_DAYS
    rules = (
        (target.metric in Target.Metric.values, _("Choose what the target is about from the list.")),
        (target.metric in KIND_METRICS.get(kind, ()), _kind_sentence(kind)),
        (
            (target.minutes is None) != (target.working_days is None),
            _("Give a target in minutes or in working days, one of them."),
        ),
        (length is not None and 1 <= length <= longest, _("Give a target of at least a minute and at most a year.")),
        (target.priority is None or 1 <= target.priority <= 5, _("Priorities run from 1 to 5.")),
        (
            0 < target.goal_percent <= 100,
            _("The share of cases to be kept lies above 0 and up to 100 percent."),
        ),
        (WorkCalendar.objects.filter(pk=target.calendar_id).exists(), _("Choose a calendar from the list.")),
        (target.reopen in Target.Reopen.values, _("Choose what a reopening means from the list.")),
        (_are_warnings(target.warn_at), _("Write warnings as 75%, -60min or -1d, five at most.")),
    )
    return next((sentence for is_right, sentence in rules if not is_right), "")


def _must_fit(agreement: Agreement, new: NewTarget, target: Target | None = None) -> None:
    sentence = fault_of(new, agreement.kind)
    others = Target.objects.filter(agreement=agreement, metric=new.metric, priority=new.priority)
    if target is not None:
        others = others.exclude(pk=target.pk)
    if not sentence and others.exists():
        sentence = _("Give one target per metric and priority.")
    if sentence:
        raise Invalid(fields={"": sentence})


def _kind_sentence(kind: str) -> str:
    sentences = {
        "ola": _("With a team, a target is about its first answer or its solution."),
        "uc": _("With a supplier, a target is about what they supply."),
    }
    return sentences.get(kind, _("With a customer, a target is about an answer, the solution or a decision."))


def _are_warnings(texts: tuple[str, ...]) -> bool:
    try:
        rules = [warning_rule(text) for text in texts]
    except ValueError:
        return False
    return len(rules) <= MOST_WARNINGS and len(set(texts)) == len(texts)


def _values(new: NewTarget) -> dict[str, Any]:
    values = {field.name: getattr(new, field.name) for field in fields(new)}
    return values | {"warn_at": list(new.warn_at)}


def _told(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
