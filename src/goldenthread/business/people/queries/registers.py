"""The house's registers: what is kept, who sees it, how it is filtered, and its lines as they are exported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from goldenthread.business.people.models import (
    Absence,
    Membership,
    Organisation,
    Person,
    PersonSkill,
    Rate,
    RoleGrant,
    Skill,
    Team,
    WorkCalendar,
)
from goldenthread.business.people.policies import may_audit
from goldenthread.business.people.queries.hours import closures_text, days_text, hours_text
from goldenthread.engine.calendars.hours import WEEKDAYS
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.errors import NotFound
from goldenthread.foundation.listing import Page, page_of
from goldenthread.foundation.models import folded
from goldenthread.foundation.policies import require, seen, sight_of, visible

Filter = Callable[[QuerySet[Any], str], QuerySet[Any]]


@dataclass(frozen=True)
class Register:
    """One table of the house. `columns` and `cells` are its lines in a file; filters take the text of the address.

    `may_read` says who may open it as a whole; of its records each reader sees those that are theirs to see.
    """

    name: str
    columns: tuple[str, ...]
    records: Callable[[Actor], QuerySet[Any]]
    order: tuple[str, ...]
    cells: Callable[[Any], tuple[str, ...]]
    filters: Mapping[str, Filter] = field(default_factory=dict)
    may_read: Callable[[Actor], bool] = may_audit


def by(path: str) -> Filter:
    """Exactly this value."""
    return lambda records, text: records.filter(**{path: text})


def named(*paths: str) -> Filter:
    """The text anywhere in one of these."""

    def narrow(records: QuerySet[Any], text: str) -> QuerySet[Any]:
        asked = Q()
        for path in paths:
            asked |= Q(**{f"{path}__contains": folded(text) if path.endswith("sort_name") else text.lower()})
        return records.filter(asked)

    return narrow


def _state(records: QuerySet[Any], text: str) -> QuerySet[Any]:
    return records.filter(is_active=text != "left") if text in ("here", "left") else records


def grants_of(actor: Actor) -> QuerySet[RoleGrant]:
    """Grants with the key of their scope in `on_key`, empty for the whole house."""
    kinds = {"organisation": "ORG", "team": "TEAM", "service": "SRV", "project": "PRJ", "portfolio": "PF"}
    whens = [When(scope=scope, then=_key_in(prefix)) for scope, prefix in kinds.items() if _is_known(prefix)]
    on_key = Case(*whens, default=Value(""), output_field=CharField())
    return visible(RoleGrant, actor).select_related("person").annotate(on_key=on_key)


def _key_in(prefix: str) -> Subquery:
    records: QuerySet[Any] = sight_of(f"{prefix}-0").model._default_manager.all()  # noqa: SLF001
    return Subquery(records.filter(pk=OuterRef("scope_id")).values("key")[:1])


def _is_known(prefix: str) -> bool:
    try:
        sight_of(f"{prefix}-0")
    except NotFound:
        return False
    return True


def _memberships(actor: Actor) -> QuerySet[Membership]:
    shown = Membership.objects.filter(team__in=visible(Team, actor), person__in=visible(Person, actor))
    return shown.select_related("team", "person")


def _levels(actor: Actor) -> QuerySet[PersonSkill]:
    shown = PersonSkill.objects.filter(skill__in=visible(Skill, actor), person__in=visible(Person, actor))
    return shown.select_related("skill", "person")


def key_of(record: Any) -> str:
    return record.key if record is not None else ""


def _calendar_cells(calendar: WorkCalendar) -> tuple[str, ...]:
    spec = calendar.spec
    week = [hours_text(spec["weekly"].get(day, ())) for day in WEEKDAYS]
    holidays = " ".join(spec.get("holidays") or ())
    return (
        calendar.key,
        calendar.name,
        spec["timezone"],
        *week,
        calendar.country,
        calendar.region,
        holidays,
        days_text(spec.get("exceptions") or {}),
        days_text(spec.get("breaks") or {}),
        closures_text(spec.get("closures") or ()),
    )


REGISTERS: dict[str, Register] = {
    register.name: register
    for register in (
        Register(
            "organisations",
            ("key", "name", "kind", "parent", "calendar", "currency"),
            lambda actor: visible(Organisation, actor).select_related("parent", "calendar"),
            ("sort_name", "id"),
            lambda o: (o.key, o.name, o.kind, key_of(o.parent), key_of(o.calendar), o.currency),
            {"q": named("sort_name"), "kind": by("kind")},
        ),
        Register(
            "calendars",
            ("key", "name", "timezone", *WEEKDAYS, "country", "region", "holidays", "exceptions", "breaks", "closures"),
            lambda actor: visible(WorkCalendar, actor),
            ("sort_name", "id"),
            _calendar_cells,
            {"q": named("sort_name")},
        ),
        Register(
            "people",
            ("key", "name", "email", "organisation", "job", "calendar", "locale", "timezone", "state"),
            lambda actor: visible(Person, actor).select_related("organisation", "calendar"),
            ("sort_name", "id"),
            lambda p: (
                *(p.key, p.name, p.email, p.organisation.key, p.job),
                *(key_of(p.calendar), p.locale, p.timezone, "here" if p.is_active else "left"),
            ),
            {
                "q": named("sort_name", "email"),
                "organisation": by("organisation__key"),
                "team": by("teams__key"),
                "state": _state,
            },
        ),
        Register(
            "teams",
            ("key", "name", "organisation", "calendar"),
            lambda actor: visible(Team, actor).select_related("organisation", "calendar"),
            ("sort_name", "id"),
            lambda t: (t.key, t.name, t.organisation.key, key_of(t.calendar)),
            {"q": named("sort_name"), "organisation": by("organisation__key")},
        ),
        Register(
            "members",
            ("team", "person", "lead"),
            _memberships,
            ("team__sort_name", "person__sort_name", "id"),
            lambda m: (m.team.key, m.person.key, "yes" if m.is_lead else "no"),
            {"q": named("team__sort_name", "person__sort_name"), "team": by("team__key"), "person": by("person__key")},
        ),
        Register(
            "skills",
            ("key", "name"),
            lambda actor: visible(Skill, actor),
            ("sort_name", "id"),
            lambda s: (s.key, s.name),
            {"q": named("sort_name")},
        ),
        Register(
            "levels",
            ("person", "skill", "level"),
            _levels,
            ("person__sort_name", "skill__sort_name", "id"),
            lambda s: (s.person.key, s.skill.key, str(s.level)),
            {
                "q": named("person__sort_name", "skill__sort_name"),
                "skill": by("skill__key"),
                "person": by("person__key"),
            },
        ),
        Register(
            "rates",
            ("key", "person", "team", "per_hour", "currency", "valid_from"),
            lambda actor: visible(Rate, actor).select_related("person", "team"),
            ("-valid_from", "-id"),
            lambda r: (
                *(r.key, key_of(r.person), key_of(r.team)),
                *(str(r.per_hour), r.currency, r.valid_from.isoformat()),
            ),
            {"q": named("person__sort_name", "team__sort_name"), "person": by("person__key"), "team": by("team__key")},
        ),
        Register(
            "absences",
            ("key", "person", "kind", "starts_on", "ends_on"),
            lambda actor: visible(Absence, actor).select_related("person"),
            ("-starts_on", "-id"),
            lambda a: (a.key, a.person.key, a.kind, a.starts_on.isoformat(), a.ends_on.isoformat()),
            {"q": named("person__sort_name"), "kind": by("kind"), "person": by("person__key")},
        ),
        Register(
            "grants",
            ("key", "person", "role", "on"),
            grants_of,
            ("person__sort_name", "id"),
            lambda g: (g.key, g.person.key, g.role, g.on_key or ""),
            {
                "q": named("person__sort_name"),
                "role": by("role"),
                "person": by("person__key"),
                "scope": by("scope"),
            },
        ),
    )
}


def register_named(name: str) -> Register:
    """The register of this name, or NotFound."""
    if name not in REGISTERS:
        raise NotFound(_("The house keeps no %(name)s.") % {"name": name})
    return REGISTERS[name]


def entries(actor: Actor, name: str, filters: Mapping[str, str]) -> QuerySet[Any]:
    """What of a register the actor sees, narrowed by those filters that it knows."""
    register = register_named(name)
    require(register.may_read(actor))
    records = register.records(actor)
    for known, narrow in register.filters.items():
        if filters.get(known):
            records = narrow(records, filters[known])
    return records


def register_page(
    actor: Actor, name: str, filters: Mapping[str, str], cursor: str | None = None, size: int = 50
) -> Page[Any]:
    """A page of a register."""
    return page_of(entries(actor, name, filters), register_named(name).order, cursor, size)


def register_lines(actor: Actor, name: str, filters: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Its lines as they are exported, the columns first; read in pieces, so that memory stays flat."""
    register = register_named(name)
    records = entries(actor, name, filters).order_by(*register.order)
    yield register.columns
    found = iter(records.iterator(chunk_size=1000))
    while piece := list(islice(found, 1000)):
        yield from (register.cells(record) for record in piece)


def entry(actor: Actor, name: str, key: str) -> Any:
    """One record of a register, or NotFound."""
    require(may_audit(actor))
    records = register_named(name).records(actor)
    return seen(records.model, actor, key, records)
