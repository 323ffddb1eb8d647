"""Teams and who is in them; skills and who has them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from goldenthread.business.people.actions.values import apply, check, given, maybe, one
from goldenthread.business.people.events import (
    MemberJoined,
    MemberLeft,
    SkillAdded,
    SkillChanged,
    SkillRated,
    TeamAdded,
    TeamChanged,
)
from goldenthread.business.people.models import (
    Membership,
    Organisation,
    Person,
    PersonSkill,
    Skill,
    Team,
    WorkCalendar,
)
from goldenthread.business.people.policies import may_administer, may_administer_record
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, NotFound
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_key


@dataclass(frozen=True)
class TeamFacts:
    """`organisation` and `calendar` are keys; None leaves a value as it is."""

    name: str | None = None
    organisation: str | None = None
    calendar: str | None = None


@action(may=may_administer)
def add_team(acting: Acting, *, new: TeamFacts) -> Team:
    team = Team(key=next_key("TEAM"), organisation=one(acting, Organisation, new.organisation or "", "organisation"))
    _apply(acting, team, new)
    team.save()
    record(TeamAdded(subject=team.key, name=team.name), version=team.version)
    return team


@action(on=Team, may=may_administer_record)
def change_team(acting: Acting, team: Team, *, change: TeamFacts) -> Team:
    changes = _apply(acting, team, change)
    if changes:
        team.save()
        record(TeamChanged(subject=team.key, changes=changes), version=team.version)
    return team


@action(on=Team, may=may_administer_record)
def join_team(acting: Acting, team: Team, *, person: str, is_lead: bool = False) -> Membership:
    """Put a person into a team, or change whether they lead it."""
    member = one(acting, Person, person, "person")
    membership, is_new = Membership.objects.get_or_create(person=member, team=team, defaults={"is_lead": is_lead})
    if is_new or membership.is_lead != is_lead:
        membership.is_lead = is_lead
        membership.save()
        team.save()
        record(MemberJoined(subject=team.key, person=member.key, is_lead=is_lead), version=team.version)
    return membership


@action(on=Team, may=may_administer_record)
def leave_team(acting: Acting, team: Team, *, person: str) -> Team:
    """Take a person out of a team."""
    gone, _by_model = Membership.objects.filter(team=team, person__key=person).delete()
    if not gone:
        raise NotFound(_("%(key)s is not in this team.") % {"key": person})
    team.save()
    record(MemberLeft(subject=team.key, person=person), version=team.version)
    return team


@action(may=may_administer)
def add_skill(acting: Acting, *, name: str) -> Skill:
    skill = Skill(key=next_key("SKL"), name=name.strip())
    _check_skill(skill)
    skill.save()
    record(SkillAdded(subject=skill.key, name=skill.name), version=skill.version)
    return skill


@action(on=Skill, may=may_administer_record)
def change_skill(acting: Acting, skill: Skill, *, name: str) -> Skill:
    changes = apply(skill, {"name": name.strip()})
    if changes:
        _check_skill(skill)
        skill.save()
        record(SkillChanged(subject=skill.key, changes=changes), version=skill.version)
    return skill


@action(on=Person, may=may_administer_record)
def rate_skill(acting: Acting, person: Person, *, skill: str, level: int) -> Person:
    """A person's level in a skill, 1 (learning) to 5 (teaching); 0 takes it away."""
    known = one(acting, Skill, skill, "skill")
    if not 0 <= level <= 5:
        raise Invalid(fields={"level": _("A level runs from 1 (learning) to 5 (teaching).")})
    held = PersonSkill.objects.filter(person=person, skill=known)
    before = held.values_list("level", flat=True).first() or 0
    if before == level:
        return person
    if level:
        PersonSkill.objects.update_or_create(person=person, skill=known, defaults={"level": level})
    else:
        held.delete()
    person.save()
    record(SkillRated(subject=person.key, skill=known.key, level=level), version=person.version)
    return person


def _apply(acting: Acting, team: Team, facts: TeamFacts) -> dict[str, list[object]]:
    changes = apply(
        team,
        {
            "name": given(facts.name),
            "organisation": maybe(acting, Organisation, facts.organisation or None, "organisation"),
            "calendar": maybe(acting, WorkCalendar, facts.calendar, "calendar"),
        },
    )
    check(team, "organisation", "calendar", fields={} if team.name else {"name": _("Name the team.")})
    return changes


def _check_skill(skill: Skill) -> None:
    fields: dict[str, object] = {} if skill.name else {"name": _("Name the skill.")}
    if Skill.objects.filter(name__iexact=skill.name).exclude(pk=skill.pk).exists():
        fields["name"] = _("This skill is there already.")
    check(skill, fields=fields)
