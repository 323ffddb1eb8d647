"""People and resources with their rates, and who and what is on which task, as Microsoft Project tells them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from goldenthread.business.people.models import Person
from goldenthread.business.projects.models import Resource
from goldenthread.business.projects.queries import WholePlan
from goldenthread.connectors.msproject.markup import Markup, Value
from goldenthread.connectors.msproject.numbers import Numbers
from goldenthread.connectors.msproject.resources import TABLES
from goldenthread.connectors.msproject.values import KINDS
from goldenthread.connectors.msproject.write_tasks import hundredths

BY_HOUR, BY_UNIT = 2, 8


def write_resources(xml: Markup, whole: WholePlan, numbers: Numbers, *, sees_money: bool) -> int:
    """The resources of the plan, then the people on its tasks who have none of their own. Returns how many."""
    with xml.inside("Resources"):
        for place, one in enumerate(whole.resources, start=1):
            _write_resource(xml, place, one, numbers, sees_money=sees_money)
        for place, person in enumerate(numbers.persons, start=len(whole.resources) + 1):
            _write_person(xml, place, person, numbers)
    return len(whole.resources) + len(numbers.persons)


def _write_resource(xml: Markup, place: int, one: Resource, numbers: Numbers, *, sees_money: bool) -> None:
    uid, is_work = numbers.resources[one.pk], one.kind == Resource.Kind.WORK
    email = one.person.email if one.person is not None else one.email
    with xml.inside("Resource"):
        xml.put_all(UID=uid, ID=place, Name=one.name, Type=KINDS.index(one.kind), IsNull=False)
        xml.put_all(MaterialLabel=one.unit or None, EmailAddress=email or None)
        xml.put("MaxUnits", _number(one.units / 100) if is_work else None)
        unit = BY_HOUR if is_work else BY_UNIT
        if sees_money:
            xml.put_all(StandardRate=_number(one.rate), StandardRateFormat=unit)
            xml.put_all(OvertimeRate=_number(one.overtime_rate), OvertimeRateFormat=unit)
            xml.put("CostPerUse", hundredths(one.cost_per_use))
        xml.put_all(CalendarUID=numbers.hours_of[uid], IsGeneric=one.person_id is None and is_work, IsInactive=False)
        xml.put_all(IsEnterprise=False, IsCostResource=one.kind == Resource.Kind.COST, IsBudget=False)
        if sees_money and one.rates:
            with xml.inside("Rates"):
                for rate in one.rates:
                    _write_rate(xml, rate, unit)


def _write_rate(xml: Markup, rate: dict[str, Any], unit: int) -> None:
    with xml.inside("Rate"):
        xml.put("RatesFrom", f"{rate['from'] or '1984-01-01'}T00:00:00")
        xml.put("RatesTo", f"{rate['to'] or '2049-12-31'}T00:00:00")
        xml.put_all(RateTable=TABLES.index(rate["table"]), StandardRate=rate["rate"], StandardRateFormat=unit)
        xml.put_all(OvertimeRate=rate["overtime_rate"], OvertimeRateFormat=unit)
        xml.put("CostPerUse", hundredths(Decimal(rate["cost_per_use"])))


def _write_person(xml: Markup, place: int, person: Person, numbers: Numbers) -> None:
    uid = numbers.people[person.pk]
    with xml.inside("Resource"):
        xml.put_all(UID=uid, ID=place, Name=person.name, Type=1, IsNull=False, EmailAddress=person.email, MaxUnits=1)
        xml.put_all(CalendarUID=numbers.hours_of[uid], IsGeneric=False, IsInactive=False, IsEnterprise=False)
        xml.put_all(IsCostResource=False, IsBudget=False)


def write_assignments(xml: Markup, whole: WholePlan, numbers: Numbers, *, sees_money: bool) -> int:
    """Who and what is on each task. Returns how many."""
    count = 0
    kinds = {one.pk: one.kind for one in whole.resources}
    with xml.inside("Assignments"):
        for task in whole.tasks:
            dates: dict[str, Value] = {"Start": task.early_start_at, "Finish": task.early_finish_at}
            on: list[tuple[int, Decimal, Any]] = [
                (numbers.people[one.person_id], Decimal(one.units) / 100, one)
                for one in whole.assignments.get(task.pk, ())
            ]
            for use in whole.uses.get(task.pk, ()):
                is_work = kinds[use.resource_id] == Resource.Kind.WORK
                on.append((numbers.resources[use.resource_id], use.units / 100 if is_work else use.units, use))
            for uid, units, one in on:
                count += 1
                work = None if one.work_minutes is None else f"PT{one.work_minutes // 60}H{one.work_minutes % 60}M0S"
                with xml.inside("Assignment"):
                    xml.put_all(UID=count, TaskUID=numbers.tasks[task.pk], ResourceUID=uid)
                    xml.put("Cost", hundredths(one.cost) if sees_money and one.cost is not None else None)
                    xml.put_all(Finish=dates["Finish"], Start=dates["Start"], Units=_number(units), Work=work)
                    xml.put("WorkContour", 0)
    return count


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}" if value else "0"
