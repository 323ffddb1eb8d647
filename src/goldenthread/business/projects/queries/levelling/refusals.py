"""Why plans cannot be levelled, in words, with the names that the reader may see."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.people.models import Person
from goldenthread.business.projects.models import Resource, Task
from goldenthread.business.projects.queries.levelling.bookings import MACHINE
from goldenthread.engine.errors import EngineError
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.errors import Refused
from goldenthread.foundation.policies import visible


def refusal(actor: Actor, error: EngineError) -> Refused:
    """The sentence for what the engine refuses; whatever the plans' own schedules refuse is said before."""
    said = error.values
    if error.code == "cycle":
        path = " → ".join(task_name(actor, str(key)) for key in said["path"])
        return Refused(_("The links would go round in a circle: %(path)s. Leave one of them out.") % {"path": path})
    if error.code == "demand_above_capacity":
        known = {
            "task": task_name(actor, str(said["task"])),
            "units": round(100 * float(said["units"])),
            "resource": resource_name(actor, str(said["resource"])),
            "capacity": round(100 * float(said["capacity"])),
        }
        return Refused(
            _("%(task)s asks for %(units)s %% of %(resource)s, of which there is %(capacity)s %%. Ask for less.")
            % known
        )
    if error.code == "never_fits":
        names = ", ".join(sorted({resource_name(actor, str(one)) for one in said["resources"]}))
        return Refused(
            _("%(task)s finds no room within four years, so busy is %(resources)s. Give it to somebody else.")
            % {"task": task_name(actor, str(said["task"])), "resources": names}
        )
    if error.code == "out_of_range":
        return Refused(_("The plan would go on beyond the year 9999."))
    return Refused(_("These plans cannot be levelled: %(why)s") % {"why": error.code})


def task_name(actor: Actor, key: str) -> str:
    """A task as the reader may name it."""
    title = visible(Task, actor).filter(work__key=key).values_list("work__title", flat=True).first()
    return f"“{title}”" if title is not None else _("A private task")


def resource_name(actor: Actor, told: str) -> str:
    """A person or another resource by what the engine was told."""
    if told.startswith(MACHINE):
        resource = Resource.objects.filter(pk=told.removeprefix(MACHINE)).first()
        return resource.name if resource else _("somebody")
    person = visible(Person, actor).filter(key=told.partition(" ")[0]).first()
    return person.name if person else _("somebody")
