"""The links of the file's tasks: their kinds, lags and leads, and those that lead nowhere."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.projects.actions.plan.links import LARGEST_SHARE, LONGEST_LAG
from goldenthread.connectors.msproject.losses import Losses
from goldenthread.connectors.msproject.reading import Row, refuse
from goldenthread.connectors.msproject.tasks import Outline
from goldenthread.connectors.msproject.values import ELAPSED_FORMATS, LINKS, PERCENT_FORMATS, number, whole


def links_of(uid: int, outline: Outline, losses: Losses) -> dict[str, list[Any]]:
    """By the predecessor's number: kind, lag in minutes, lag in percent, and the calendar the lag counts on."""
    found: dict[str, list[Any]] = {}
    name = outline.name(uid)
    for row in outline.rows[uid].parts.get("PredecessorLink", ()):
        before = whole(row.get("PredecessorUID"))
        why = _why_not(before, uid, row, outline)
        if not why and str(before) in found:
            why = _("Two tasks are linked once here.")
        if why or before is None:
            losses.add("PredecessorLink", name, row.get("PredecessorUID"), why)
            continue
        found[str(before)] = _link(row, name, uid, losses)
    return found


def _why_not(before: int | None, uid: int, row: Row, outline: Outline) -> str:
    if row.is_set("CrossProject"):
        return _("It leads to another project's file.")
    if before in outline.left_out:
        return outline.left_out[before]
    if before is None or before not in outline.rows:
        return _("It leads to no task of this file.")
    if before == uid:
        return _("A task cannot wait for itself.")
    if outline.is_within(uid, before) or outline.is_within(before, uid):
        return _("A task cannot wait for what it is a part of.")
    return ""


def _link(row: Row, name: str, uid: int, losses: Losses) -> list[Any]:
    code = whole(row.get("Type"), 1)
    kind = LINKS[code] if code is not None and 0 <= code < len(LINKS) else "FS"
    unit, told = whole(row.get("LagFormat"), 7) or 7, number(row.get("LinkLag"))
    calendar = "elapsed" if unit in ELAPSED_FORMATS else "successor"
    if unit in PERCENT_FORMATS:
        percent = round(told)
        if abs(percent) > LARGEST_SHARE:
            raise _too_long(uid, name, f"{told} %")
        return [kind, 0, percent, calendar]
    lag = round(told / 10)
    if abs(lag) > LONGEST_LAG:
        raise _too_long(uid, name, str(told))
    if Decimal(lag) * 10 != told:
        losses.add("LinkLag", name, told, _("A lag is told in whole minutes."))
    return [kind, lag, None, calendar]


def _too_long(uid: int, name: str, value: str) -> Exception:
    return refuse(
        _("Task %(uid)s, “%(name)s”, waits longer than a year for another, or ten times its length: %(value)s.")
        % {"uid": uid, "name": name[:80], "value": value[:40]}
    )
