"""My work under headings of when it is due: late, today, this week, next week, later, no day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from goldenthread.overviews.my_work import Item
from goldenthread.web.format import Format


@dataclass(frozen=True)
class Row:
    """An item with the kind and the words of its due instant."""

    item: Item
    due_kind: str
    due: str


@dataclass(frozen=True)
class Group:
    """Items under one heading; no heading where they are in no order of dues."""

    title: str
    rows: tuple[Row, ...]


def groups(items: Sequence[Item], fmt: Format, *, is_done: bool = False) -> list[Group]:
    """Items as they come, which is the soonest due first, each under its heading."""
    if is_done:
        return [Group("", tuple(Row(item, "", fmt.instant(item.due_at)) for item in items))] if items else []
    return [
        Group(title, tuple(_row(item, fmt) for item in found))
        for title, found in groupby(items, lambda item: _heading(item, fmt))
    ]


def _row(item: Item, fmt: Format) -> Row:
    if item.due_at is None:
        return Row(item, "", "–")
    if item.due_at < fmt.now:
        return Row(item, "bad", fmt.instant(item.due_at))
    return Row(item, "", fmt.instant(item.due_at))


def _heading(item: Item, fmt: Format) -> str:
    if item.due_at is None:
        return _("No day")
    if item.due_at < fmt.now:
        return _("Late")
    day = fmt.local(item.due_at).date()
    monday = fmt.today - timedelta(days=fmt.today.weekday())
    ends = (
        (fmt.today, _("Today")),
        (monday + timedelta(days=6), _("This week")),
        (monday + timedelta(days=13), _("Next week")),
    )
    return next((word for last, word in ends if day <= last), _("Later"))
