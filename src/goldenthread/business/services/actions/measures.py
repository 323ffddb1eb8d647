"""Measures: what is counted to see what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from goldenthread.business.people.models import Person
from goldenthread.business.services.events import MeasureAdded, MeasureChanged, MeasureWasRead
from goldenthread.business.services.models import Measure, MeasureReading, Service
from goldenthread.business.services.policies import may_add_measure, may_keep_measure
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.policies import visible

LARGEST = Decimal(99999999999)


@dataclass(frozen=True)
class NewMeasure:
    """A figure, where it starts and where it is to be on a day."""

    name: str
    unit: str
    direction: str
    baseline: Decimal
    target: Decimal
    target_on: date
    owner_id: int | None = None
    service_id: int | None = None


@action(may=may_add_measure)
def add_measure(acting: Acting, *, new: NewMeasure) -> Measure:
    """Name a figure to be watched; the one who names it owns it unless another is given."""
    owner_id = new.owner_id or acting.actor.id or acting.actor.on_behalf_of
    _check(acting, new)
    measure = Measure.objects.create(
        key=next_key(Measure.prefix),
        name=new.name.strip(),
        unit=new.unit.strip(),
        direction=new.direction,
        baseline=new.baseline,
        target=new.target,
        target_on=new.target_on,
        owner_id=owner_id,
        service_id=new.service_id,
    )
    record(
        MeasureAdded(
            subject=measure.key,
            name=measure.name,
            unit=measure.unit,
            baseline=str(new.baseline),
            target=str(new.target),
            target_on=new.target_on.isoformat(),
        ),
        version=measure.version,
    )
    return measure


@action(on=Measure, may=may_keep_measure)
def change_measure(acting: Acting, measure: Measure, *, new: NewMeasure) -> Measure:
    """Set a measure right, or move its aim; its owner stays where none is given. What it was is kept with the fact."""
    _check(acting, new)
    wanted = {**vars(new), "name": new.name.strip(), "unit": new.unit.strip()}
    wanted["owner_id"] = new.owner_id or measure.owner_id
    moved = {
        name: [str(getattr(measure, name)), str(value)]
        for name, value in wanted.items()
        if getattr(measure, name) != value
    }
    for name in moved:
        setattr(measure, name, wanted[name])
    if moved:
        measure.save()
        record(MeasureChanged(subject=measure.key, changes=moved), version=measure.version)
    return measure


@action(on=Measure, may=may_keep_measure)
def read_measure(acting: Acting, measure: Measure, *, on: date, value: Decimal, source: str) -> MeasureReading:
    """Write down a measure's value on a day; a second reading of a day replaces the first."""
    if on > acting.at.date():
        raise Invalid(fields={"on": _("A value can be read once the day has come.")})
    if abs(value) > LARGEST or not value.is_finite():
        raise Invalid(fields={"value": _("This number is too large.")})
    reading, _is_new = MeasureReading.objects.update_or_create(
        measure=measure, on=on, defaults={"value": value, "source": source.strip()[:200]}
    )
    record(
        MeasureWasRead(subject=measure.key, on=on.isoformat(), value=str(value), source=reading.source),
        version=measure.version,
    )
    return reading


def _check(acting: Acting, new: NewMeasure) -> None:
    faults: dict[str, str] = {}
    if not new.name.strip() or len(new.name) > 200:
        faults["name"] = _("Name the measure, in up to 200 characters.")
    if len(new.unit) > 24:
        faults["unit"] = _("Keep the unit under 25 characters.")
    if new.direction not in Measure.Direction.values:
        faults["direction"] = _("Say whether more is better or less.")
    faults |= _faults_of_numbers(new)
    if new.owner_id is not None and not Person.objects.filter(pk=new.owner_id).exists():
        faults["owner_id"] = _("Choose an owner from the list.")
    if new.service_id is not None and not visible(Service, acting.actor).filter(pk=new.service_id).exists():
        faults["service_id"] = _("Choose a service from the list.")
    if faults:
        raise Invalid(fields=faults)


def _faults_of_numbers(new: NewMeasure) -> dict[str, str]:
    for name, value in (("baseline", new.baseline), ("target", new.target)):
        if not value.is_finite() or abs(value) > LARGEST:
            return {name: _("This number is too large.")}
    if new.baseline == new.target:
        return {"target": _("The target must differ from where it starts.")}
    if (new.target > new.baseline) != (new.direction == Measure.Direction.UP):
        return {"target": _("The target lies on the wrong side of where it starts.")}
    return {}
