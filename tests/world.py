"""One whole thread, made by the cast through the actions, with a canary in everything that is private.

From the objective to the improvement; each noun with a page has a record here, each address a key.
"""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

from goldenthread.business.assets.actions import NewItem, register_item
from goldenthread.business.desk import actions as desk
from goldenthread.business.people import actions as people
from goldenthread.business.people.models import Person, Role
from goldenthread.business.portfolio.models import Investment
from goldenthread.business.projects import actions as projects
from goldenthread.business.projects.models import Deliverable
from goldenthread.business.services import actions as services
from goldenthread.business.services.models import Service
from goldenthread.business.work.actions import ExchangeRateFacts, ask_approval, log_time, set_exchange_rate
from goldenthread.business.work.models import Work
from goldenthread.foundation.files import Upload
from goldenthread.foundation.keys import next_key
from goldenthread.foundation.models import Run
from tests.business.portfolio.stage import a_portfolio
from tests.cast import HOUSE, NOON, Cast, acting, assemble, person
from tests.world_portfolio import choose, level, steer
from tests.world_records import AUDITORS, DAY, HOUR, SERVED, STAFF, STEERERS, Canary, World, name_keys

__all__ = [
    "AUDITORS",
    "DAY",
    "HOUR",
    "SERVED",
    "STAFF",
    "STEERERS",
    "Canary",
    "World",
    "build",
    "investment_of",
    "service_of",
]


def build(cast: Cast | None = None) -> World:
    """The whole thread, some of it in private, at NOON and the hours after it."""
    cast = cast or assemble()
    world = World(cast, person("Yusuf Demir", cast.stranger_org, Role.REQUESTER), a_portfolio(cast))
    _house(world)
    steer(world)
    _deliver(world)
    _provide(world)
    _serve(world)
    _calculate(world)
    choose(world)
    level(world)
    name_keys(world)
    return world


def _house(world: World) -> None:
    cast = world.cast
    people.set_rate(
        acting(cast.emeka), new=people.RateFacts(per_hour=Decimal("91.37"), currency="EUR", valid_from=date(2025, 1, 1))
    )
    world.hide("91.37", {"emeka", "mara"}, "the rate of an hour", in_facts=True)
    rate = ExchangeRateFacts("USD", "EUR", date(2025, 1, 1), Decimal("0.91"), "European Central Bank")
    set_exchange_rate(acting(cast.emeka), new=rate)
    people.note_absence(
        acting(cast.tomas),
        new=people.AbsenceFacts(kind="illness", starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 10)),
    )
    name = world.hide("Tokenofdaniel", {"daniel", "emeka"}, "the name of a token", in_facts=True)
    people.make_token(acting(cast.daniel), name=name)
    view = world.hide("Viewofdaniel", {"daniel"}, "the name of a view", in_facts=True)
    people.save_view(acting(cast.daniel), listing="tickets", name=view, filters={"priority": "1"})
    skill = people.add_skill(acting(cast.emeka), name="Networks")
    people.rate_skill(acting(cast.emeka), cast.tomas.key, skill=skill.key, level=3)


