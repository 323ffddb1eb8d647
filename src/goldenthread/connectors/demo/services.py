"""The eight services of Vallenbrook Health, what is promised about them, what they cost and when they were down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

from goldenthread.business.assets.models import ConfigurationItem, Relation
from goldenthread.business.services.actions import (
    NewAgreement,
    NewContract,
    NewOutage,
    NewService,
    NewTarget,
    add_agreement,
    add_contract,
    add_freeze_window,
    plan_service,
    post_running_costs,
    report_outage,
    start_providing,
)
from goldenthread.business.services.models import Offering, Service
from goldenthread.connectors.demo.world import ZONE, World
from goldenthread.foundation.keys import next_key

CLINICS = ("harbour", "eastfield", "riverside", "nursing")


@dataclass(frozen=True)
class Plan:
    """A service as it shall be: `live` is how many days ago it went live, None while it is in the pipeline."""

    slug: str
    name: str
    owner: str
    team: str
    outcome: str
    live: int | None
    customers: tuple[str, ...] = CLINICS
    supplier: str = ""
    monthly: int = 0
    items: tuple[str, ...] = ()
    spares: tuple[str, ...] = ()
    """Items that the first one leans on, and that stand in for each other."""


SERVICES = (
    Plan("booking", "Appointment booking", "Ines Brandt", "desk", "Patients find a time themselves", None),
    Plan(
        "video",
        "Remote consultations",
        "Ines Brandt",
        "desk",
        "Follow-ups happen without travelling",
        None,
        supplier="northlight",
        monthly=7900,
        items=("video-balancer",),
        spares=("video-node-1", "video-node-2"),
    ),
    Plan(
        "signon",
        "Sign-on",
        "Marcus Bell",
        "desk",
        "One sign-on opens every system",
        700,
        items=("dir-node-1", "dir-node-2"),
    ),
    Plan(
        "results",
        "Ward results",
        "Ines Brandt",
        "desk",
        "Results are at the bedside",
        None,
        ("harbour",),
        items=("lab-bridge",),
    ),
    Plan(
        "rota",
        "Staff rota",
        "Yusuf Demir",
        "desk",
        "Everyone knows their shifts a month ahead",
        520,
        monthly=2100,
        supplier="northlight",
    ),
    Plan(
        "wireless",
        "Wireless",
        "Marcus Bell",
        "desk",
        "Tablets work in every corridor",
        690,
        supplier="kestrel",
        monthly=5400,
        items=("wlc-1", "wlc-2"),
    ),
    Plan(
        "printing",
        "Printing and labels",
        "Yusuf Demir",
        "desk",
        "Every label is right the first time",
        700,
        supplier="paperline",
        monthly=3150,
        items=("print-1",),
    ),
    Plan(
        "mail",
        "Mail and calendar",
        "Yusuf Demir",
        "desk",
        "Messages arrive",
        700,
        monthly=1800,
        supplier="kestrel",
        items=("mail-1",),
    ),
)
RESPONSE = {1: 15, 2: 30, 3: 60, 4: 120, 5: 240}
RESOLUTION = {1: 240, 2: 480, 3: 1440, 4: 2400, 5: 4800}
WARN = ("75%", "-60min")
OFFERINGS = {
    "booking": (("request", "A new kind of appointment", "calendar", "Which appointment, how long, for whom"),),
    "video": (
        ("incident", "A call does not work", "video", "Sound, picture or link"),
        ("request", "A room for video", "door", "Set up in five working days"),
    ),
    "signon": (
        ("incident", "I cannot sign in", "key", "Answer in 30 minutes"),
        ("request", "Access to a system", "key", "Two working days"),
    ),
    "results": (("incident", "A result is missing", "alert", "Answer in 30 minutes"),),
    "rota": (("request", "Change a shift pattern", "calendar", "Three working days"),),
    "wireless": (("incident", "No connection", "wifi", "Answer in 30 minutes"),),
    "printing": (
        ("incident", "Something is broken", "printer", "Answer in 30 minutes"),
        ("request", "Printer or scanner", "printer", "Two working days"),
    ),
    "mail": (("request", "Shared mailbox", "mail", "One working day"),),
}
OUTAGES = (  # service, days ago, hour, minutes, title, planned, partial
    ("wireless", 200, 9, 95, "Controller lost its licence", False, False),
    ("signon", 132, 8, 140, "Directory copy fell behind", False, False),
    ("video", 75, 13, 50, "Media node out of memory", False, True),
    ("video", 41, 10, 62, "Supplier's platform down", False, False),
    ("video", 33, 9, 210, "Disk of a node failed", False, False),
    ("video", 19, 18, 180, "Both nodes renewed", True, False),
    ("results", 12, 11, 35, "Laboratory bridge stopped", False, False),
    ("mail", 90, 20, 120, "Certificates renewed", True, False),
    ("rota", 27, 7, 45, "Database full", False, True),
    ("printing", 9, 9, 30, "Label queue stuck", False, True),
)


LOSSES = {"Media node out of memory": 50, "Database full": 30}
"""Of partial outages: how much was lost, in percent; half where nothing is said."""
DOWN = {"Disk of a node failed": "video-node-2"}
"""What was down, where it was one item: the other node stood in."""


def services_of(world: World) -> None:
    """Services with offerings, items, agreements and contracts, as they came to be."""
    for plan in SERVICES:
        began = world.day(-(plan.live or 0) - 160)
        service = plan_service(world.house(began), new=_new(world, plan))
        for place, (kind, name, icon, note) in enumerate(OFFERINGS[plan.slug]):
            _offering(service, kind, name, icon, note, is_first=place == 0)
        _items(world, service, plan)
        _agree(world, service, plan)
        if plan.live is not None:
            service = start_providing(world.house(world.day(-plan.live)), service.key)
        _contract(world, service, plan)
        world.services[plan.slug] = service


def trouble_of(world: World) -> None:
    """Outages past, the freeze over the turn of the year, and the running costs of every month that ended."""
    for slug, ago, hour, minutes, title, is_planned, is_partial in OUTAGES:
        started_at = world.day(-ago, hour)
        ended_at = started_at + timedelta(minutes=minutes)
        new = NewOutage(
            title,
            started_at,
            ended_at,
            is_planned,
            is_partial,
            loss_percent=LOSSES.get(title),
            item=ConfigurationItem.objects.get(name=DOWN[title]).key if title in DOWN else "",
        )
        report_outage(world.house(started_at + timedelta(minutes=minutes + 5)), world.services[slug].key, new=new)
    year = world.today.year
    starts_at, ends_at = (
        datetime.combine(on, time(), ZONE).astimezone(UTC) for on in (date(year, 12, 14), date(year + 1, 1, 4))
    )
    add_freeze_window(world.house(world.day(-60)), name="Winter freeze", starts_at=starts_at, ends_at=ends_at)
    for month in list(world.months_back(13))[:-1]:
        post_running_costs(world.house(), month=month)


def _new(world: World, plan: Plan) -> NewService:
    return NewService(
        name=plan.name,
        owner_id=world.people[plan.owner].pk,
        team_id=world.teams[plan.team].pk,
        outcome=plan.outcome,
        customer_ids=[world.organisations[slug].pk for slug in plan.customers],
        calendar_id=world.calendars["desk"].pk,
    )


def _offering(service: Service, kind: str, name: str, icon: str, note: str, *, is_first: bool) -> None:
    question = {"name": "where", "label": "Where is it?", "type": "text", "choices": [], "is_required": is_first}
    Offering.objects.create(
        key=next_key("OFF"), service=service, kind=kind, name=name, icon=icon, description=note, questions=[question]
    )


def _items(world: World, service: Service, plan: Plan) -> None:
    made = [_item(world, name) for name in plan.items]
    service.items.add(*made)
    for one, other in pairwise(made):
        Relation.objects.create(source=one, target=other, kind=Relation.Kind.CONNECTS)
    for name in plan.spares:
        known = {"kind": Relation.Kind.DEPENDS_ON, "stands_in": "nodes"}
        Relation.objects.create(source=made[0], target=_item(world, name), **known)


def _item(world: World, name: str) -> ConfigurationItem:
    return ConfigurationItem.objects.create(
        key=next_key("CI"),
        name=name,
        kind="server",
        organisation=world.organisations["house"],
        team=world.teams["platform"],
        attributes={"site": "Data hall 1"},
    )


def _agree(world: World, service: Service, plan: Plan) -> None:
    desk, office = world.calendars["desk"].pk, world.calendars["office"].pk
    targets = [NewTarget("response", desk, minutes=RESPONSE[level], priority=level) for level in RESPONSE]
    targets += [
        NewTarget("resolution", desk, minutes=RESOLUTION[level], priority=level, goal_percent=Decimal(92), warn_at=WARN)
        for level in RESOLUTION
    ]
    targets += [
        NewTarget("next_reply", desk, minutes=240, warn_at=("50%", "-30min")),
        NewTarget("approval", office, working_days=2, goal_percent=Decimal(90), warn_at=("-1d",)),
    ]
    sla = NewAgreement(f"{plan.name} for clinics", "sla", availability_percent=Decimal("99.5"), targets=tuple(targets))
    ola = NewAgreement(
        "Second line answers",
        "ola",
        team_id=world.teams["platform"].pk,
        targets=(
            NewTarget("response", office, minutes=240, goal_percent=Decimal(90)),
            NewTarget("resolution", office, minutes=1440, goal_percent=Decimal(90), warn_at=("75%", "-60min")),
        ),
    )
    at = world.house(world.day(-(plan.live or 0) - 150))
    add_agreement(at, service.key, new=sla)
    if plan.items:
        add_agreement(at, service.key, new=ola)
    if plan.supplier:
        supplier = world.organisations[plan.supplier]
        supply = NewTarget("supplier", office, minutes=960, goal_percent=Decimal(90), warn_at=("50%",))
        contract = NewAgreement(f"{supplier.name} helps", "uc", organisation_id=supplier.pk, targets=(supply,))
        add_agreement(at, service.key, new=contract)


def _contract(world: World, service: Service, plan: Plan) -> None:
    if plan.supplier:
        new = NewContract(
            f"{world.organisations[plan.supplier].name}, {plan.name.lower()}",
            world.organisations[plan.supplier].pk,
            Decimal(plan.monthly),
            date(world.today.year - 1, 1, 1),
        )
        add_contract(world.house(world.day(-(plan.live or 0) - 140)), service.key, new=new)
