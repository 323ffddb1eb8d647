"""The people of Vallenbrook Health: about 45 in three tiers, and those they serve."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from goldenthread.business.people.actions import save_view
from goldenthread.business.people.models import (
    Absence,
    Membership,
    Organisation,
    Person,
    PersonSkill,
    Rate,
    Role,
    RoleGrant,
    Skill,
    Team,
    WorkCalendar,
)
from goldenthread.connectors.demo.world import World
from goldenthread.foundation.keys import next_key

OFFICE = {day: [["08:00", "12:00"], ["13:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
DESK = {day: [["07:00", "20:00"]] for day in ("mon", "tue", "wed", "thu", "fri")} | {"sat": [["08:00", "14:00"]]}
ALWAYS = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}

ORGANISATIONS = (
    ("house", "Vallenbrook Health", "internal"),
    ("harbour", "Harbour hospital", "customer"),
    ("eastfield", "Eastfield clinic", "customer"),
    ("riverside", "Riverside practices", "customer"),
    ("nursing", "Community nursing", "customer"),
    ("northlight", "Northlight Video", "supplier"),
    ("kestrel", "Kestrel Networks", "supplier"),
    ("paperline", "Paperline Print", "supplier"),
)
TEAMS = (
    ("desk", "Service desk", "desk"),
    ("apps", "Clinical applications", "office"),
    ("network", "Network and sites", "office"),
    ("platform", "Platform", "office"),
    ("care", "Digital care", "office"),
)
SKILLS = ("Python", "PostgreSQL", "Networks", "Clinical process", "Testing", "Training", "Interfaces", "Design")

# name, job, organisation, teams, roles, language
PEOPLE: tuple[tuple[str, str, str, tuple[str, ...], tuple[Role, ...], str], ...] = (
    ("Mara Lindqvist", "Portfolio manager", "house", (), (Role.PORTFOLIO_MANAGER,), "en"),
    ("Ruth Calder", "Director of care, sponsor", "house", (), (Role.SPONSOR,), "en"),
    ("Leila Haddad", "Director of clinics, sponsor", "house", (), (Role.SPONSOR,), "en"),
    ("Jonas Weber", "Finance partner", "house", (), (Role.FINANCE_PARTNER,), "de"),
    ("Priya Nair", "Project manager", "house", ("care",), (Role.PROJECT_MANAGER,), "en"),
    ("Henrik Solberg", "Project manager", "house", ("platform",), (Role.PROJECT_MANAGER,), "en"),
    ("Katrin Vogel", "Project manager", "house", ("apps",), (Role.PROJECT_MANAGER,), "de"),
    ("Ines Brandt", "Service owner", "house", ("care",), (Role.SERVICE_OWNER,), "en"),
    ("Marcus Bell", "Service owner, network", "house", ("network",), (Role.SERVICE_OWNER,), "en"),
    ("Yusuf Demir", "Service owner, workplace", "house", ("apps",), (Role.SERVICE_OWNER,), "en"),
    ("Tomas Okafor", "Developer", "house", ("care",), (Role.TEAM_MEMBER,), "en"),
    ("Lena Huber", "Developer", "house", ("care",), (Role.TEAM_MEMBER,), "de"),
    ("Arun Pillai", "Developer", "house", ("care",), (Role.TEAM_MEMBER,), "en"),
    ("Sofia Keller", "Tester", "house", ("care",), (Role.TEAM_MEMBER,), "de"),
    ("Peter Novak", "Interface developer", "house", ("apps",), (Role.TEAM_MEMBER,), "en"),
    ("Grace Mensah", "Application manager", "house", ("apps",), (Role.TEAM_MEMBER,), "en"),
    ("Olga Petrova", "Application manager", "house", ("apps",), (Role.TEAM_MEMBER,), "en"),
    ("Ben Carter", "Database administrator", "house", ("platform",), (Role.TEAM_MEMBER,), "en"),
    ("Mina Aydin", "Platform engineer", "house", ("platform",), (Role.TEAM_MEMBER, Role.OPERATOR), "en"),
    ("Karl Lorenz", "Platform engineer", "house", ("platform",), (Role.TEAM_MEMBER, Role.OPERATOR), "de"),
    ("Nils Berg", "Network engineer", "house", ("network",), (Role.TEAM_MEMBER,), "en"),
    ("Amara Diallo", "Network engineer", "house", ("network",), (Role.TEAM_MEMBER,), "en"),
    ("Hugo Marchand", "Site technician", "house", ("network",), (Role.TEAM_MEMBER,), "en"),
    ("Elif Kaya", "Trainer", "house", ("care",), (Role.TEAM_MEMBER,), "en"),
    ("Daniel Sato", "Desk agent", "house", ("desk",), (Role.DESK_AGENT,), "en"),
    ("Ana Bauer", "Desk agent", "house", ("desk",), (Role.DESK_AGENT,), "de"),
    ("Sam Kline", "Desk agent", "house", ("desk",), (Role.DESK_AGENT,), "en"),
    ("Tara Osei", "Desk agent", "house", ("desk",), (Role.DESK_AGENT,), "en"),
    ("Erik Olsen", "Desk agent", "house", ("desk",), (Role.DESK_AGENT,), "en"),
    ("Maja Lind", "Desk agent", "house", ("desk",), (Role.DESK_AGENT,), "en"),
    ("Rosa Conti", "Desk lead", "house", ("desk",), (Role.DESK_AGENT, Role.PROBLEM_MANAGER), "en"),
    ("Victor Hale", "Change manager", "house", ("platform",), (Role.CHANGE_MANAGER,), "en"),
    ("Emeka Obi", "Administrator", "house", (), (Role.ADMINISTRATOR,), "en"),
    ("Aoife Byrne", "Auditor", "house", (), (Role.AUDITOR,), "en"),
    ("Nadia Brook", "Nurse", "harbour", (), (Role.REQUESTER,), "en"),
    ("Omar Feld", "Nurse", "harbour", (), (Role.REQUESTER,), "en"),
    ("Clara Winter", "Ward manager", "harbour", (), (Role.REQUESTER, Role.CUSTOMER), "de"),
    ("Paul Reyes", "Physician", "harbour", (), (Role.REQUESTER,), "en"),
    ("Julia Stern", "Receptionist", "eastfield", (), (Role.REQUESTER,), "de"),
    ("David Amadi", "Clinic manager", "eastfield", (), (Role.REQUESTER, Role.CUSTOMER), "en"),
    ("Hanna Frey", "Physician", "eastfield", (), (Role.REQUESTER,), "de"),
    ("Luca Moretti", "Practice manager", "riverside", (), (Role.REQUESTER, Role.CUSTOMER), "en"),
    ("Freya Jensen", "Assistant", "riverside", (), (Role.REQUESTER,), "en"),
    ("Ivan Horvat", "Community nurse", "nursing", (), (Role.REQUESTER,), "en"),
    ("Mei Tanaka", "Team lead, nursing", "nursing", (), (Role.REQUESTER, Role.CUSTOMER), "en"),
)
RATES = {"desk": 52, "apps": 78, "network": 74, "platform": 82, "care": 80}
VIEWS = (
    ("Daniel Sato", "tickets", "High and open", {"tab": "all", "priority": "2", "state": "open"}),
    ("Daniel Sato", "tickets", "Close to late", {"tab": "all", "sla": "warned"}),
    ("Mara Lindqvist", "projects", "At risk", {"light": "risk"}),
    ("Mara Lindqvist", "investments", "Waiting for a gate", {"state": "analysed"}),
    ("Emeka Obi", "events", "Roles given", {"fact": "RoleGranted"}),
)


def people_of(world: World) -> None:
    """Calendars, organisations, teams, people with roles, skills, rates and absences."""
    _calendars(world)
    for slug, name, kind in ORGANISATIONS:
        world.organisations[slug] = Organisation.objects.create(
            key=next_key("ORG"), name=name, kind=kind, calendar=world.calendars["office"]
        )
    for slug, name, calendar in TEAMS:
        world.teams[slug] = Team.objects.create(
            key=next_key("TEAM"),
            name=name,
            organisation=world.organisations["house"],
            calendar=world.calendars[calendar],
        )
    joined = world.day(-800)
    for number, row in enumerate(PEOPLE):
        _person(world, row, joined + timedelta(days=number))
    _rates(world)
    _skills(world)
    _absences(world)


def views_of(world: World) -> None:
    """The lists that some of them come back to every day."""
    for name, listing, view, filters in VIEWS:
        save_view(world.acting(name, world.day(-20)), listing=listing, name=view, filters=filters)


def demo_faces() -> tuple[str, ...]:
    """One person for each role that the sign-in page of the demo offers."""
    return (
        "Mara Lindqvist",
        "Ruth Calder",
        "Priya Nair",
        "Tomas Okafor",
        "Ines Brandt",
        "Daniel Sato",
        "Nadia Brook",
        "Emeka Obi",
        "Aoife Byrne",
    )


def _calendars(world: World) -> None:
    year = world.today.year
    holidays = [
        date(y, m, d).isoformat()
        for y in (year - 1, year, year + 1)
        for m, d in ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))
    ]
    specs: dict[str, tuple[str, dict[str, Any], list[str]]] = {
        "office": ("Office hours", OFFICE, holidays),
        "desk": ("Desk hours", DESK, holidays),
        "always": ("Around the clock", ALWAYS, []),
    }
    for slug, (name, weekly, closed) in specs.items():
        days = {day: weekly.get(day, []) for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
        spec = {"timezone": "Europe/Berlin", "weekly": days, "holidays": closed, "breaks": {}, "exceptions": {}}
        world.calendars[slug] = WorkCalendar.objects.create(key=next_key("CAL"), name=name, spec=spec, country="DE")


def _person(world: World, row: tuple[str, str, str, tuple[str, ...], tuple[Role, ...], str], joined: Any) -> None:
    name, job, organisation, teams, roles, locale = row
    person = Person(
        key=next_key("PER"),
        name=name,
        email=f"{name.lower().replace(' ', '.')}@vallenbrook.example",
        organisation=world.organisations[organisation],
        job=job,
        locale=locale,
        timezone="Europe/Berlin",
        joined_at=joined,
    )
    person.set_unusable_password()
    person.save()
    for slug in teams:
        Membership.objects.create(person=person, team=world.teams[slug], is_lead=name == "Rosa Conti")
    for role in roles:
        RoleGrant.objects.create(key=next_key("GRT"), person=person, role=role)
    world.people[name] = person


def _rates(world: World) -> None:
    for back, factor in ((6, Decimal(1)), (0, Decimal("1.03"))):
        valid_from = date(world.today.year - back, 1, 1)
        for slug, per_hour in RATES.items():
            Rate.objects.create(
                key=next_key("RATE"), team=world.teams[slug], per_hour=per_hour * factor, valid_from=valid_from
            )
        Rate.objects.create(key=next_key("RATE"), per_hour=70 * factor, valid_from=valid_from)


def _skills(world: World) -> None:
    chance = world.chance("skills")
    skills = [Skill.objects.create(key=next_key("SKL"), name=name) for name in SKILLS]
    for person in world.people.values():
        if person.organisation_id == world.organisations["house"].pk:
            for skill in chance.sample(skills, 2):
                PersonSkill.objects.create(person=person, skill=skill, level=chance.randint(2, 5))


def _absences(world: World) -> None:
    chance = world.chance("absences")
    for person in world.people.values():
        if person.organisation_id != world.organisations["house"].pk:
            continue
        for _trip in range(2):
            starts_on = world.today + timedelta(days=chance.randint(-300, 150))
            ends_on = starts_on + timedelta(days=chance.choice((4, 4, 9, 11)))
            Absence.objects.create(key=next_key("ABS"), person=person, starts_on=starts_on, ends_on=ends_on)
