"""Loads the year of tickets: works, facts, messages, time and cost, and what the clocks read, in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from goldenthread.business.desk.actions.keeping import first_due, reading_of
from goldenthread.business.desk.actions.signalling import fact_of
from goldenthread.business.desk.events import (
    TicketAnswered,
    TicketAssigned,
    TicketClosed,
    TicketDateAgreed,
    TicketNoted,
    TicketOpened,
    TicketRated,
    TicketReopened,
    TicketResolved,
    TicketResumed,
    TicketTaken,
    TicketWaits,
)
from goldenthread.business.desk.models import CATEGORY, Change, Ticket
from goldenthread.business.desk.queries.clocks import ClockView, read
from goldenthread.business.desk.queries.cycles import TAKES, Happening
from goldenthread.business.people.queries import rate_on
from goldenthread.business.services.actions import row_of
from goldenthread.business.services.models import TargetReading, TargetSignal
from goldenthread.business.services.queries import Promised
from goldenthread.business.work.models import (
    PREFIXES,
    LedgerEntry,
    Link,
    Nature,
    StatusCategory,
    TimeEntry,
    Work,
    WorkKind,
)
from goldenthread.connectors.demo.tickets import Step, Story, stories
from goldenthread.connectors.demo.world import World
from goldenthread.foundation.actors import SYSTEM, Acting, Actor
from goldenthread.foundation.events import imported, store
from goldenthread.foundation.facts import Fact
from goldenthread.foundation.keys import next_keys
from goldenthread.foundation.models import Comment, Event

FACTS: dict[str, type[Fact]] = {
    fact.__name__: fact
    for fact in (
        TicketAssigned,
        TicketDateAgreed,
        TicketTaken,
        TicketWaits,
        TicketResumed,
        TicketResolved,
        TicketReopened,
        TicketClosed,
        TicketRated,
    )
}
ACTIONS = {
    "TicketOpened": "open_ticket",
    "TicketAssigned": "assign_ticket",
    "TicketDateAgreed": "agree_date",
    "TicketTaken": "take_ticket",
    "TicketAnswered": "answer_ticket",
    "TicketNoted": "note_ticket",
    "TicketWaits": "wait_ticket",
    "TicketResumed": "resume_ticket",
    "TicketResolved": "resolve_ticket",
    "TicketReopened": "reopen_ticket",
    "TicketClosed": "close_ticket",
    "TicketRated": "rate_ticket",
}
BATCH = 1000


@dataclass
class Load:
    """The rows of one run."""

    works: list[Work] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    entries: list[LedgerEntry] = field(default_factory=list)
    time: list[TimeEntry] = field(default_factory=list)


def desk_of(world: World) -> Iterator[int]:
    """Store the tickets, yielding how many are done so far."""
    told = stories(world)
    load = Load()
    for story, key in zip(told, _keys(told), strict=True):
        _work(world, load, story, key)
    Work.objects.bulk_create(load.works, BATCH)
    Ticket.objects.bulk_create(load.tickets, BATCH)
    Comment.objects.bulk_create(load.comments, BATCH)
    comments = _comments(load)
    for story, work in zip(told, load.works, strict=True):
        _facts(load, story, work, world.services[story.service].key, comments.get(work.key, {}))
        _time(load, story, work)
    for entry, key in zip(load.time, next_keys(TimeEntry.prefix, len(load.time)), strict=True):
        entry.key = key
    store(load.events, react=False)
    LedgerEntry.objects.bulk_create(load.entries, BATCH)
    TimeEntry.objects.bulk_create(load.time, BATCH)
    _link_problems(told, load.works)
    _assess(world, told, load)
    yield from _readings(world, told, load)


def _assess(world: World, told: list[Story], load: Load) -> None:
    """What is told of changes; a few of them are untested, or have no way back."""
    chance = world.chance("assessments")
    changes = [work for story, work in zip(told, load.works, strict=True) if story.kind == "change"]
    Change.objects.bulk_create(
        Change(
            ticket_id=work.pk,
            kind=chance.choice(("standard", "normal", "normal", "emergency")),
            is_tested=chance.random() < 0.8,
            backout="The last version is put back from the store." if chance.random() < 0.85 else "",
            needs_outage=chance.random() < 0.3,
        )
        for work in changes
    )


def _keys(told: list[Story]) -> list[str]:
    """Keys in order of opening, per kind."""
    waiting = {
        kind: iter(next_keys(PREFIXES[WorkKind(kind)], count))
        for kind in {story.kind for story in told}
        if (count := sum(story.kind == kind for story in told))
    }
    return [next(waiting[story.kind]) for story in told]


def _comments(load: Load) -> dict[str, dict[datetime, int]]:
    """The ids of the messages just stored, by ticket and instant."""
    by_key: dict[str, dict[datetime, int]] = defaultdict(dict)
    for comment in load.comments:
        by_key[comment.on][comment.at] = comment.pk
    return by_key


def _work(world: World, load: Load, story: Story, key: str) -> None:
    service = world.services[story.service]
    category = CATEGORY[story.state]
    resolved = story.when("TicketResolved") if category == StatusCategory.DONE else None
    work = Work(
        key=key,
        kind=story.kind,
        title=story.title,
        description="",
        requester=story.requester,
        organisation_id=story.requester.organisation_id,
        assignee=story.agent if story.count("TicketTaken") else None,
        team_id=story.team_id or service.team_id,
        account_id=service.account_id,
        priority=story.priority,
        status=category,
        opened_at=story.opened_at,
        done_at=resolved,
        version=len(story.steps),
    )
    rating = next((step for step in story.steps if step.what == "TicketRated"), None)
    load.works.append(work)
    load.tickets.append(
        Ticket(
            work=work,
            state=story.state,
            service=service,
            impact=story.impact,
            urgency=story.urgency,
            waits_for=str(next((s.data["waits_for"] for s in reversed(story.steps) if s.what == "TicketWaits"), ""))
            if category == StatusCategory.WAITING
            else "",
            solution=str(next((s.data["solution"] for s in reversed(story.steps) if s.what == "TicketResolved"), "")),
            first_answer_at=story.when("TicketAnswered"),
            resolved_at=resolved,
            closed_at=story.when("TicketClosed"),
            reopened=story.count("TicketReopened"),
            rating=rating.data["rating"] if rating else None,
            rated_at=rating.at if rating else None,
            window_starts_at=story.window[0] if story.window else None,
            window_ends_at=story.window[1] if story.window else None,
            version=len(story.steps),
        )
    )
    for step in story.steps:
        if step.said and step.by:
            said = Comment(on=key, author_id=step.by.pk, text=step.said, is_internal=step.is_internal, at=step.at)
            load.comments.append(said)


def _facts(load: Load, story: Story, work: Work, service: str, comments: dict[datetime, int]) -> None:
    for number, step in enumerate(story.steps, start=1):
        actor = Actor(id=step.by.pk, kind="person", name=step.by.name) if step.by else SYSTEM
        event = imported(_fact(work, step, service, comments), Acting(actor, step.at), ACTIONS[step.what])
        event.version = number
        load.events.append(event)


def _fact(work: Work, step: Step, service: str, comments: dict[datetime, int]) -> Fact:
    if step.what == "TicketOpened":
        return TicketOpened(
            subject=work.key,
            kind=work.kind,
            title=work.title,
            priority=work.priority,
            service=service,
            team=step.data["team"],
        )
    if step.what == "TicketAnswered":
        return TicketAnswered(subject=work.key, comment=comments[step.at])
    if step.what == "TicketNoted":
        return TicketNoted(subject=work.key, comment=comments[step.at], is_internal=step.is_internal)
    return FACTS[step.what](subject=work.key, **step.data)


def _time(load: Load, story: Story, work: Work) -> None:
    """The agent's minutes on the day it was solved, at the rate of that day, counted against the service."""
    solved = story.when("TicketResolved")
    if solved is None or work.account_id is None:
        return
    on = solved.date()
    per_hour = _rate(story.agent.pk, on.replace(month=1, day=1))
    entry = LedgerEntry(
        account_id=work.account_id,
        kind=LedgerEntry.Kind.LABOUR,
        nature=Nature.OPEX,
        on=on,
        amount=(per_hour * story.minutes / 60).quantize(Decimal("0.01")),
        currency="EUR",
        source=work.key,
    )
    load.entries.append(entry)
    load.time.append(
        TimeEntry(work=work, person=story.agent, on=on, minutes=story.minutes, per_hour=per_hour, entry=entry)
    )


