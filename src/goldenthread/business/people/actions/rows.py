"""One row of each register, put in: added where nothing of the kind is there, else changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.people.actions.calendars import CalendarFacts, add_calendar, change_calendar
from goldenthread.business.people.actions.cells import Row, amount, day, required, values, yes
from goldenthread.business.people.actions.grants import give_role, scope_of
from goldenthread.business.people.actions.organisations import (
    OrganisationFacts,
    add_organisation,
    change_organisation,
)
from goldenthread.business.people.actions.persons import (
    NewPerson,
    PersonChange,
    add_person,
    change_person,
    deactivate_person,
    reactivate_person,
)
from goldenthread.business.people.actions.rates import (
    AbsenceFacts,
    RateFacts,
    change_absence,
    change_rate,
    note_absence,
    set_rate,
)
from goldenthread.business.people.actions.teams import (
    TeamFacts,
    add_skill,
    add_team,
    change_skill,
    change_team,
    join_team,
    rate_skill,
)
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
from goldenthread.business.people.queries.hours import closures, days, hours
from goldenthread.engine.calendars.hours import WEEKDAYS
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid


def put(
    acting: Acting,
    existing: Any,
    add: Callable[[], Any],
    change: Callable[[str], Any],
) -> str:
    """Add where nothing is there yet, else change; tells "added", "changed" or "unchanged"."""
    if existing is None:
        add()
        return "added"
    before = existing.version
    change(existing.key)
    existing.refresh_from_db(fields=["version"])
    return "changed" if existing.version != before else "unchanged"


def found(model: Any, row: Row, **natural: Any) -> Any:
    """The record a row is about: by its key, which must then be there, else by what makes it the only one."""
    if row.get("key"):
        found = model.objects.filter(key=row["key"]).first()
        if found is None:
            raise Invalid(fields={"key": _("There is no %(key)s here.") % {"key": row["key"]}})
        return found
    return model.objects.filter(**natural).order_by("id").first()


def _organisation(acting: Acting, row: Row) -> str:
    facts = OrganisationFacts(**values(row, "name", "kind", "parent", "calendar", "currency"))
    existing = found(Organisation, row, name=row.get("name"))
    return put(
        acting,
        existing,
        lambda: add_organisation(acting, new=facts),
        lambda key: change_organisation(acting, key, change=facts),
    )


def _calendar(acting: Acting, row: Row) -> str:
    week = {name: hours(row[name]) for name in WEEKDAYS if name in row}
    existing = found(WorkCalendar, row, name=row.get("name"))
    before = existing.spec["weekly"] if existing is not None else {}
    facts = CalendarFacts(
        **values(row, "name", "timezone", "country", "region"),
        weekly={**before, **week} if week else None,
        holidays=row["holidays"].split() if "holidays" in row else None,
        exceptions=days(row["exceptions"]) if "exceptions" in row else None,
        breaks=days(row["breaks"]) if "breaks" in row else None,
        closures=closures(row["closures"]) if "closures" in row else None,
    )
    return put(
        acting,
        existing,
        lambda: add_calendar(acting, new=facts),
        lambda key: change_calendar(acting, key, change=facts),
    )


def _person(acting: Acting, row: Row) -> str:
    state = row.get("state", "")
    if state not in ("", "here", "left"):
        raise Invalid(fields={"state": _("The state is here or left.")})
    known = values(row, "name", "email", "job", "calendar", "locale", "timezone")
    existing = found(Person, row, email=row.get("email", "").lower())
    if existing is None:
        new = NewPerson(**{"name": "", "email": "", **{name: text for name, text in known.items() if text}})
        person = add_person(acting, organisation=row.get("organisation", ""), new=new)
        if state == "left":
            deactivate_person(acting, person.key)
        return "added"
    before = existing.version
    change_person(acting, existing.key, change=PersonChange(**known, organisation=row.get("organisation") or None))
    if state == "left" and existing.is_active:
        deactivate_person(acting, existing.key)
    if state == "here" and not existing.is_active:
        reactivate_person(acting, existing.key)
    existing.refresh_from_db(fields=["version"])
    return "changed" if existing.version != before else "unchanged"


def _team(acting: Acting, row: Row) -> str:
    facts = TeamFacts(**values(row, "name", "organisation", "calendar"))
    existing = found(Team, row, name=row.get("name"), organisation__key=row.get("organisation"))
    return put(
        acting,
        existing,
        lambda: add_team(acting, new=facts),
        lambda key: change_team(acting, key, change=facts),
    )


def _member(acting: Acting, row: Row) -> str:
    is_lead = yes(row, "lead")
    team, person = row.get("team", ""), row.get("person", "")
    before = Membership.objects.filter(team__key=team, person__key=person).values_list("is_lead", flat=True).first()
    required(Team, team, "team")
    join_team(acting, team, person=person, is_lead=is_lead)
    return "added" if before is None else ("unchanged" if before == is_lead else "changed")


def _skill(acting: Acting, row: Row) -> str:
    name = row.get("name", "")
    return put(
        acting,
        found(Skill, row, name__iexact=name),
        lambda: add_skill(acting, name=name),
        lambda key: change_skill(acting, key, name=name),
    )


def _level(acting: Acting, row: Row) -> str:
    person, skill = row.get("person", ""), row.get("skill", "")
    required(Person, person, "person")
    text = row.get("level", "")
    if not text.isdecimal():
        raise Invalid(fields={"level": _("A level runs from 1 (learning) to 5 (teaching).")})
    held = PersonSkill.objects.filter(person__key=person, skill__key=skill).values_list("level", flat=True).first()
    rate_skill(acting, person, skill=skill, level=int(text))
    return "added" if held is None else ("unchanged" if held == int(text) else "changed")


def _rate(acting: Acting, row: Row) -> str:
    since = day(row, "valid_from")
    person, team = row.get("person", ""), row.get("team", "")
    natural = {"person__key": person or None, "team__key": team or None, "valid_from": since}
    facts = RateFacts(person, team, amount(row, "per_hour"), row.get("currency") or None, since)
    return put(
        acting,
        found(Rate, row, **natural),
        lambda: set_rate(acting, new=facts),
        lambda key: change_rate(acting, key, change=facts),
    )


def _absence(acting: Acting, row: Row) -> str:
    first, last, person = day(row, "starts_on"), day(row, "ends_on"), row.get("person", "")
    required(Person, person, "person")
    facts = AbsenceFacts(person, row.get("kind") or None, first, last)
    return put(
        acting,
        found(Absence, row, person__key=person, starts_on=first),
        lambda: note_absence(acting, new=facts),
        lambda key: change_absence(acting, key, change=facts),
    )


def _grant(acting: Acting, row: Row) -> str:
    """A grant is given or there already; it is never changed, only taken back on its page."""
    scope, scope_id = scope_of(row.get("on", ""))
    held = {"person__key": row.get("person", ""), "role": row.get("role", ""), "scope": scope, "scope_id": scope_id}
    if RoleGrant.objects.filter(**held).exists():
        return "unchanged"
    if row.get("key") and RoleGrant.objects.filter(key=row["key"]).exists():
        sentence = _("%(key)s is another grant. Take it back on its page and leave the key empty here.")
        raise Invalid(fields={"key": sentence % {"key": row["key"]}})
    give_role(acting, person=row.get("person", ""), role=row.get("role", ""), on=row.get("on", ""))
    return "added"


PUT: dict[str, Callable[[Acting, Row], str]] = {
    "organisations": _organisation,
    "calendars": _calendar,
    "people": _person,
    "teams": _team,
    "members": _member,
    "skills": _skill,
    "levels": _level,
    "rates": _rate,
    "absences": _absence,
    "grants": _grant,
}
