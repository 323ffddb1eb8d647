"""Tickets of another desk, brought in as they were: many at once, each with its history as facts at their own time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.text import slugify
from django.utils.translation import gettext as _

from goldenthread.business.desk.events import TicketsImported
from goldenthread.business.desk.models import CATEGORY, Ticket, TicketState
from goldenthread.business.desk.policies import may_import
from goldenthread.business.people.models import Organisation, Person, Team, WorkCalendar
from goldenthread.business.services.models import PortfolioState, Service, Stage, Target, TargetReading
from goldenthread.business.work.actions import open_account
from goldenthread.business.work.models import PREFIXES, StatusCategory, Work, WorkKind
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.events import imported, record, store
from goldenthread.foundation.facts import Fact, fact_of
from goldenthread.foundation.keys import next_key, next_keys
from goldenthread.foundation.models import Event, folded

ALWAYS = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
BATCH = 1000


@dataclass(frozen=True)
class ImportedIncident:
    """An incident by its last state, and what happened to it; people and groups by the names the other desk gave.

    `facts` are (instant, fact): their subject is filled in here, and an `assignee` or `team` in them is such a name.
    `stamp` orders versions of the same incident: a later one completes it, an earlier one changes nothing.
    """

    number: str
    title: str
    state: str
    priority: int
    impact: int
    urgency: int
    opened_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    is_sla_met: bool | None
    reassigned: int
    reopened: int
    channel: str
    caller: str
    group: str
    resolver: str
    waits_for: str
    stamp: list[Any]
    known: dict[str, str] = field(default_factory=dict)
    facts: tuple[tuple[datetime, type[Fact], dict[str, Any]], ...] = ()


@dataclass
class ImportRun:
    """What a run writes to, and what it has come to know by name; handed from batch to batch."""

    source: str
    service_id: int
    service_key: str
    account_id: int
    organisation_id: int
    people: dict[str, int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    created: int = 0
    unchanged: int = 0


@action(may=may_import)
def start_import(acting: Acting, *, source: str) -> ImportRun:
    """Open a run: the organisation, service and account that this other desk's tickets are counted to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import {source}"])
    name = _("Imported from %(source)s") % {"source": source}
    organisation = Organisation.objects.filter(name=name).order_by("id").first()
    if organisation is None:
        calendar = WorkCalendar.objects.create(
            key=next_key("CAL"), name=name, spec={"timezone": "UTC", "weekly": ALWAYS, "holidays": []}
        )
        organisation = Organisation.objects.create(
            key=next_key("ORG"), name=name, kind=Organisation.Kind.CUSTOMER, calendar=calendar
        )
    service = Service.objects.filter(name=name).order_by("id").first()
    if service is None:
        service = _found_service(acting, name, source, organisation)
    return ImportRun(source, service.pk, service.key, service.account_id, organisation.pk)


@action(may=may_import)
def import_incidents(acting: Acting, *, run: ImportRun, incidents: Sequence[ImportedIncident]) -> ImportRun:
    """Write a batch, all of it or nothing. What is here already is left as it is, or completed where it goes on."""
    here = {
        ticket.imported_number: ticket
        for ticket in Ticket.objects.filter(imported_number__in=[one.number for one in incidents])
        .select_related("work")
        .select_for_update(of=("self", "work"))
    }
    fresh = [one for one in incidents if one.number not in here]
    later = [one for one in incidents if one.number in here and one.stamp > here[one.number].imported["stamp"]]
    _learn_names(acting, run, [*fresh, *later])
    created = _create(acting, run, fresh)
    for one in later:
        _complete(acting, run, here[one.number], one)
    _store_facts(acting, run, [*created, *((one, here[one.number].key) for one in later)], _known_facts(here, later))
    run.created += len(fresh) + len(later)
    run.unchanged += len(incidents) - len(fresh) - len(later)
    if fresh or later:
        record(
            TicketsImported(
                subject=run.service_key,
                source=run.source,
                created=len(fresh) + len(later),
                unchanged=len(incidents) - len(fresh) - len(later),
            )
        )
    return run


def _found_service(acting: Acting, name: str, source: str, organisation: Organisation) -> Service:
    owner = _people(acting, organisation.pk, source, [name])[name]
    service = Service.objects.create(
        key=next_key("SRV"),
        name=name,
        state=PortfolioState.CATALOGUE,
        stage=Stage.PROVIDE,
        owner_id=owner,
        account=open_account(name, organisation.currency),
        calendar=organisation.calendar,
        live_at=acting.at,
    )
    service.customers.set([organisation])
    return service


def _learn_names(acting: Acting, run: ImportRun, incidents: Sequence[ImportedIncident]) -> None:
    people = {name for one in incidents for name in (one.caller, one.resolver) if name}
    teams = {one.group for one in incidents if one.group}
    for one in incidents:
        for _at, _kind, values in one.facts:
            people |= {values["assignee"]} if values.get("assignee") else set()
            teams |= {values["team"]} if values.get("team") else set()
    unknown = sorted(people - run.people.keys())
    run.people |= _people(acting, run.organisation_id, run.source, unknown)
    run.teams |= _teams(run, sorted(teams - run.teams.keys()))