@lru_cache(maxsize=4096)
def _rate(person_id: int, on: date) -> Decimal:
    """Rates of this organisation change with the year."""
    return rate_on(person_id, on)[0]


def _link_problems(told: list[Story], works: list[Work]) -> None:
    """The incidents of a service in the days around a problem were caused by it."""
    links = []
    for story, problem in zip(told, works, strict=True):
        if story.kind != "problem":
            continue
        near = timedelta(days=6)
        links += [
            Link(source=work, target=problem, kind=Link.Kind.CAUSED_BY)
            for other, work in zip(told, works, strict=True)
            if other.kind == "incident"
            and other.service == story.service
            and abs(other.opened_at - story.opened_at) < near
        ][:12]
    Link.objects.bulk_create(links, BATCH)


def _readings(world: World, told: list[Story], load: Load) -> Iterator[int]:
    """Replay every ticket's clocks, keep what they read, and tell the warnings and breaches that were due."""
    readings: list[TargetReading] = []
    signals: list[TargetSignal] = []
    events: list[Event] = []
    promised = {service.pk: Promised.of_service(service.pk) for service in world.services.values()}
    for number, (story, ticket) in enumerate(zip(told, load.tickets, strict=True), start=1):
        if story.kind in ("incident", "request"):
            views = read(ticket, _happened(story), world.now, promised[ticket.service_id])
            for view in views:
                known = _tell(world, ticket, view, signals, events)
                reading = reading_of(view, known, world.now, story.opened_at)
                readings.append(row_of(ticket.work.key, ticket.service_id, reading))
            ticket.work.due_at = first_due(views)
        if number % 200 == 0:
            yield number
    store(events, react=False)
    TargetSignal.objects.bulk_create(signals, BATCH)
    TargetReading.objects.bulk_create(readings, BATCH)
    open_works = [work for work in load.works if work.due_at is not None and work.status != StatusCategory.DONE]
    Work.objects.bulk_update(open_works, ["due_at"], BATCH)
    yield len(told)


def _happened(story: Story) -> list[Happening]:
    return [
        Happening(step.at, step.what, {**step.data, "priority": story.priority}, step.by.pk if step.by else None)
        for step in story.steps
        if step.what in TAKES
    ]


def _tell(
    world: World, ticket: Ticket, view: ClockView, signals: list[TargetSignal], events: list[Event]
) -> set[tuple[str, str, int, str]]:
    """What this clock had to tell until now, as facts at their own instants."""
    known = set()
    for signal in view.signals():
        if signal.at < world.now:
            key = ticket.work.key
            signals.append(
                TargetSignal(
                    subject=key,
                    target=view.target,
                    metric=view.metric,
                    cycle=view.cycle,
                    signal=signal.name,
                    due_at=signal.at,
                )
            )
            fact = fact_of(key, view, signal, is_late=False)
            events.append(imported(fact, Acting(SYSTEM, signal.at), "tell_signals"))
            known.add((view.target.key, view.metric, view.cycle, signal.name))
    return known
