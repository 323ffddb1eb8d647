"""What the whole thread of tests/world.py hands over: records by name, keys by noun, and canaries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from goldenthread.business.people.models import (
    Absence,
    ApiToken,
    Notification,
    Person,
    Rate,
    RoleGrant,
    SavedView,
    Skill,
)
from goldenthread.business.people.queries.registers import REGISTERS
from goldenthread.business.portfolio.models import Benefit, Gate, Portfolio
from goldenthread.business.projects.models import Deliverable, Handover, Project, Resource, Risk
from goldenthread.business.services.models import Target
from goldenthread.business.work.models import Account, Approval, ExchangeRate, TimeEntry
from goldenthread.foundation.models import File, Run
from tests.cast import Cast

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
STEERERS = frozenset({"mara", "ruth", "priya", "ines"})
AUDITORS = frozenset({"emeka", "aoife"})
SERVED = frozenset({"nadia", "omar", "yusuf", "charlie"})
STAFF = frozenset({"mara", "ruth", "priya", "ines", "tomas", "daniel", "emeka", "aoife"})


@dataclass(frozen=True)
class Canary:
    """A word and the first names of those who may meet it. What is kept in a fact is open to those who audit."""

    word: str
    readers: frozenset[str]
    where: str


@dataclass
class World:
    """The records by name, the keys by the noun of their address, and the canaries."""

    cast: Cast
    yusuf: Person
    portfolio: Portfolio
    keys: dict[str, list[str]] = field(default_factory=dict)
    canaries: list[Canary] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)

    def everyone(self) -> dict[str, Person]:
        """Everybody who can sign in, by first name."""
        known = {name: value for name, value in vars(self.cast).items() if isinstance(value, Person)}
        return known | {"yusuf": self.yusuf}

    def hide(self, word: str, readers: frozenset[str] | set[str], where: str, *, in_facts: bool = False) -> str:
        self.canaries.append(Canary(word, frozenset(readers) | (AUDITORS if in_facts else frozenset()), where))
        return word


def name_keys(world: World) -> None:
    """By the noun that stands before a key in an address: what a sweep puts in, the plain one first."""
    cast, named = world.cast, world.named
    tickets = [named[name] for name in ("ticket", "private ticket", "foreign ticket", "request", "solved ticket")]
    tasks = [named["task"], named["private task"]]
    investments = [named["investment"], named["quiet investment"]]
    gates = [Gate.objects.filter(investment__key=key).earliest("place").key for key in investments]
    project = Project.objects.get(key=named["project"])
    open_gate = Gate.objects.filter(investment__key=named["quiet investment"]).earliest("place")
    world.keys = {
        "tickets": tickets,
        "requests": tickets,
        "tasks": tasks,
        "works": [named["ticket"], named["task"], named["private task"]],
        "objectives": [named["objective"]],
        "investments": investments,
        "portfolios": [world.portfolio.key],
        "scenarios": [named["scenario"]],
        "gates": [*gates, open_gate.key],
        "criteria": ["1"],
        "benefits": list(Benefit.objects.filter(investment__key__in=investments).values_list("key", flat=True)),
        "projects": [project.key],
        "deliverables": list(Deliverable.objects.order_by("pk").values_list("key", flat=True)),
        "handovers": [named["handover"]],
        "hand-overs": [named["handover"]],
        "readiness": [str(Handover.objects.get().items.first().pk)],  # type: ignore[union-attr]
        "items": [named["item"]],
        "resources": list(map(str, Resource.objects.values_list("pk", flat=True))),
        "risks": list(Risk.objects.values_list("key", flat=True)),
        "services": [cast.service.key, named["service"]],
        "agreements": [named["agreement"]],
        "targets": [str(Target.objects.order_by("pk").values_list("key", flat=True)[0])],
        "contracts": [named["contract"]],
        "outages": [named["outage"]],
        "freezes": [named["freeze"]],
        "offerings": [named["offering"]],
        "measures": [named["measure"]],
        "improvements": [named["improvement"]],
        "approvals": list(Approval.objects.values_list("key", flat=True)),
        "time": list(TimeEntry.objects.values_list("key", flat=True)),
        "accounts": [Account.objects.get(services=cast.service).key],
        "levelling": [named["levelling run"], named["levelling"]],
        "levellings": [named["levelling run"], named["levelling"]],
        "runs": list(Run.objects.values_list("key", flat=True)),
        "files": [str(kept.pk) for kept in File.objects.order_by("pk")],
        "people": [cast.nadia.key, cast.charlie.key, cast.daniel.key],
        "organisations": [cast.clinic.key],
        "teams": [cast.desk.key],
        "calendars": [cast.calendar.key],
        "grants": [RoleGrant.objects.get(person=cast.daniel).key],
        "tokens": [ApiToken.objects.get(person=cast.daniel).key],
        "views": [SavedView.objects.get().key],
        "skills": [Skill.objects.get().key],
        "rates": [Rate.objects.get().key],
        "exchange-rates": [ExchangeRate.objects.get().key],
        "absences": [Absence.objects.get().key],
        "notifications": [str(pk) for pk in Notification.objects.values_list("pk", flat=True)] or ["1"],
    }
    registers = {name: world.keys.get(name, ["1"])[0] for name in REGISTERS}
    world.keys |= {"house": list(registers), "registers": list(registers), "<slug:register>": list(registers.values())}
    world.keys["thread"] = [world.keys["services"][0]]
    world.keys |= {"links": ["relates"], "relations": ["runs_on"], "{kind}": [named["open ticket"]]}
