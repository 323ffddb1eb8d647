"""A year of the desk: some four thousand tickets with the rhythm of days and weeks, bursts at outages, and changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from goldenthread.business.desk.models import TicketState
from goldenthread.business.people.models import Person
from goldenthread.connectors.demo.services import OUTAGES, SERVICES
from goldenthread.connectors.demo.ticket_words import CHANGES, PROBLEMS, SOLUTIONS, TITLES, WAITS
from goldenthread.connectors.demo.world import ZONE, World
from goldenthread.engine.priority import priority

DAYS = 365
A_DAY = (19, 16, 15, 14, 12, 3, 1)  # tickets on a Monday … Sunday
HOURS = (0, 0, 0, 0, 0, 0, 1, 5, 11, 12, 11, 8, 5, 7, 8, 7, 5, 3, 2, 1, 0, 0, 0, 0)
SHARE = {"video": 13, "signon": 24, "results": 5, "rota": 12, "wireless": 15, "printing": 19, "mail": 12}
BURST = 26
SECOND_LINE = ("video", "signon", "wireless", "printing", "mail")
SUPPLIED = {plan.slug: plan.supplier for plan in SERVICES if plan.supplier}
HANDLING = {1: 110, 2: 250, 3: 720, 4: 1300, 5: 2500}  # typical minutes of desk time to solve, by priority
AGENTS = ("Daniel Sato", "Ana Bauer", "Sam Kline", "Tara Osei", "Erik Olsen", "Maja Lind", "Rosa Conti")


@dataclass
class Step:
    """One thing that happened to a ticket: the fact's name, who did it, and what it says."""

    at: datetime
    what: str
    by: Person | None
    data: dict[str, Any] = field(default_factory=dict)
    said: str = ""
    is_internal: bool = False


@dataclass
class Story:
    """A ticket as it went."""

    kind: str
    title: str
    service: str
    requester: Person
    opened_at: datetime
    impact: int
    urgency: int
    agent: Person
    minutes: int
    steps: list[Step] = field(default_factory=list)
    state: TicketState = TicketState.NEW
    window: tuple[datetime, datetime] | None = None
    team_id: int | None = None
    """Who has it, where it was handed on."""

    @property
    def priority(self) -> int:
        return priority(self.impact, self.urgency)

    def when(self, what: str) -> datetime | None:
        return next((step.at for step in reversed(self.steps) if step.what == what), None)

    def count(self, what: str) -> int:
        return sum(step.what == what for step in self.steps)


def stories(world: World) -> list[Story]:
    """Every ticket of the year, oldest first."""
    chance = world.chance("tickets")
    opened = [*_daily(world, chance), *_bursts(world, chance)]
    told = [_story(world, chance, at, slug) for at, slug in sorted(opened, key=lambda pair: pair[0]) if at < world.now]
    told += [_change(world, chance, number) for number in range(110)]
    told += [_problem(world, number) for number in range(len(PROBLEMS))]
    return sorted(told, key=lambda story: story.opened_at)


def _daily(world: World, chance: Random) -> Iterator[tuple[datetime, str]]:
    live = {slug: world.services[slug].live_at for slug in SHARE}
    for ago in range(DAYS, -1, -1):
        midnight = world.day(-ago, 0)
        weekday = midnight.astimezone(ZONE).weekday()
        for _number in range(max(0, round(chance.gauss(A_DAY[weekday], A_DAY[weekday] ** 0.5)))):
            slug = chance.choices(list(SHARE), list(SHARE.values()))[0]
            hour = chance.choices(range(24), HOURS)[0]
            at = midnight + timedelta(hours=hour, minutes=chance.randrange(60), seconds=chance.randrange(60))
            since = live[slug]
            if since is not None and since < at:
                yield at, slug


