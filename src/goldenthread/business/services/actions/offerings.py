"""What can be asked of a service, with the questions its form asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.services.events import OfferingAdded, OfferingChanged
from goldenthread.business.services.models import Offering, PortfolioState, Service
from goldenthread.business.services.policies import may_own_offering, may_own_service
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.models import folded

MOST_QUESTIONS = 20


@dataclass(frozen=True)
class NewQuestion:
    """A question of an offering's form: free text, or one of some choices."""

    label: str
    choices: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True)
class NewOffering:
    """Something that can be asked of a service."""

    name: str
    kind: str
    description: str = ""
    icon: str = ""
    is_open: bool = True
    questions: Sequence[NewQuestion] = field(default=())


@action(on=Service, may=may_own_service)
def add_offering(acting: Acting, service: Service, *, new: NewOffering) -> Offering:
    """Let people ask for something; they see it once the service is live."""
    if service.state == PortfolioState.RETIRED:
        raise Refused(_("%(name)s is retired.") % {"name": service.name})
    offering = Offering.objects.create(key=next_key(Offering.prefix), service=service, **_values(new))
    record(OfferingAdded(subject=service.key, offering=offering.key, name=offering.name), version=service.version)
    return offering


@action(on=Offering, may=may_own_offering)
def change_offering(acting: Acting, offering: Offering, *, new: NewOffering) -> Offering:
    """Set an offering right, or close it; what was asked before keeps its answers."""
    for name, value in _values(new).items():
        setattr(offering, name, value)
    offering.save()
    record(
        OfferingChanged(subject=offering.key, offering=offering.key, name=offering.name, is_open=offering.is_open),
        version=offering.version,
    )
    return offering


def _values(new: NewOffering) -> dict[str, Any]:
    faults: dict[str, str] = {}
    if not new.name.strip() or len(new.name) > 200:
        faults["name"] = _("Name what can be asked for, in up to 200 characters.")
    if new.kind not in Offering.Kind.values:
        faults["kind"] = _("Choose a kind from the list.")
    if len(new.description) > 300:
        faults["description"] = _("Keep it under %(count)s characters.") % {"count": 300}
    if len(new.icon) > 40:
        faults["icon"] = _("Choose an icon from the list.")
    faults |= _faults_of(new.questions)
    if faults:
        raise Invalid(fields=faults)
    return {
        "name": new.name.strip(),
        "kind": new.kind,
        "description": new.description.strip(),
        "icon": new.icon,
        "is_open": new.is_open,
        "questions": _spoken(new.questions),
    }


def _faults_of(questions: Sequence[NewQuestion]) -> dict[str, str]:
    if len(questions) > MOST_QUESTIONS:
        return {"questions": _("Ask at most %(count)s questions.") % {"count": MOST_QUESTIONS}}
    for question in questions:
        if not question.label.strip() or len(question.label) > 200:
            return {"questions": _("Word each question, in up to 200 characters.")}
        if len(question.choices) == 1 or any(not 0 < len(choice) <= 100 for choice in question.choices):
            return {"questions": _("Give a question two choices or more, in up to 100 characters each, or none.")}
    return {}


def _spoken(questions: Sequence[NewQuestion]) -> list[dict[str, Any]]:
    """The questions as the model keeps them, each under a name of its own made from its label."""
    names: list[str] = []
    for question in questions:
        base = "-".join("".join(mark if mark.isalnum() else " " for mark in folded(question.label)).split())[:40]
        name = base or "question"
        while name in names:
            name = f"{base}-{len(names) + 1}"
        names.append(name)
    return [
        {
            "name": name,
            "label": question.label.strip(),
            "type": "choice" if question.choices else "text",
            "choices": list(question.choices),
            "is_required": question.is_required,
        }
        for name, question in zip(names, questions, strict=True)
    ]