def _deliver(world: World) -> None:
    """The plan with a task that one person alone knows of, time and cost, the deliverable and the hand-over."""
    cast, key = world.cast, world.named["project"]
    first = _task(world, "Write the booking page", 5, Decimal(400))
    second = _task(world, "Try it with patients", 3, Decimal(200))
    last = projects.add_task(acting(cast.priya), key, new=projects.NewTask("Ready to go live", is_milestone=True))
    projects.link_tasks(acting(cast.priya), second, predecessor=first)
    projects.link_tasks(acting(cast.priya), last.key, predecessor=second)
    projects.assign_task(acting(cast.priya), first, person=cast.tomas.key)
    projects.assign_task(acting(cast.priya), second, person=cast.tomas.key)
    secret = world.hide("Magpietask", {"tomas"}, "a private task", in_facts=True)
    hidden = _task(world, f"{secret} with the works council", 1, Decimal(0))
    Work.objects.filter(key=hidden).update(is_private=True, assignee=cast.tomas)
    world.named |= {"task": first, "private task": hidden, "milestone": last.key}

    projects.baseline_project(acting(cast.priya, NOON + HOUR), key, reason="Agreed with Ruth")
    projects.comment_task(acting(cast.tomas), first, text="The page stands.")
    log_time(acting(cast.tomas), first, on=NOON.date(), minutes=180, note="Drawing")
    projects.report_progress(acting(cast.tomas, NOON + 2 * HOUR), first, percent=40)
    risk = projects.note_risk(
        acting(cast.priya), key, new=projects.NewRisk("Phones are too old", 30, days=5, cost=Decimal(100))
    )
    world.named["risk"] = risk.key
    tester = projects.add_resource(acting(cast.priya), key, facts=projects.ResourceFacts(name="Tester to be found"))
    projects.use_resource(acting(cast.priya), second, resource=tester.pk, units=Decimal(50))
    projects.record_decision(acting(cast.priya), key, title="One page, not two", reason="Half the work")
    deliverable = Deliverable.objects.get(project__key=key)
    further = world.hide("Wagtailmanual", STEERERS | {"tomas"}, "a deliverable in the making", in_facts=True)
    projects.add_deliverable(acting(cast.priya), key, new=projects.NewDeliverable(further, ("Read by a nurse",)))
    projects.submit_deliverable(acting(cast.tomas), deliverable.key, evidence=["Seen on three phones"])
    handover = projects.start_handover(acting(cast.priya), key, service=world.named["service"])
    world.named |= {"deliverable": deliverable.key, "handover": handover.key}


def _task(world: World, title: str, days: int, budget: Decimal) -> str:
    new = projects.NewTask(title, duration_minutes=days * 480, budget=budget)
    return projects.add_task(acting(world.cast.priya), world.named["project"], new=new).key


def _provide(world: World) -> None:
    """The live service with its promises, its money, its measure and what could be better."""
    cast, owner = world.cast, acting(world.cast.ines)
    key = cast.service.key
    response = services.NewTarget("response", cast.calendar.pk, minutes=60)
    solution = services.NewTarget("resolution", cast.calendar.pk, minutes=480)
    agreement = services.add_agreement(
        owner,
        key,
        new=services.NewAgreement(
            "Clinic agreement",
            "sla",
            organisation_id=cast.clinic.pk,
            availability_percent=Decimal("99.5"),
            targets=(response, solution),
        ),
    )
    ola = world.hide("Heronpromise", STAFF, "what a team promised", in_facts=True)
    inside = services.NewAgreement(ola, "ola", team_id=cast.desk.pk, targets=(response,))
    services.add_agreement(owner, key, new=inside)
    hosting = world.hide("Cormoranthosting", STEERERS, "a contract", in_facts=True)
    contract = services.add_contract(
        owner,
        key,
        new=services.NewContract(hosting, supplier_id=cast.house.pk, monthly=Decimal(2800), starts_on=date(2026, 1, 1)),
    )
    services.post_running_costs(HOUSE, month=date(2026, 2, 1))
    bought = world.hide("Puffinheadsets", STEERERS, "a purchase", in_facts=True)
    services.record_purchase(
        owner, account_id=cast.service.account_id, title=bought, amount=Decimal(129), on=NOON.date()
    )
    outage = services.report_outage(
        acting(cast.daniel, NOON + HOUR), key, new=services.NewOutage("Nothing answers", NOON - HOUR, NOON)
    )
    freeze = services.add_freeze_window(
        owner, name="Year end", starts_at=NOON + 30 * DAY, ends_at=NOON + 40 * DAY, service=key
    )
    offering = services.add_offering(
        owner,
        key,
        new=services.NewOffering("A second calendar", "request", questions=(services.NewQuestion("For which ward?"),)),
    )
    measure = services.add_measure(
        owner,
        new=services.NewMeasure(
            "Calls a week", "calls", "down", Decimal(900), Decimal(300), date(2026, 12, 31), service_id=cast.service.pk
        ),
    )
    source = world.hide("Lapwingsource", STAFF, "the source of a reading", in_facts=True)
    services.read_measure(owner, measure.key, on=NOON.date(), value=Decimal(610), source=source)
    idea = world.hide("Nightjaridea", STAFF, "an improvement noted by staff", in_facts=True)
    improvement = services.note_improvement(owner, key, title=f"{idea} for reminders")
    item = register_item(owner, new=NewItem("Database 4", "database", cast.house.pk))
    services.add_service_item(owner, key, item=item.key)
    world.named |= {
        "agreement": agreement.key,
        "contract": contract.key,
        "outage": outage.key,
        "freeze": freeze.key,
        "offering": offering.key,
        "measure": measure.key,
        "improvement": improvement.key,
        "item": item.key,
    }


