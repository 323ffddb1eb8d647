"""A ticket as those who asked see it: where it stands, what was said to them, and what they can do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse

from goldenthread.business.desk import policies, queries
from goldenthread.business.work.queries import approvals_of
from goldenthread.foundation.files import files_on
from goldenthread.web.desk.conversation import answers, conversation, opening_note
from goldenthread.web.door import PageRequest
from goldenthread.web.pages import page
from goldenthread.web.portal.places import places
from goldenthread.web.portal.steps import standing, steps
from goldenthread.web.thread import thread_of


@dataclass(frozen=True)
class Asked:
    """What the steps of one ticket are read from."""

    state: str
    opened_at: datetime
    resolved_at: datetime | None
    due_at: datetime | None
    waits_for: str
    team: str | None
    rating: int | None
    first_answer_at: datetime | None
    requester: str | None
    approver: str | None


def request_page(
    request: PageRequest, found: Any, *, text: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    """The page; `text` and `error` are what a refused message held."""
    approvals = approvals_of(request.actor, found.pk)
    asked_of = next((approval.approver.name for approval in approvals if approval.decided_at is None), None)
    work = found.work
    asked = Asked(
        found.state,
        work.opened_at,
        found.resolved_at,
        work.due_at,
        found.waits_for,
        work.team.name if work.team else None,
        found.rating,
        found.first_answer_at,
        work.requester.name if work.requester else None,
        asked_of,
    )
    kind, word = standing(asked, request.actor.name)
    is_own = policies.is_requester(request.actor, found)
    context = {
        **places(request),
        "ticket": found,
        "thread": thread_of(request, found.key),
        "kind": kind,
        "word": word,
        "steps": steps(asked, request.fmt, request.actor.name),
        "items": conversation(
            queries.history(request.actor, found.key, found), request, opening=opening_note(found, request)
        ),
        "answers": answers(found),
        "files": files_on(request.actor, found.key),
        "own_approval": next(
            (one for one in approvals if one.decided_at is None and one.approver_id == request.actor.id), None
        ),
        "may_message": found.state not in ("closed", "cancelled"),
        "may_judge": is_own and found.state == "resolved",
        "may_reopen": is_own and found.state in ("resolved", "closed"),
        "may_rate": is_own and found.state in ("resolved", "closed"),
        "may_withdraw": is_own and found.is_open,
        "text": text,
        "error": error,
    }
    return page(request, "portal/request.html", context, status=status)
