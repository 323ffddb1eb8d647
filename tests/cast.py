"""A small cast with fixed roles, used everywhere. Charlie must see nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from goldenthread.business.people import queries
from goldenthread.business.people.models import Membership, Organisation, Person, Role, RoleGrant, Team, WorkCalendar
from goldenthread.business.services.models import PortfolioState, Service, Stage
from goldenthread.business.work.actions import open_account
from goldenthread.foundation.actors import SYSTEM, Acting, Actor
from goldenthread.foundation.keys import next_key

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)  # a Monday, noon in Berlin
OFFICE = {
    "timezone": "Europe/Berlin",
    "weekly": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")} | {"sat": [], "sun": []},
    "holidays": [],
    "breaks": {},
    "exceptions": {},
}
HOUSE = Acting(SYSTEM, NOON)


@dataclass
class Cast:
    """Everyone, by first name; each has one role on the whole house unless it says otherwise."""

    calendar: WorkCalendar
    house: Organisation
    clinic: Organisation
    stranger_org: Organisation
    desk: Team
    service: Service
    mara: Person  # portfolio manager
    ruth: Person  # sponsor
    priya: Person  # project manager
    ines: Person  # service owner, owns the service
    tomas: Person  # team member
    daniel: Person  # desk agent, in the desk's team
    nadia: Person  # requester at the clinic
    omar: Person  # requester at the clinic, Nadia's colleague
    emeka: Person  # administrator
    aoife: Person  # auditor
    charlie: Person  # requester of another organisation: must see nothing of the clinic's

    def everyone(self) -> list[Person]:
        return [value for value in vars(self).values() if isinstance(value, Person)]


def actor(person: Person) -> Actor:
    return queries.actor_of(person)


def acting(person: Person, at: datetime = NOON, seen: int | None = None) -> Acting:
    return actor(person).at(at, seen)


def person(name: str, organisation: Organisation, *roles: Role) -> Person:
    made = Person.objects.create(
        key=next_key("PER"),
        name=name,
        email=f"{name.split(maxsplit=1)[0].lower()}@vallenbrook.example",
        organisation=organisation,
        joined_at=NOON,
        timezone="Europe/Berlin",
    )
    for role in roles:
        RoleGrant.objects.create(key=next_key("GRT"), person=made, role=role)
    return made


def organisation(name: str, kind: str, calendar: WorkCalendar) -> Organisation:
    return Organisation.objects.create(key=next_key("ORG"), name=name, kind=kind, calendar=calendar)


def assemble() -> Cast:
    """Bring the cast on stage in an empty database."""
    calendar = WorkCalendar.objects.create(key=next_key("CAL"), name="Office hours", spec=OFFICE)
    house = organisation("Vallenbrook Health", "internal", calendar)
    clinic = organisation("Harbour clinic", "customer", calendar)
    other = organisation("Far hospital", "customer", calendar)
    desk = Team.objects.create(key=next_key("TEAM"), name="Service desk", organisation=house)
    ines = person("Ines Brandt", house, Role.SERVICE_OWNER)
    service = Service.objects.create(
        key=next_key("SRV"),
        name="Appointment booking",
        state=PortfolioState.CATALOGUE,
        stage=Stage.PROVIDE,
        owner=ines,
        team=desk,
        account=open_account("Appointment booking", "EUR"),
        calendar=calendar,
        live_at=NOON,
    )
    service.customers.set([clinic])
    daniel = person("Daniel Sato", house, Role.DESK_AGENT)
    Membership.objects.create(person=daniel, team=desk)
    return Cast(
        calendar,
        house,
        clinic,
        other,
        desk,
        service,
        mara=person("Mara Lindqvist", house, Role.PORTFOLIO_MANAGER),
        ruth=person("Ruth Calder", house, Role.SPONSOR),
        priya=person("Priya Nair", house, Role.PROJECT_MANAGER),
        ines=ines,
        tomas=person("Tomas Okafor", house, Role.TEAM_MEMBER),
        daniel=daniel,
        nadia=person("Nadia Brook", clinic, Role.REQUESTER),
        omar=person("Omar Feld", clinic, Role.REQUESTER),
        emeka=person("Emeka Obi", house, Role.ADMINISTRATOR),
        aoife=person("Aoife Byrne", house, Role.AUDITOR),
        charlie=person("Charlie Zane", other, Role.REQUESTER),
    )
