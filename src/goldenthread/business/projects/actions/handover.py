"""Hand-over: what must be ready before a service is provided, and the passage itself."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from goldenthread.business.projects.actions.plan.tasks import must_be_open
from goldenthread.business.projects.events import HandoverPassed, HandoverStarted, ReadinessJudged, ReadinessListed
from goldenthread.business.projects.models import Deliverable, Handover, Project, ReadinessItem
from goldenthread.business.projects.policies import may_pass, may_plan, may_ready
from goldenthread.business.services.actions import start_providing
from goldenthread.business.services.models import PortfolioState
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key

Area = ReadinessItem.Area
NAMED = 3


def usual_items() -> list[tuple[str, str]]:
    """What nearly every service needs; a hand-over starts with these and is fitted to the case."""
    return [
        (Area.PEOPLE, _("The team that runs it is named, with a deputy for each")),
        (Area.PEOPLE, _("Desk and operators are trained on it")),
        (Area.PEOPLE, _("On-call is arranged for the agreed service time")),
        (Area.PEOPLE, _("Users know what changes for them and when")),
        (Area.TECHNOLOGY, _("It is monitored, and someone is told when it fails")),
        (Area.TECHNOLOGY, _("A restore from backup was tried")),
        (Area.TECHNOLOGY, _("Load and security tests are passed")),
        (Area.TECHNOLOGY, _("The way back is tried and written down")),
        (Area.PROCESSES, _("Targets are agreed with the customer")),
        (Area.PROCESSES, _("The desk knows what to ask and whom to call")),
        (Area.PROCESSES, _("Running instructions are written and found")),
        (Area.PROCESSES, _("Running cost is budgeted")),
    ]


@action(on=Project, may=may_plan)
def start_handover(acting: Acting, project: Project, *, service: str) -> Handover:
    """Begin to hand one of the project's services over, with the usual list of what must be ready."""
    must_be_open(project)
    found = project.services.filter(key=service).first()
    if found is None:
        raise Invalid(fields={"service": _("Choose one of the services this project builds or changes.")})
    if Handover.objects.filter(project=project, service=found).exists():
        raise Refused(_("The hand-over of %(service)s has already begun.") % {"service": found.name})
    handover = Handover.objects.create(key=next_key("HND"), project=project, service=found, started_at=acting.at)
    ReadinessItem.objects.bulk_create(
        ReadinessItem(handover=handover, area=area, place=place, text=text)
        for place, (area, text) in enumerate(usual_items(), start=1)
    )
    record(HandoverStarted(subject=handover.key, project=project.key, service=found.key), version=handover.version)
    return handover


@action(on=Handover, may=may_ready)
def add_readiness_item(acting: Acting, handover: Handover, *, area: str, text: str) -> ReadinessItem:
    """Put one more thing on the list."""
    _must_run(handover)
    wrong: dict[str, object] = {}
    if area not in Area.values:
        wrong["area"] = _("Choose people, technology or processes.")
    if not 1 <= len(text.strip()) <= 200:
        wrong["text"] = _("Say in one line what must be ready.")
    if wrong:
        raise Invalid(fields=wrong)
    last = handover.items.order_by("-place").values_list("place", flat=True).first() or 0
    item = ReadinessItem.objects.create(handover=handover, area=area, place=last + 1, text=text.strip())
    handover.save(update_fields=["started_at"])
    record(ReadinessListed(subject=handover.key, item=item.text, is_removed=False), version=handover.version)
    return item


@action(on=Handover, may=may_ready)
def remove_readiness_item(acting: Acting, handover: Handover, *, item: int) -> None:
    """Take off the list what does not apply here."""
    _must_run(handover)
    found = _item(handover, item)
    text = found.text
    found.delete()
    handover.save(update_fields=["started_at"])
    record(ReadinessListed(subject=handover.key, item=text, is_removed=True), version=handover.version)


@action(on=Handover, may=may_ready)
def judge_readiness(
    acting: Acting, handover: Handover, *, item: int, is_ready: bool, evidence: str = ""
) -> ReadinessItem:
    """Say that a thing is ready, with what shows it; or that it is not after all."""
    _must_run(handover)
    found = _item(handover, item)
    if is_ready and not evidence.strip():
        raise Invalid(fields={"evidence": _("Say what shows it: a record, a link, a name and a day.")})
    found.is_ready, found.evidence = is_ready, evidence.strip()[:300]
    found.ready_at = acting.at if is_ready else None
    found.save()
    handover.save(update_fields=["started_at"])
    record(
        ReadinessJudged(subject=handover.key, item=found.text, is_ready=is_ready, evidence=found.evidence),
        version=handover.version,
    )
    return found


@action(on=Handover, may=may_pass)
def pass_handover(acting: Acting, handover: Handover) -> Handover:
    """Take the service over: all is ready and accepted. A service in the pipeline goes live in the same transaction."""
    _must_run(handover)
    must_be_accepted(handover.project)
    waiting = [item.text for item in handover.items.filter(is_ready=False)]
    if not handover.items.exists():
        raise Refused(_("Nothing is on the list. Say what must be ready before it is passed."))
    if waiting:
        raise Refused(_("Not ready yet: %(items)s.") % {"items": named(waiting)})
    handover.passed_at = acting.at
    handover.passed_by_id = acting.actor.on_behalf_of if acting.actor.is_house else acting.actor.id
    handover.save()
    record(
        HandoverPassed(subject=handover.key, project=handover.project.key, service=handover.service.key),
        version=handover.version,
    )
    if handover.service.state == PortfolioState.PIPELINE:
        start_providing(acting.as_house(), handover.service.key)
    return handover


def must_be_accepted(project: Project) -> None:
    """Refused, with their names, while deliverables wait."""
    waiting = project.deliverables.exclude(state=Deliverable.State.ACCEPTED).order_by("pk")
    if waiting:
        raise Refused(
            _("Not accepted yet: %(deliverables)s.") % {"deliverables": named([found.name for found in waiting])}
        )


def named(things: Sequence[str]) -> str:
    """The first few by name, and how many more."""
    shown = ", ".join(f"“{thing}”" for thing in things[:NAMED])
    if len(things) <= NAMED:
        return shown
    return _("%(shown)s and %(count)s more") % {"shown": shown, "count": len(things) - NAMED}


def _must_run(handover: Handover) -> None:
    if handover.passed_at is not None:
        raise Refused(_("This hand-over is passed; its list stays as it was."))


def _item(handover: Handover, number: int) -> ReadinessItem:
    found = handover.items.filter(pk=number).first()
    if found is None:
        raise Invalid(fields={"item": _("This is not on the list any more.")})
    return found
