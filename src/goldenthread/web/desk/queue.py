"""The queue of the desk: filters in the address, the list, and the ticket beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goldenthread.business.desk import queries
from goldenthread.business.desk.actions import take_next_ticket
from goldenthread.business.desk.policies import STATES, may_import, may_read_report, may_work_on_desk
from goldenthread.business.desk.queries import Filters, TicketRow
from goldenthread.business.people.queries import team_names
from goldenthread.business.services.queries import service_names
from goldenthread.business.work.queries import WORK_KINDS
from goldenthread.foundation.policies import require
from goldenthread.web.context import initials, tone
from goldenthread.web.desk import words
from goldenthread.web.desk.ticket import ticket_context
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import asking, url, worded
from goldenthread.web.export import csv_answer, wants_csv
from goldenthread.web.format import Format
from goldenthread.web.pages import do, page, say
from goldenthread.web.thread import thread_of
from goldenthread.web.ui.desk import Face, QueueGroup, QueueRow
from goldenthread.web.ui.lists import Tab

FIELDS = tuple(Filters.__dataclass_fields__)


@signed_in
def desk(request: PageRequest) -> HttpResponse:
    """The list, most urgent first, and beside it the ticket that was chosen."""
    require(may_work_on_desk(request.actor), _("The desk is for those who work at it. Ask in the portal instead."))
    filters = Filters(**{name: request.GET[name] for name in FIELDS if request.GET.get(name)})
    if wants_csv(request.GET):
        return _csv(request, filters)
    asked = {name: value for name, value in vars(filters).items() if value}
    chosen = request.GET.get("ticket", "")
    found = queries.queue(request.actor, filters, request.GET.get("after"))
    address = url("desk")
    back = asking(address, {**asked, "after": request.GET.get("after")})
    context = {
        "groups": _groups(found.rows, filters, chosen, f"{back}&ticket=", request.fmt),
        "tabs": _tabs(request, filters),
        "chips": _chips(filters),
        "choices": _choices(request, filters),
        "asked": (*filters.given().items(), ("tab", filters.tab)),
        "drop_url": asking(address, {"tab": filters.tab}),
        "csv_url": asking(address, {**asked, "format": "csv"}),
        "newer": asking(address, {**asked, "after": found.previous}) if found.previous else "",
        "older": asking(address, {**asked, "after": found.next}) if found.next else "",
        "said": _said(len(found.rows), filters),
        "back": back,
        "first": f"{back}&ticket={found.rows[0].key}" if found.rows and not chosen else "",
        "may_report": may_read_report(request.actor),
        "may_import": may_import(request.actor),
        "shown": ticket_context(request, chosen, back=request.get_full_path()) if chosen else None,
        "thread": thread_of(request, chosen) if chosen else None,
    }
    return page(request, "desk/queue.html", context, block="split")


@signed_in
@require_POST
def take_next(request: PageRequest) -> HttpResponse:
    """The most urgent ticket nobody has becomes mine, and is opened."""

    def act() -> str:
        key = take_next_ticket(request.acting).key
        say(request, words.done("take", key))
        return url("desk", {"tab": "mine", "ticket": key})

    return do(request, act)


def _csv(request: PageRequest, filters: Filters) -> HttpResponse:
    head = [
        *(_("Key"), _("Title"), _("Kind"), _("State"), _("Priority"), _("Service"), _("Team"), _("Assigned")),
        *(_("Asked by"), _("Organisation"), _("Opened"), _("Due"), _("Solved")),
    ]
    rows = (
        [
            *(row.key, row.title, row.kind, words.state(row.state)[1], row.priority, row.service_name, row.team),
            *(row.assignee, row.requester, row.organisation),
            *(at and at.isoformat() for at in (row.opened_at, row.due_at, row.resolved_at)),
        ]
        for row in queries.rows(request.actor, filters)
    )
    return csv_answer("tickets", head, rows)


def _tabs(request: PageRequest, filters: Filters) -> list[Tab]:
    counts = queries.tab_counts(request.actor)
    return [Tab(label, address, filters.tab == name, _count(counts.get(name))) for name, label, address in _tab_links()]


@worded
def _tab_links() -> tuple[tuple[str, str, str], ...]:
    """Name, label and address."""
    labels = {
        "team": _("Team queue"),
        "mine": _("Mine"),
        "nobody": _("Nobody yet"),
        "waiting": _("Waiting"),
        "all": _("All"),
    }
    return tuple((name, label, url("desk", {"tab": name})) for name, label in labels.items())


def _count(count: int | None) -> str | None:
    return None if count is None else (str(count) if count < 100 else "99+")


def _said(count: int, filters: Filters) -> str:
    if filters.is_by_urgency:
        return _("%(count)s shown, most urgent first") % {"count": count}
    return _("%(count)s shown, newest first") % {"count": count}


def _groups(rows: list[TicketRow], filters: Filters, chosen: str, beside: str, fmt: Format) -> list[QueueGroup]:
    """The rows under their headings; `beside` is the address of the ticket beside the list, but for its key."""
    grouped: dict[str, list[QueueRow]] = {}
    group = _grouping(fmt) if filters.is_by_urgency else lambda row: fmt.month(fmt.local(row.opened_at).date())
    priorities, due, face = words.priorities(), words.dues(fmt), cache(person)
    for row in rows:
        kind, text = due(row.due_at, row.state)
        about = f"{row.service_name}, {row.requester}" if row.requester else row.service_name
        grouped.setdefault(group(row), []).append(
            QueueRow(
                url=f"{beside}{row.key}",
                key=row.key,
                title=row.title,
                about=about,
                priority=row.priority,
                priority_word=priorities[row.priority],
                due_kind=kind,
                due=text,
                assignee=face(row.assignee_id, row.assignee),
                is_current=row.key == chosen,
                is_seen=row.state != "new",
            )
        )
    return [QueueGroup(title, tuple(found)) for title, found in grouped.items()]


def _grouping(fmt: Format) -> Callable[[TicketRow], str]:
    """Which heading a row of the most urgent stands under."""
    none, close, today = _("Waits, or nothing promised"), _("Late or close to it"), _("Today")
    tomorrow, later = _("Tomorrow"), _("Later")

    def group(row: TicketRow) -> str:
        if row.due_at is None:
            return none
        if row.due_at - fmt.now < words.CLOSE:
            return close
        days = (fmt.local(row.due_at).date() - fmt.today).days
        return today if days < 1 else tomorrow if days < 2 else later

    return group


def person(number: int | None, name: str | None) -> Face | None:
    """What an avatar needs."""
    return Face(name, initials(name), tone(number)) if number is not None and name else None


def _chips(filters: Filters) -> list[dict[str, str]]:
    given = filters.given()
    if not given:
        return []
    labels = {
        "team": _("Team"),
        "service": _("Service"),
        "kind": _("Kind"),
        "state": _("State"),
        "priority": _("Priority"),
        "assignee": _("Assigned"),
        "requester": _("Asked by"),
        "sla": _("Service level"),
        "reopened": _("Opened again"),
        "reassigned": _("Handed on"),
        "resolved": _("Solved"),
    }
    values = (
        dict(_kinds())
        | dict(_states())
        | dict(_standings())
        | {"met": _("kept"), "missed": _("missed"), "yes": _("yes"), "no": _("no")}
    )
    return [
        {"name": labels[name], "value": values.get(value, value), "drop_url": _without(filters, name)}
        for name, value in given.items()
    ]


def _without(filters: Filters, name: str) -> str:
    left = replace(filters, **{name: ""})
    return url("desk", {key: value for key, value in vars(left).items() if value})


Options = tuple[tuple[str, str], ...]
"""Values and their words."""


def _choices(request: PageRequest, filters: Filters) -> tuple[tuple[str, str, Options], ...]:
    """The filters one can add: name, label, options."""
    offered = (
        ("team", _("Team"), tuple(team_names(request.actor))),
        ("service", _("Service"), tuple(service_names(request.actor))),
        *_same_choices(),
    )
    return tuple(choice for choice in offered if not getattr(filters, choice[0]))


@worded
def _same_choices() -> tuple[tuple[str, str, Options], ...]:
    """Those with the same options for everybody."""
    return (
        ("kind", _("Kind"), _kinds()),
        ("state", _("State"), _states()),
        ("sla", _("Clocks"), _standings()),
        ("priority", _("Priority"), tuple((str(level), words.priority(level)) for level in words.PRIORITIES)),
    )


def _standings() -> Options:
    return (("warned", _("warned of, or late")), ("late", _("late")))


def _kinds() -> Options:
    return tuple((kind, str(label)) for kind, label in WORK_KINDS if kind in queries.KINDS)


def _states() -> Options:
    return (("open", _("not done")), ("done", _("done")), *((name, str(label)) for name, label in STATES))
