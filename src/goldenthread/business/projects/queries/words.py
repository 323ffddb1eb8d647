"""The names of states and kinds with their words, for doors that offer or show them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from goldenthread.business.projects.models import (
    Deliverable,
    Dependency,
    EarningRule,
    PhaseKind,
    Project,
    ReadinessItem,
    Resource,
    Risk,
)

Words = tuple[tuple[str, Any], ...]

PROJECT_STATES: Words = tuple(Project.State.choices)
PHASES: Words = tuple(PhaseKind.choices)
EARNING_RULES: Words = tuple(EarningRule.choices)
LINK_KINDS: Words = tuple(Dependency.Kind.choices)
LAG_CALENDARS: Words = tuple(Dependency.LagCalendar.choices)
RESOURCE_KINDS: Words = tuple(Resource.Kind.choices)
DELIVERABLE_STATES: Words = tuple(Deliverable.State.choices)
RISK_STATES: Words = tuple(Risk.State.choices)
READINESS_AREAS: Words = tuple(ReadinessItem.Area.choices)
TEMPLATES: Words = (
    ("service", _("Building a service")),
    ("development", _("Developing a product")),
    ("lean", _("Lean, three phases")),
)
LIGHTS: Words = (("bad", _("In trouble")), ("risk", _("At risk")), ("good", _("On track")))
CONSTRAINT_WORDS: Words = (
    ("ASAP", _("as soon as possible")),
    ("ALAP", _("as late as possible")),
    ("SNET", _("start no earlier than")),
    ("SNLT", _("start no later than")),
    ("FNET", _("finish no earlier than")),
    ("FNLT", _("finish no later than")),
    ("MSO", _("must start on")),
    ("MFO", _("must finish on")),
)
