"""Links between the tasks of a file, and who and what is on them: added, changed or gone as the file says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from goldenthread.business.projects.actions.importing.given import GivenTask, Said
from goldenthread.business.projects.actions.importing.resources import Resources
from goldenthread.business.projects.models import Assignment, Dependency, ResourceUse, Task
from goldenthread.business.work.models import Work

BATCH = 1000


class Ties:
    """What is tied to the tasks `of` (by the file's number), compared with what the file said `before`."""

    def __init__(self, of: Mapping[int, Task], before: Mapping[int, Said], resources: Resources) -> None:
        self.of, self.before, self.resources = of, before, resources
        self.links = self.uses = self.changed = 0

    def bring(self, given: Sequence[GivenTask]) -> None:
        pks = [task.pk for task in self.of.values()]
        links = {(one.predecessor_id, one.successor_id): one for one in Dependency.objects.filter(successor__in=pks)}
        new: list[Dependency] = []
        for one in given:
            new += self._links(one, links)
        Dependency.objects.bulk_create(new, batch_size=BATCH)
        self.changed += len(new)
        self._people(given, pks)

    def _links(self, one: GivenTask, here: dict[tuple[int, int], Dependency]) -> list[Dependency]:
        new: list[Dependency] = []
        said, before = one.said["links"], self.before.get(one.uid, {}).get("links")
        successor = self.of[one.uid].pk
        self.links += len(said)
        for uid, values in said.items():
            pair = (self.of[int(uid)].pk, successor)
            if before is not None and before.get(uid) == values:
                continue
            known = dict(zip(("kind", "lag_minutes", "lag_percent", "lag_calendar"), values, strict=True))
            if pair not in here:
                new.append(Dependency(predecessor_id=pair[0], successor_id=pair[1], **known))
            elif any(getattr(here[pair], name) != value for name, value in known.items()):
                Dependency.objects.filter(pk=here[pair].pk).update(**known)
                self.changed += 1
        gone = [uid for uid in before or {} if uid not in said and int(uid) in self.of]
        for uid in gone:
            self.changed += bool(
                Dependency.objects.filter(predecessor=self.of[int(uid)].pk, successor=successor).delete()[0]
            )
        return new

    def _people(self, given: Sequence[GivenTask], pks: list[int]) -> None:
        people = {(one.task_id, one.person_id): one for one in Assignment.objects.filter(task__in=pks)}
        things = {(one.task_id, one.resource_id): one for one in ResourceUse.objects.filter(task__in=pks)}
        new_people: list[Assignment] = []
        new_things: list[ResourceUse] = []
        for one in given:
            task, said = self.of[one.uid].pk, one.said["uses"]
            before = self.before.get(one.uid, {}).get("uses")
            self.uses += len(said)
            for uid, values in said.items():
                if before is not None and before.get(uid) == values:
                    continue
                person = self.resources.person.get(int(uid))
                if person is not None:
                    known = _of_person(values)
                    self._put(people.get((task, person.pk)), known)
                    if (task, person.pk) not in people:
                        made = Assignment(task_id=task, person=person, **known)
                        people[task, person.pk] = made
                        new_people.append(made)
                else:
                    known = _of_thing(values)
                    resource = self.resources.resource[int(uid)]
                    self._put(things.get((task, resource.pk)), known)
                    if (task, resource.pk) not in things:
                        thing = ResourceUse(task_id=task, resource=resource, **known)
                        things[task, resource.pk] = thing
                        new_things.append(thing)
            for uid in before or {}:
                if uid not in said:
                    self._take_off(task, int(uid))
        Assignment.objects.bulk_create(new_people, batch_size=BATCH)
        ResourceUse.objects.bulk_create(new_things, batch_size=BATCH)
        self.changed += len(new_people) + len(new_things)
        self._carry(pks)

    def _put(self, here: Assignment | ResourceUse | None, known: dict[str, Any]) -> None:
        if here is None or here.pk is None or all(getattr(here, name) == value for name, value in known.items()):
            return
        for name, value in known.items():
            setattr(here, name, value)
        here.save()
        self.changed += 1

    def _take_off(self, task: int, uid: int) -> None:
        person, resource = self.resources.person.get(uid), self.resources.resource.get(uid)
        if person is not None:
            self.changed += bool(Assignment.objects.filter(task=task, person=person).delete()[0])
        elif resource is not None:
            self.changed += bool(ResourceUse.objects.filter(task=task, resource=resource).delete()[0])

    def _carry(self, pks: list[int]) -> None:
        """The first person on a task carries it in their own list."""
        first: dict[int, int] = {}
        for task, person in Assignment.objects.filter(task__in=pks).order_by("id").values_list("task", "person"):
            first.setdefault(task, person)
        stale = [work for work in Work.objects.filter(pk__in=pks) if work.assignee_id != first.get(work.pk)]
        for work in stale:
            work.assignee_id = first.get(work.pk)
        Work.objects.bulk_update(stale, ["assignee"], batch_size=BATCH)


def _of_person(values: Sequence[Any]) -> dict[str, Any]:
    units, work, cost = values
    return {"units": round(Decimal(units)), "work_minutes": work, "cost": None if cost is None else Decimal(cost)}


def _of_thing(values: Sequence[Any]) -> dict[str, Any]:
    units, work, cost = values
    return {"units": Decimal(units), "work_minutes": work, "cost": None if cost is None else Decimal(cost)}
