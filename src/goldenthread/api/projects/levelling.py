"""Levelling of plans, for programs: asked for, read as a proposal, accepted whole or in part, taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema

from goldenthread.api.door import ApiRequest, Body, acting, api, idempotent
from goldenthread.api.projects.schemas import TAGS
from goldenthread.api.runs import RunOut, run_out
from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import accept_levelling, level_projects, undo_levelling
from goldenthread.foundation.runs import stop_run


class LevelPlansIn(Body):
    """Projects by key, what counts, and how many seconds may be searched (1 to 600)."""

    projects: list[str]
    objective: Literal["finish", "weighted_finish"] = "weighted_finish"
    seconds: int = 30


class AcceptLevellingIn(Body):
    """All of it where neither is given; else what concerns these projects, or these tasks, by key."""

    projects: list[str] | None = None
    tasks: list[str] | None = None


class LevelledProjectOut(Schema):
    """Finish before and after, as the plan tells it."""

    key: str
    before: datetime
    after: datetime
    deadline: datetime


class LevelMoveOut(Schema):
    """A task that moves; `task` is null where the caller may not see it.

    `is_held` tells that levelling holds it back until `held_until` (null: no longer); others follow by their links.
    `cause`: person or machine (`who` is taken by `tasks` until then), away, running (the services take them), today (it
    cannot begin in the past), freeze (`name`), link (it follows `behind`), freed.
    """

    project: str
    task: str | None
    start_before: datetime
    start_after: datetime
    finish_before: datetime
    finish_after: datetime
    days: float
    is_held: bool
    held_until: datetime | None
    cause: str
    who: str
    tasks: list[str | None]
    behind: str | None
    name: str


class OverloadOut(Schema):
    """Hours too many of a person (or resource) in a week, and the tasks that ask for them."""

    who: str
    name: str
    week: date
    hours: float
    tasks: list[str | None]


class OverloadsOut(Schema):
    """What can be parted, before and after; and after it, what was begun at once, and what one task alone asks."""

    before: list[OverloadOut]
    after: list[OverloadOut]
    begun: list[OverloadOut]
    alone: list[OverloadOut]


class LevellingOut(Schema):
    """What was accepted of a proposal."""

    key: str
    accepted_at: datetime
    undone_at: datetime | None
    projects: list[str]
    tasks: int
    version: int


class LevelProposalOut(Schema):
    """`value` and `bound` in hours of work, `gap` is how far the value lies over the bound; null while it searches."""

    run: RunOut
    is_stale: bool
    levelling: LevellingOut | None
    value: float | None
    bound: float | None
    gap: float | None
    is_proven: bool | None
    projects: list[LevelledProjectOut]
    moves: list[LevelMoveOut]
    overloads: OverloadsOut | None


@api.post("/levellings", response={202: RunOut}, tags=TAGS, operation_id="level_projects")
@idempotent
def level(request: ApiRequest, given: LevelPlansIn) -> Any:
    """Have plans levelled together; ask the run how far it is, and the levelling of its key for the proposal."""
    return 202, run_out(level_projects(acting(request), **given.dict()))


@api.get("/levellings/{key}", response=LevelProposalOut, tags=TAGS)
def read_levelling(request: ApiRequest, key: str) -> Any:
    """What a run of levelling proposes, and what became of it."""
    found = queries.proposal(request.auth, key)
    told = found.answer or {"moves": [], "projects": []}
    overs = told.get("overs")
    return {
        "run": run_out(found.run),
        "is_stale": found.is_stale,
        "levelling": levelling_out(found.levelling) if found.levelling else None,
        **{name: told.get(name) for name in ("value", "bound", "gap", "is_proven")},
        "projects": told["projects"],
        "moves": [_move(found, move) for move in told["moves"]],
        "overloads": overs and {name: [_over(found, row) for row in rows] for name, rows in overs.items()},
    }


@api.post("/levellings/{key}/accept", response=LevellingOut, tags=TAGS, operation_id="accept_levelling")
@idempotent
def accept(request: ApiRequest, key: str, given: AcceptLevellingIn) -> Any:
    """Make the plans as the run proposes, whole or in part. 409 names what must go along with a part."""
    return 200, levelling_out(accept_levelling(acting(request), key, **given.dict()))


@api.post("/levellings/{key}/cancel", response=RunOut, tags=TAGS, operation_id="cancel_levelling")
@idempotent
def cancel(request: ApiRequest, key: str) -> Any:
    """Want no more of a search; no plan changes."""
    return 200, run_out(stop_run(acting(request), queries.proposal(request.auth, key).run.key))


@api.post("/levellings/{key}/undo", response=LevellingOut, tags=TAGS, operation_id="undo_levelling")
@idempotent
def undo(request: ApiRequest, key: str) -> Any:
    """Put the plans back as they were before; `key` is that of what was accepted (`LVL`)."""
    return 200, levelling_out(undo_levelling(acting(request), key))


def levelling_out(found: Any) -> dict[str, Any]:
    """A levelling in plain values."""
    names = ("key", "accepted_at", "undone_at", "version")
    return {name: getattr(found, name) for name in names} | {
        "projects": found.project_keys,
        "tasks": len(found.holds),
    }


def _key(found: queries.Proposal, task: int | None) -> str | None:
    return found.tasks[task].key if task in found.tasks else None


def _move(found: queries.Proposal, move: dict[str, Any]) -> dict[str, Any]:
    (start, starts), (finish, finishes) = move["start"], move["finish"]
    return {
        **{name: move[name] for name in ("project", "days", "cause", "who", "name")},
        "task": _key(found, move["task"]),
        "start_before": start,
        "start_after": starts,
        "finish_before": finish,
        "finish_after": finishes,
        "is_held": move["is_hold"],
        "held_until": move["hold"],
        "tasks": [_key(found, task) for task in move["tasks"]],
        "behind": _key(found, move["behind"]),
    }


def _over(found: queries.Proposal, row: list[Any]) -> dict[str, Any]:
    who, week, hours, tasks = row
    named = found.people.get(who)
    return {
        "who": who,
        "name": named.name if named else "",
        "week": week,
        "hours": hours,
        "tasks": [_key(found, task) for task in tasks],
    }
