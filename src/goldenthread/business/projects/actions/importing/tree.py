"""The tasks of a plan brought in: new ones made, known ones changed where the file changed, all in their places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from goldenthread.business.people.models import WorkCalendar
from goldenthread.business.projects.actions.importing.given import GivenTask, Said
from goldenthread.business.projects.actions.importing.tasks import FIELDS, MONEY, OF_LEAVES, put, set_state, told
from goldenthread.business.projects.events import TaskAdded, TaskChanged
from goldenthread.business.projects.models import ProgressReading, Project, Task
from goldenthread.business.work.models import PREFIXES, Work, WorkKind
from goldenthread.business.work.policies import space_of
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.events import imported, store
from goldenthread.foundation.keys import next_keys
from goldenthread.foundation.policies import visible

BATCH = 1000
OURS = UUID("6f1c1d5e-6d0b-5b0e-9d5b-5f1a0c8f2a11")
TASK_COLUMNS = tuple(
    ["parent", "place", "calendar", "deadline_on", "imported_uid", "imported", "version"]
    + [name for name in FIELDS if name not in ("title", "description", "calendar")]
)
WORK_COLUMNS = ("title", "description", "status", "done_at", "version")


def guid_of(key: str) -> str:
    """The name by which a file of ours is recognised when it comes back."""
    return str(uuid5(OURS, key)).upper()


class Tree:
    """`of` gives a task by the file's number; `changes` what was changed, by key."""

    def __init__(self, acting: Acting, project: Project, calendars: Mapping[int, WorkCalendar], at: datetime) -> None:
        self.acting, self.project, self.calendars, self.at = acting, project, calendars, at
        seen = visible(Task, acting.actor).filter(project=project)
        self.here = list(Task.objects.filter(pk__in=seen.values("pk")).select_related("work", "calendar"))
        self.of: dict[int, Task] = {}
        self.created: list[Task] = []
        self.changes: dict[str, list[str]] = {}
        self.before: dict[int, Said] = {}
        self._percents = {task.pk: task.percent for task in self.here}
        self._places = {task.pk: task.place for task in self.here}
        self._uid_of = {calendar.pk: uid for uid, calendar in calendars.items()}

    @property
    def gone(self) -> list[Task]:
        """What an earlier file told of and this one does not."""
        kept = {task.pk for task in self.of.values()}
        return [task for task in self.here if task.imported_uid is not None and task.pk not in kept]

    def bring(self, given: Sequence[GivenTask]) -> None:
        self._recognise(given)
        self._make([one for one in given if one.uid not in self.of])
        parents = {one.said["parent"] for one in given}
        for one in given:
            self._tell(one, is_summary=one.uid in parents)
        self._place(given)
        self._save(given)

    def _recognise(self, given: Sequence[GivenTask]) -> None:
        by_uid = {task.imported_uid: task for task in self.here if task.imported_uid is not None}
        by_guid = {guid_of(task.key): task for task in self.here}
        named = {one.uid: by_guid.get(one.guid.upper()) for one in given}
        numbered = {one.uid: by_uid.get(one.uid) for one in given}
        taken: set[int] = set()
        for found_by in (named, numbered):
            for uid, found in found_by.items():
                if found is not None and uid not in self.of and found.pk not in taken:
                    self.of[uid] = found
                    taken.add(found.pk)
        self.before = {uid: self._base(found) for uid, found in self.of.items()}

    def _base(self, task: Task) -> Said:
        """What the file said before; of a task that none told of, what it is."""
        if task.imported is not None:
            return dict(task.imported)
        uid_of = {found.pk: uid for uid, found in self.of.items()}
        task.project = self.project
        return told(task, self._uid_of) | {"parent": uid_of.get(task.parent_id or 0)}

    def _make(self, given: Sequence[GivenTask]) -> None:
        """Tasks with their works, not stored yet: they are when all is known of them."""
        keys = next_keys(PREFIXES[WorkKind.TASK], len(given)) if given else []
        known = {"space": space_of(self.project.pk), "account_id": self.project.account_id}
        for key, one in zip(keys, given, strict=True):
            work = Work(key=key, kind=WorkKind.TASK, title=one.said["title"], opened_at=self.acting.at, **known)
            self.of[one.uid] = Task(work=work, project=self.project, place=0)
            self.created.append(self.of[one.uid])

    def _tell(self, one: GivenTask, *, is_summary: bool) -> None:
        task, before = self.of[one.uid], self.before.get(one.uid)
        task.project = self.project
        silent = {name for name in MONEY if one.said[name] is None}
        names = [name for name in FIELDS if name not in silent and not (is_summary and name in OF_LEAVES)]
        # the calendar first: a deadline's day is read on it
        names.sort(key=lambda name: name != "calendar")
        now = told(task, self._uid_of)
        changed = [name for name in names if before is None or before.get(name) != one.said[name]]
        for name in changed:
            put(task, name, one.said[name], self.calendars)
        parent = self.of.get(one.said["parent"])
        if before is None or before.get("parent") != one.said["parent"]:
            task.parent = parent
            changed.append("parent")
        if before is not None:
            shown = [name for name in changed if name == "parent" or now[name] != one.said[name]]
            if shown:
                self.changes[task.key] = shown
        if changed:
            set_state(task, self.at)

    def _place(self, given: Sequence[GivenTask]) -> None:
        """In the file's order, wherever it changed; tasks that the file does not know of come last."""
        orders = {one.uid: (one.said["parent"], one.said["order"]) for one in given}
        before = {uid: (said.get("parent"), said.get("order")) for uid, said in self.before.items()}
        if not self.created and all(before[uid][1] in (None, orders[uid][1]) for uid in orders):
            return
        ours = {task.pk for task in self.of.values()}
        for task in self.here:
            if task.pk not in ours:
                task.place += 1_000_000
        for one in given:
            self.of[one.uid].place = one.said["order"] + 1

    def _give_up_numbers(self) -> None:
        """A number that another task had, seen or not, is that one's no more."""
        for task in self.here:
            holder = self.of.get(task.imported_uid) if task.imported_uid is not None else None
            if holder is not None and holder is not task:
                task.imported_uid, task.imported = None, None
        had = Task.objects.filter(project=self.project, imported_uid__in=self.of)
        right = [task.pk for uid, task in self.of.items() if task.imported_uid == uid]
        had.exclude(pk__in=right).update(imported_uid=None, imported=None)

    def _save(self, given: Sequence[GivenTask]) -> None:
        self._give_up_numbers()
        stale = {task.pk for task in self.here if task.place != self._places[task.pk] or task.key in self.changes}
        for one in given:
            task = self.of[one.uid]
            if (task.imported_uid, task.imported) != (one.uid, one.said):
                stale.add(task.pk)
            task.imported_uid, task.imported = one.uid, one.said
        Work.objects.bulk_create([task.work for task in self.created], batch_size=BATCH)
        for task in self.created:
            task.work = task.work  # its number is known only now, and so to its parts
        for task in self.of.values():
            if task.parent_id is None and task.parent is not None:
                task.parent = task.parent
        Task.objects.bulk_create(self.created, batch_size=BATCH)
        made = {task.pk for task in self.created}
        for task in self.here:
            if task.key in self.changes:
                task.version += 1
                task.work.version += 1
        Task.objects.bulk_update([task for task in self.here if task.pk in stale], TASK_COLUMNS, batch_size=BATCH)
        changed = [task for task in self.here if task.key in self.changes]
        Work.objects.bulk_update([task.work for task in changed], WORK_COLUMNS, batch_size=BATCH)
        self._keep_progress([task for task in self.of.values() if task.pk in made or task.key in self.changes])
        self._record(changed)

    def _keep_progress(self, told_of: Sequence[Task]) -> None:
        moved = [task for task in told_of if task.percent != self._percents.get(task.pk, 0)]
        latest: dict[int, datetime] = defaultdict(lambda: self.at)
        for task_id, at in ProgressReading.objects.filter(task__in=moved).values_list("task", "at"):
            latest[task_id] = max(latest[task_id], at)
        ProgressReading.objects.bulk_create(
            [ProgressReading(task=task, at=latest[task.pk], percent=task.percent) for task in moved], batch_size=BATCH
        )

    def _record(self, changed: Sequence[Task]) -> None:
        """Facts in bulk; nobody is told of each of ten thousand tasks."""
        key = self.project.key
        facts = [TaskAdded(subject=task.key, title=task.work.title, project=key) for task in self.created]
        events = [imported(fact, self.acting, "import_plan") for fact in facts]
        for task in changed:
            fields: dict[str, list[str | None]] = {name: [None, None] for name in self.changes[task.key]}
            events.append(imported(TaskChanged(subject=task.key, changes=fields), self.acting, "import_plan"))
        store(events, react=False)