def _bursts(world: World, chance: Random) -> Iterator[tuple[datetime, str]]:
    """People report an outage while it lasts, most of them at its start."""
    for slug, ago, hour, minutes, _title, is_planned, is_partial in OUTAGES:
        if not is_planned:
            for _number in range(BURST // 2 if is_partial else BURST):
                yield world.day(-ago, hour) + timedelta(minutes=minutes * chance.random() ** 2), slug


def _story(world: World, chance: Random, at: datetime, slug: str) -> Story:
    kind = "incident" if chance.random() < 0.64 else "request"
    service = world.services[slug]
    customers = {organisation.pk for organisation in service.customers.all()} if slug == "results" else None
    requester = chance.choice(
        [person for person in _requesters(world) if not customers or person.organisation_id in customers]
    )
    impact, urgency = chance.choices((1, 2, 3), (6, 40, 54))[0], chance.choices((1, 2, 3), (12, 50, 38))[0]
    title = chance.choice(TITLES[slug][kind])
    agent = world.people[chance.choice(AGENTS)]
    story = Story(kind, title, slug, requester, at, impact, urgency, agent, round(chance.lognormvariate(2.9, 0.6)) + 4)
    story.steps.append(Step(at, "TicketOpened", requester, {"team": service.team_id}))
    _go_on(world, chance, story)
    return story


def _go_on(world: World, chance: Random, story: Story) -> None:
    """Taken, answered, perhaps waiting, solved, perhaps reopened, closed, perhaps rated; nothing past now."""
    hours = world.hours("desk")
    pace = HANDLING[story.priority]

    def after(at: datetime, minutes: float) -> datetime:
        return hours.add(at, timedelta(minutes=max(1, round(minutes))))

    taken = after(story.opened_at, chance.lognormvariate(2.35, 0.95))
    answered = after(taken, chance.lognormvariate(1.6, 0.7))
    story.steps += [
        Step(taken, "TicketTaken", story.agent, {"assignee": story.agent.pk}),
        Step(
            answered,
            "TicketAnswered",
            story.agent,
            said=f"Good day {story.requester.name.split()[0]}. I am looking into it.",
        ),
    ]
    at = answered
    more = world.chance(f"clocks-{story.opened_at.isoformat()}")
    if story.service in SECOND_LINE and more.random() < 0.3:
        at = _hand_on(world, more, story, after(at, 6 + 20 * more.random()), after)
    if story.service in SUPPLIED and more.random() < 0.3:
        at = _supplied(world, more, story, after(at, 10 + 30 * more.random()), after)
    if story.priority >= 3 and more.random() < 0.12:
        at = _agree(more, story, after(at, 5), after)
    if chance.random() < 0.27:
        reason = chance.choice(WAITS)
        waits = after(at, pace * 0.2 * chance.random())
        at = after(waits, chance.lognormvariate(5.3, 0.8))
        story.steps += [
            Step(waits, "TicketWaits", story.agent, {"waits_for": reason}),
            Step(at, "TicketResumed", story.requester, said="Here is what you asked for."),
        ]
    if chance.random() < 0.12:
        note = "Seen before on another ward, compare the last week."
        story.steps.append(Step(after(at, 5), "TicketNoted", story.agent, said=note, is_internal=True))
    solved = after(at, pace * chance.lognormvariate(-0.5, 0.85))
    story.steps.append(Step(solved, "TicketResolved", story.agent, {"solution": chance.choice(SOLUTIONS[story.kind])}))
    if chance.random() < 0.045:
        again = after(solved, chance.randint(30, 400))
        solved = after(again, pace * 0.5)
        story.steps += [
            Step(again, "TicketReopened", story.requester, {"reason": "It happens again."}),
            Step(solved, "TicketResolved", story.agent, {"solution": "Found the cause this time and mended it."}),
        ]
    _end(chance, story, solved)
    story.steps = sorted((step for step in story.steps if step.at < world.now), key=lambda step: step.at)
    if not story.count("TicketAssigned"):
        story.team_id = None
    story.state = _state(story)


After = Callable[[datetime, float], datetime]


def _hand_on(world: World, chance: Random, story: Story, at: datetime, after: After) -> datetime:
    """To the second line, who answers and carries on; their own clock runs while they have it."""
    engineer = world.people[chance.choice(("Mina Aydin", "Karl Lorenz", "Nils Berg", "Ben Carter"))]
    story.team_id = world.teams["platform"].pk
    story.steps.append(Step(at, "TicketAssigned", story.agent, {"team": story.team_id, "assignee": engineer.pk}))
    answered = after(at, chance.lognormvariate(4.2, 0.9))
    said = "The second line has it now. I will write again when I know more."
    story.steps.append(Step(answered, "TicketAnswered", engineer, said=said))
    if chance.random() < 0.5:
        asked = after(answered, 30 + 200 * chance.random())
        story.steps += [
            Step(asked, "TicketNoted", story.requester, said="Is there any news?"),
            Step(after(asked, chance.lognormvariate(4.0, 0.9)), "TicketAnswered", engineer, said="Nearly there."),
        ]
        answered = story.steps[-1].at
    story.agent = engineer
    return answered


def _supplied(world: World, chance: Random, story: Story, at: datetime, after: After) -> datetime:
    """It waits for whoever supplies the service; the clock of what they promised runs meanwhile."""
    supplier = world.organisations[SUPPLIED[story.service]]
    data = {"waits_for": supplier.name, "supplier": supplier.pk}
    back = after(at, chance.lognormvariate(6.0, 0.9))
    story.steps += [Step(at, "TicketWaits", story.agent, data), Step(back, "TicketResumed", story.agent)]
    return back


def _agree(chance: Random, story: Story, at: datetime, after: After) -> datetime:
    """A day is agreed with the one who asked, and stands."""
    due_at = after(at, 60 * chance.randint(20, 60)).replace(minute=0, second=0, microsecond=0)
    data = {"due_at": due_at.isoformat(), "reason": "Agreed by phone: after the ward round."}
    story.steps.append(Step(at, "TicketDateAgreed", story.agent, data))
    return at


def _end(chance: Random, story: Story, solved: datetime) -> None:
    closed = solved + timedelta(hours=chance.choice((2, 20, 72)), minutes=chance.randrange(60))
    story.steps.append(Step(closed, "TicketClosed", story.requester))
    if chance.random() < 0.38:
        rating = chance.choices((5, 4, 3, 2, 1), (52, 29, 10, 5, 4))[0]
        story.steps.append(Step(closed + timedelta(minutes=2), "TicketRated", story.requester, {"rating": rating}))


STATES = {
    "TicketOpened": TicketState.NEW,
    "TicketTaken": TicketState.IN_PROGRESS,
    "TicketWaits": TicketState.WAITING,
    "TicketResumed": TicketState.IN_PROGRESS,
    "TicketResolved": TicketState.RESOLVED,
    "TicketReopened": TicketState.IN_PROGRESS,
    "TicketClosed": TicketState.CLOSED,
}


def _state(story: Story) -> TicketState:
    return [STATES[step.what] for step in story.steps if step.what in STATES][-1]


def _requesters(world: World) -> list[Person]:
    house = world.organisations["house"].pk
    return [person for person in world.people.values() if person.organisation_id != house]


def _change(world: World, chance: Random, number: int) -> Story:
    """A change every few days, the last ones still ahead."""
    slug = chance.choice([slug for slug in SHARE if slug != "results"])
    starts_at = world.workday(-DAYS + 12 + round(number * (DAYS + 8) / 110), chance.choice((9, 12, 18)))
    opened_at = starts_at - timedelta(days=chance.randint(4, 11))
    opened_at = min(opened_at, world.now - timedelta(hours=3))
    engineer = world.people[chance.choice(("Mina Aydin", "Karl Lorenz", "Nils Berg", "Ben Carter"))]
    ends_at = starts_at + timedelta(minutes=chance.choice((30, 60, 120)))
    story = Story(
        "change", chance.choice(CHANGES), slug, engineer, opened_at, 3, 3, engineer, 45, window=(starts_at, ends_at)
    )
    story.steps.append(Step(opened_at, "TicketOpened", engineer, {"team": world.services[slug].team_id}))
    for at, what, data in (
        (opened_at + timedelta(hours=2), "TicketTaken", {"assignee": engineer.pk}),
        (ends_at, "TicketResolved", {"solution": "Done as planned; checked with two users."}),
        (ends_at + timedelta(days=1), "TicketClosed", {}),
    ):
        if at < world.now:
            story.steps.append(Step(at, what, engineer, dict(data)))
    story.state = _state(story)
    return story


def _problem(world: World, number: int) -> Story:
    slug, title, ago = PROBLEMS[number]
    lead = world.people["Rosa Conti"]
    story = Story("problem", title, slug, lead, world.workday(-ago), 2, 3, lead, 240)
    story.steps += [
        Step(story.opened_at, "TicketOpened", lead, {"team": world.services[slug].team_id}),
        Step(story.opened_at + timedelta(hours=1), "TicketTaken", lead, {"assignee": lead.pk}),
    ]
    if ago > 60:
        solution = {"solution": "Cause removed; incidents have stopped."}
        story.steps.append(Step(world.workday(-ago + 40), "TicketResolved", lead, solution))
    story.state = _state(story)
    return story