def _serve(world: World) -> None:
    """Tickets: one with a note for the desk alone, a private one, one of other people, one solved."""
    cast = world.cast
    on_desk = acting(cast.daniel, NOON + HOUR)
    said = world.hide("Swallowslots", {"nadia", "daniel"}, "a ticket that is not shared", in_facts=True)
    ticket = _ask(world, cast.nadia, f"{said} vanish while choosing", impact=1)
    desk.take_ticket(on_desk, ticket)
    note = world.hide("Ravennote", {"daniel"}, "an internal note")
    paper = world.hide("Owlpaper", {"daniel"}, "an internal file")
    desk.add_note(on_desk, ticket, text=f"{note}: she has called twice.", files=[_file(f"{paper}.txt")])
    desk.answer_ticket(on_desk, ticket, text="I am looking at it.", files=[_file("Picture.txt")])
    open_, shared = _ask(world, cast.nadia, "Reminders come twice"), _ask(world, cast.nadia, "Slow", is_shared=True)
    secret = world.hide("Kestrelmatter", {"omar", "daniel"}, "a private ticket", in_facts=True)
    private = _ask(world, cast.omar, f"{secret} about a colleague", is_private=True)
    foreign = world.hide("Ospreyticket", {"yusuf", "daniel"}, "a ticket of another organisation", in_facts=True)
    abroad = desk.open_ticket(
        acting(cast.daniel),
        new=desk.NewTicket(f"{foreign} from far away", cast.service.key, requester=world.yusuf.key),
    ).key
    asked = _ask(world, cast.omar, "", offering=world.named["offering"], answers={"for-which-ward": "Ward 7"})
    approval = ask_approval(acting(cast.daniel).as_house(), asked, approver_id=cast.ines.pk)
    solved = _ask(world, cast.nadia, "Cannot print")
    desk.resolve_ticket(on_desk, solved, solution="The printer was asleep.")
    log_time(on_desk, solved, on=NOON.date(), minutes=15)
    world.named |= {
        "ticket": ticket,
        "open ticket": open_,
        "shared ticket": shared,
        "private ticket": private,
        "foreign ticket": abroad,
        "request": asked,
        "solved ticket": solved,
        "approval": approval.key,
    }


def _ask(world: World, who: Person, title: str, **known: Any) -> str:
    service = "" if "offering" in known else world.cast.service.key
    return desk.open_ticket(acting(who), new=desk.NewTicket(title, service, **known)).key


def _file(name: str) -> Upload:
    return Upload(name, io.BytesIO(b"plain words"))


def _calculate(world: World) -> None:
    """A long calculation that failed, of one who alone may look at it."""
    why = world.hide("Plumbnumber", {"priya"}, "why a run of one's own failed")
    Run.objects.create(
        key=next_key(Run.prefix),
        kind="of yesterday",
        about=world.named["project"],
        state=Run.State.FAILED,
        asked_by=world.cast.priya.pk,
        asked_at=NOON,
        ended_at=NOON,
        why=why,
    )


def investment_of(world: World) -> Investment:
    return Investment.objects.get(key=world.named["investment"])


def service_of(world: World) -> Service:
    return Service.objects.get(key=world.named["service"])
