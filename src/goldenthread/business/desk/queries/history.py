"""What happened to a ticket and what was said on it, in one line of time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from goldenthread.business.people.models import Person, Team
from goldenthread.foundation.actors import Actor
from goldenthread.foundation.models import Comment, Event, File
from goldenthread.foundation.policies import seen, sight_of

SAID = ("TicketAnswered", "TicketNoted")
"""Told by the comment itself."""

INTERNAL = (
    "FileAttached",
    "TicketTaken",
    "TicketAssigned",
    "TicketPrioritised",
    "TargetWarned",
    "TargetBreached",
)
"""How the desk goes about it; those served are told only what is for them."""

LONGEST = 500


@dataclass(frozen=True)
class Entry:
    """A message (`text`) or a fact (`name` and `data`), with who it was."""

    at: datetime
    by: str
    by_id: int | None
    text: str = ""
    is_internal: bool = False
    name: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    files: tuple[tuple[int, str], ...] = ()

    @property
    def is_fact(self) -> bool:
        return bool(self.name)


def history(actor: Actor, key: str, record: Any = None) -> list[Entry]:
    """Messages and facts, oldest first, the latest five hundred of each; four queries.

    Internal notes, internal files and the desk's own moves are left out for those who do not work on it.
    """
    sight = sight_of(key)
    record = seen(sight.model, actor, key) if record is None else record
    is_inside = sight.may_see_internal(actor, record)
    said = Comment.objects.filter(on=key)
    kept = File.objects.filter(on=key)
    if not is_inside:
        said, kept = said.filter(is_internal=False), kept.filter(is_internal=False)
    comments = list(said.order_by("-at", "-id")[:LONGEST])[::-1]
    files = list(kept.order_by("at", "id")[:LONGEST])
    facts = [event for event in _facts(key) if is_inside or event.name not in INTERNAL]
    names = _names(comments, facts)
    teams = _teams(facts)
    entries = [_said(comment, files, names) for comment in comments]
    entries += [_done(event, names, teams) for event in facts]
    return sorted(entries, key=lambda entry: entry.at)


def _facts(key: str) -> list[Event]:
    found = Event.objects.filter(subject=key).exclude(name__in=SAID).order_by("-at", "-id")[:LONGEST]
    return list(found)[::-1]


def _said(comment: Comment, files: list[File], names: dict[int, str]) -> Entry:
    attached = tuple(
        (kept.pk, kept.name) for kept in files if kept.at == comment.at and kept.added_by == comment.author_id
    )
    return Entry(
        comment.at,
        names.get(comment.author_id or 0, ""),
        comment.author_id,
        comment.text,
        comment.is_internal,
        files=attached,
    )


def _done(event: Event, names: dict[int, str], teams: dict[int, str]) -> Entry:
    data = {name: value for name, value in event.data.items() if name != "supplier"}  # an id; the words name them
    for name in ("assignee", "approver"):
        if data.get(name):
            data[name] = names.get(data[name], "")
    if data.get("team"):
        data["team"] = teams.get(data["team"], "")
    actor_id = event.actor_id or event.on_behalf_of
    return Entry(event.at, names.get(actor_id or 0, ""), actor_id, name=event.name, data=data)


def _names(comments: list[Comment], facts: list[Event]) -> dict[int, str]:
    ids: set[int | None] = {comment.author_id for comment in comments}
    for event in facts:
        ids |= {event.actor_id, event.on_behalf_of, event.data.get("assignee"), event.data.get("approver")}
    known = [number for number in ids if number]
    return dict(Person.objects.filter(pk__in=known).values_list("pk", "name")) if known else {}


def _teams(facts: list[Event]) -> dict[int, str]:
    ids = {event.data["team"] for event in facts if event.data.get("team")}
    return dict(Team.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
