"""Teams and skills for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Query, Schema

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.listing import Listed
from goldenthread.api.people.answers import TAG, register, said, tagged
from goldenthread.business.people import actions, queries


class TeamIn(Body):
    name: str
    organisation: str
    calendar: str = ""


class TeamChangeIn(Body):
    name: str | None = None
    organisation: str | None = None
    calendar: str | None = None


class MemberIn(Body):
    person: str
    is_lead: bool = False


class LeaverIn(Body):
    person: str


class SkillIn(Body):
    name: str


class TeamOut(Schema):
    key: str
    name: str
    organisation: str
    calendar: str
    version: int


class TeamMemberOut(Schema):
    team: str
    person: str
    is_lead: bool


class TeamWithMembersOut(TeamOut):
    members: list[TeamMemberOut]


class SkillOut(Schema):
    key: str
    name: str
    version: int


class LevelOut(Schema):
    person: str
    skill: str
    level: int


class TeamsOut(Listed):
    items: list[TeamOut]


class MembersOut(Listed):
    items: list[TeamMemberOut]


class SkillsOut(Listed):
    items: list[SkillOut]


class LevelsOut(Listed):
    items: list[LevelOut]


class Asked(Schema):
    q: str = ""
    organisation: str = ""
    team: str = ""
    person: str = ""
    skill: str = ""
    cursor: str = ""
    fields: str = ""


def out(team: Any) -> dict[str, Any]:
    calendar = team.calendar.key if team.calendar else ""
    organisation = team.organisation.key
    return {
        "key": team.key,
        "name": team.name,
        "organisation": organisation,
        "calendar": calendar,
        "version": team.version,
    }


def _member_out(member: Any) -> dict[str, Any]:
    return {"team": member.team.key, "person": member.person.key, "is_lead": member.is_lead}


def _skill_out(skill: Any) -> dict[str, Any]:
    return {"key": skill.key, "name": skill.name, "version": skill.version}


def _level_out(held: Any) -> dict[str, Any]:
    return {"person": held.person.key, "skill": held.skill.key, "level": held.level}


def _full(team: Any) -> dict[str, Any]:
    members = [{"team": team.key, "person": m.person.key, "is_lead": m.is_lead} for m in team.memberships.all()]
    return out(team) | {"members": members}


@api.get("/teams", response=TeamsOut, tags=TAG)
def teams(request: ApiRequest, asked: Query[Asked]) -> Any:
    """Every team, by name."""
    return register(request, "teams", out, asked.dict())


@api.post("/teams", response={201: TeamOut}, tags=TAG)
@idempotent
def add_team(request: ApiRequest, body: TeamIn) -> Any:
    """Add a team."""
    return 201, out(actions.add_team(acting(request), new=actions.TeamFacts(**body.dict())))


@api.get("/teams/{key}", response=TeamWithMembersOut, tags=TAG)
def team(request: ApiRequest, key: str, response: HttpResponse) -> Any:
    """One team and who is in it."""
    return _full(tagged(response, queries.team_card(request.auth, key)))


@api.patch("/teams/{key}", response=TeamOut, tags=TAG)
def change_team(request: ApiRequest, key: str, body: TeamChangeIn, response: HttpResponse) -> Any:
    """Change a team; what is not sent stays."""
    change = actions.TeamFacts(**said(body))
    return out(tagged(response, actions.change_team(acting(request), key, change=change)))


@api.post("/teams/{key}/join", response={201: TeamMemberOut}, tags=TAG)
@idempotent
def join_team(request: ApiRequest, key: str, body: MemberIn) -> Any:
    """Put a person into a team, or change whether they lead it."""
    return 201, _member_out(actions.join_team(acting(request), key, person=body.person, is_lead=body.is_lead))


@api.post("/teams/{key}/leave", response=TeamOut, tags=TAG)
@idempotent
def leave_team(request: ApiRequest, key: str, body: LeaverIn) -> Any:
    """Take a person out of a team."""
    return 200, out(actions.leave_team(acting(request), key, person=body.person))


@api.get("/members", response=MembersOut, tags=TAG)
def members(request: ApiRequest, asked: Query[Asked]) -> Any:
    """Who is in which team."""
    return register(request, "members", _member_out, asked.dict())


@api.get("/skills", response=SkillsOut, tags=TAG)
def skills(request: ApiRequest, asked: Query[Asked]) -> Any:
    """Every skill, by name."""
    return register(request, "skills", _skill_out, asked.dict())


@api.post("/skills", response={201: SkillOut}, tags=TAG)
@idempotent
def add_skill(request: ApiRequest, body: SkillIn) -> Any:
    """Add a skill."""
    return 201, _skill_out(actions.add_skill(acting(request), name=body.name))


@api.patch("/skills/{key}", response=SkillOut, tags=TAG)
def change_skill(request: ApiRequest, key: str, body: SkillIn, response: HttpResponse) -> Any:
    """Rename a skill."""
    return _skill_out(tagged(response, actions.change_skill(acting(request), key, name=body.name)))


@api.get("/levels", response=LevelsOut, tags=TAG)
def levels(request: ApiRequest, asked: Query[Asked]) -> Any:
    """Who has which skill, and how well."""
    return register(request, "levels", _level_out, asked.dict())
