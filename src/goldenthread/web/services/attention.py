"""What about a service needs its reader, and what lies ahead of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.services.queries import Need
from goldenthread.overviews.service_value import ServiceValue
from goldenthread.web.environment import url
from goldenthread.web.format import Format
from goldenthread.web.links import url_of
from goldenthread.web.services.agreed.promises import KINDS, line_words
from goldenthread.web.services.tiles import with_unit
from goldenthread.web.ui.lists import Happening, Todo

if TYPE_CHECKING:
    from goldenthread.business.desk.models import Ticket
    from goldenthread.business.services.models import FreezeWindow


def todo(fmt: Format, needs: Sequence[Need], value: ServiceValue, key: str, *, may_own: bool) -> list[Todo]:
    """What needs somebody; an act where the reader may do it."""
    items = [_todo(fmt, need, key) for need in needs]
    main = value.main
    if main is not None and main.reading is not None and main.kept in ("below", "far_below"):
        unit = main.benefit.measure.unit
        read, due = with_unit(fmt, main.reading.value, unit), with_unit(fmt, main.promised, unit)
        text = _("%(read)s read, %(due)s promised by now.") % {"read": read, "due": due}
        kind = "bad" if main.kept == "far_below" else "risk"
        note = url("new-improvement", key=key)
        items.append(
            Todo(
                "bad" if kind == "bad" else "risk",
                _("Needs you"),
                _("The outcome falls short"),
                text,
                _("Note an improvement"),
                note,
            )
        )
    return items if may_own else [Todo(i.kind, i.kind_word, i.title, i.text) for i in items]


def _todo(fmt: Format, need: Need, key: str) -> Todo:
    values = {
        "name": need.name,
        "cases": ngettext("%(count)s case", "%(count)s cases", need.count) % {"count": need.count},
        "on": fmt.date(need.on),
        "share": fmt.percent(need.line.share, 1) if need.line else "",
        "goal": fmt.percent(need.line.goal) if need.line else "",
    }
    word = _("Needs you")
    by_rule = {
        "outage": lambda: Todo(
            "bad", word, _("It is down"), need.name, _("End the outage"), url("end-outage", key=need.key)
        ),
        "missed": lambda: Todo(
            KINDS[need.line.standing] if need.line else "risk",
            word,
            line_words(fmt, need.line) if need.line else need.name,
            _("%(share)s kept of %(goal)s, %(cases)s.") % values,
            _("Open the agreements"),
            url("service-agreements", key=key),
        ),
        "no_sla": lambda: Todo(
            "risk",
            word,
            _("Nothing is promised"),
            _("No service level agreement is in force."),
            _("Make an agreement"),
            url("new-agreement", key=key),
        ),
        "no_measure": lambda: Todo(
            "risk",
            word,
            _("No outcome is named"),
            _("Without a measure nobody can say what came of it."),
            _("Name a measure"),
            url("new-measure", {"service": key}),
        ),
        "agreement_ends": lambda: Todo(
            "wait", word, _("An agreement ends"), _("%(name)s ends on %(on)s.") % values, _("Open the agreements"),
            url("service-agreements", key=key),
        ),
        "contract_ends": lambda: Todo(
            "wait", word, _("A contract ends"), _("%(name)s ends on %(on)s.") % values, _("Open the cost"),
            url("service-cost", key=key),
        ),
        "unread": lambda: Todo(
            "wait", word, _("A measure was not read"), _("%(name)s has no reading of the last 45 days.") % values,
            _("Write a reading"), url("read-measure", key=need.key),
        ),
        "waiting_idea": lambda: Todo(
            "wait", word, _("An idea lies waiting"), _("%(name)s, noted on %(on)s.") % values, _("Decide on it"),
            url_of(need.key),
        ),
    }  # fmt: skip
    return by_rule[need.rule]()


def ahead(fmt: Format, changes: Sequence[Ticket], freezes: Sequence[FreezeWindow]) -> list[Happening]:
    """Changes and freezes to come, soonest first."""
    found = [
        (
            change.window_starts_at or change.work.opened_at,
            Happening(
                fmt.date(change.window_starts_at),
                change.work.title,
                fmt.iso(change.window_starts_at) if change.window_starts_at else "",
                reverse("ticket", kwargs={"key": change.key}),
                change.key,
            ),
        )
        for change in changes
    ]
    found += [
        (
            window.starts_at,
            Happening(
                fmt.date(window.starts_at),
                window.name,
                fmt.iso(window.starts_at),
                reverse("freezes"),
                _("freeze until %(on)s") % {"on": fmt.date(window.ends_at)},
            ),
        )
        for window in freezes
    ]
    return [happening for _at, happening in sorted(found, key=lambda pair: pair[0])[:8]]
