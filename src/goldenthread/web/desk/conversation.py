"""What was said and done on a ticket, as the pages of both sides show it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.desk.queries import Entry
from goldenthread.web.context import initials, tone
from goldenthread.web.desk import words
from goldenthread.web.door import PageRequest
from goldenthread.web.environment import url
from goldenthread.web.text import rich
from goldenthread.web.ui.desk import Fact, Note


def conversation(entries: list[Entry], request: PageRequest, *, opening: Note | None = None) -> list[Note | Fact]:
    """Notes and facts in the order of time, the description of the ticket first."""
    items: list[Note | Fact] = [opening] if opening else []
    for entry in entries:
        if opening and entry.name == "TicketOpened":
            continue
        if entry.is_fact:
            icon, sentence = words.fact(entry, request.fmt)
            items.append(Fact(sentence, icon))
        else:
            items.append(_note(entry, request))
    return items


def opening_note(found: Any, request: PageRequest) -> Note | None:
    """What was said when it was opened, as the first message."""
    work = found.work
    if not work.description or work.requester is None:
        return None
    author = person(work.requester.pk, work.requester.name)
    return Note(author, rich(work.description), request.fmt.instant(work.opened_at))


def answers(found: Any) -> list[tuple[str, str]]:
    """The questions of the form a request came through, with what was answered."""
    if found.offering is None:
        return []
    labels = {str(question["name"]): str(question["label"]) for question in found.offering.questions}
    return [(labels.get(name, name), value) for name, value in found.answers.items()]


def person(number: int | None, name: str) -> dict[str, Any]:
    """What an avatar and a name need."""
    known = name or _("Goldenthread")
    return {"name": known, "initials": initials(known), "tone": tone(number or 0)}


def _note(entry: Entry, request: PageRequest) -> Note:
    when = request.fmt.instant(entry.at)
    return Note(
        author=person(entry.by_id, entry.by),
        text=rich(entry.text),
        how=when,
        is_internal=entry.is_internal,
        files=tuple((name, url("file", number=number)) for number, name in entry.files),
    )