def _people(acting: Acting, organisation_id: int, source: str, names: Sequence[str]) -> dict[str, int]:
    """People of the other desk, who cannot sign in: an address that leads nowhere, no password, not active."""
    emails = {f"{slugify(name)}@{slugify(source)}.invalid": name for name in names}
    missing = emails.keys() - set(Person.objects.filter(email__in=emails).values_list("email", flat=True))
    keys = next_keys("PER", len(missing)) if missing else []
    Person.objects.bulk_create(
        Person(
            key=key,
            name=emails[email],
            sort_name=folded(emails[email]),
            email=email,
            password="!",  # noqa: S106  Django's mark of a password that nothing matches
            organisation_id=organisation_id,
            is_active=False,
            joined_at=acting.at,
        )
        for key, email in zip(keys, sorted(missing), strict=True)
    )
    return {emails[email]: pk for email, pk in Person.objects.filter(email__in=emails).values_list("email", "pk")}


def _teams(run: ImportRun, names: Sequence[str]) -> dict[str, int]:
    theirs = Team.objects.filter(organisation_id=run.organisation_id, name__in=names)
    missing = sorted(set(names) - set(theirs.values_list("name", flat=True)))
    keys = next_keys("TEAM", len(missing)) if missing else []
    Team.objects.bulk_create(
        Team(key=key, name=name, sort_name=folded(name), organisation_id=run.organisation_id)
        for key, name in zip(keys, missing, strict=True)
    )
    return dict(Team.objects.filter(organisation_id=run.organisation_id, name__in=names).values_list("name", "pk"))


def _create(
    acting: Acting, run: ImportRun, incidents: Sequence[ImportedIncident]
) -> list[tuple[ImportedIncident, str]]:
    if not incidents:
        return []
    keys = next_keys(PREFIXES[WorkKind.INCIDENT], len(incidents))
    works = [Work(key=key, kind=WorkKind.INCIDENT, title=one.title) for one, key in zip(incidents, keys, strict=True)]
    for one, work in zip(incidents, works, strict=True):
        _describe_work(run, work, one)
    Work.objects.bulk_create(works, batch_size=BATCH)
    tickets = [
        Ticket(work=work, service_id=run.service_id, imported_number=one.number)
        for one, work in zip(incidents, works, strict=True)
    ]
    for one, ticket in zip(incidents, tickets, strict=True):
        _describe(ticket, one)
    Ticket.objects.bulk_create(tickets, batch_size=BATCH)
    TargetReading.objects.bulk_create(
        (_reading(run, one, key) for one, key in zip(incidents, keys, strict=True) if one.is_sla_met is not None),
        batch_size=BATCH,
    )
    return list(zip(incidents, keys, strict=True))


def _complete(acting: Acting, run: ImportRun, ticket: Ticket, one: ImportedIncident) -> None:
    """A later version of an incident that is here: its last state takes the place of the earlier one."""
    _describe_work(run, ticket.work, one)
    _describe(ticket, one)
    ticket.work.save()
    ticket.save()
    TargetReading.objects.filter(subject=ticket.key, is_imported=True).delete()
    if one.is_sla_met is not None:
        _reading(run, one, ticket.key).save()


def _describe_work(run: ImportRun, work: Work, one: ImportedIncident) -> None:
    status = CATEGORY[TicketState(one.state)]
    work.requester_id = run.people.get(one.caller)
    work.organisation_id = run.organisation_id
    work.assignee_id = run.people.get(one.resolver)
    work.team_id = run.teams.get(one.group)
    work.account_id = run.account_id
    work.priority = one.priority
    work.status = status
    work.opened_at = one.opened_at
    work.done_at = None
    if status == StatusCategory.DONE:
        work.done_at = one.resolved_at or one.closed_at or one.facts[-1][0]


def _describe(ticket: Ticket, one: ImportedIncident) -> None:
    ticket.state = one.state
    ticket.impact, ticket.urgency = one.impact, one.urgency
    ticket.channel = one.channel
    ticket.waits_for = one.waits_for
    ticket.resolved_at, ticket.closed_at = one.resolved_at, one.closed_at
    ticket.reassigned, ticket.reopened = one.reassigned, one.reopened
    ticket.imported = {"stamp": one.stamp, **one.known}


def _reading(run: ImportRun, one: ImportedIncident, key: str) -> TargetReading:
    state = TargetReading.State.MET if one.is_sla_met else TargetReading.State.MISSED
    stopped_at = one.resolved_at or one.closed_at or one.facts[-1][0]
    return TargetReading(
        subject=key,
        service_id=run.service_id,
        metric=Target.Metric.RESOLUTION,
        priority=one.priority,
        state=state,
        started_at=one.opened_at,
        stopped_at=stopped_at,
        breached_at=None if one.is_sla_met else stopped_at,
        is_imported=True,
    )


FactKey = tuple[datetime, str]


def _known_facts(here: dict[str, Ticket], later: Sequence[ImportedIncident]) -> Counter[FactKey]:
    """The facts that incidents about to be completed have already."""
    keys = [here[one.number].key for one in later]
    found = Event.objects.filter(subject__in=keys) if keys else ()
    return Counter(_same(event.at, fact_of(event)) for event in found)


def _store_facts(
    acting: Acting, run: ImportRun, written: Sequence[tuple[ImportedIncident, str]], known: Counter[FactKey]
) -> None:
    events = []
    for one, key in written:
        for at, kind, values in one.facts:
            named = dict(values)
            if "assignee" in named:
                named["assignee"] = run.people.get(named["assignee"])
            if "team" in named:
                named["team"] = run.teams.get(named["team"])
            if "service" in named:
                named["service"] = run.service_key
            fact = kind(subject=key, **named)
            if known and known[same := _same(at, fact)] > 0:
                known[same] -= 1
                continue
            events.append(imported(fact, Acting(acting.actor, at), "import_incidents"))
    store(events, react=False)


def _same(at: datetime, fact: Fact) -> FactKey:
    """Compared as facts and not as they were stored: one kept before its kind learnt a value lacks that value."""
    return at, repr(fact)
