"""The headline figures of a portfolio, each opening to the investments that make it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.portfolio.queries import Board, BoardRow
from goldenthread.business.work.queries import Costs
from goldenthread.web.door import PageRequest
from goldenthread.web.environment import url
from goldenthread.web.exchange import foreign_inputs, rates_of
from goldenthread.web.format import Format
from goldenthread.web.portfolio.words import gate_name, state_word
from goldenthread.web.ui.figure import Figure, FigureInput, Tile

SHOWN = 12


def headlines(request: PageRequest, board: Board, *, sees_limit: bool) -> tuple[Tile, ...]:
    """Committed of limit, value forecast, value returned so far, waiting for a decision."""
    fmt = request.fmt
    currency = board.currency
    read_at = fmt.time(fmt.now)
    money = (
        (
            _committed(fmt, board, currency, read_at, sees_limit=sees_limit),
            _forecast(fmt, board, currency, read_at),
            _returned(fmt, board, currency, read_at),
        )
        if board.with_money
        else ()
    )
    return (*money, _waiting(fmt, board, read_at))


def _committed(fmt: Format, board: Board, currency: str, read_at: str, *, sees_limit: bool) -> Tile:
    rows = board.committed
    total = board.sum(rows, lambda row: row.promised.capex if row.promised else Decimal(0)).amount
    inputs = _each(fmt, board, rows, lambda row: row.promised.capex if row.promised else Decimal(0))
    limit = board.portfolio.limit if board.portfolio and sees_limit else None
    note = ngettext("%(num)s investment you see", "%(num)s investments you see", len(rows)) % {"num": len(rows)}
    if limit is not None:
        words = {
            "limit": fmt.money(limit, currency, short=True),
            "free": fmt.money(limit - total, currency, short=True),
        }
        note = _("%(limit)s limit, %(free)s free") % words
    figure = Figure(
        "committed",
        _("Committed of limit") if limit is not None else _("Committed"),
        fmt.money(total, currency, short=True),
        _("The investment promised in the case each was approved on, from approval until it is retired or stopped."),
        inputs,
        sum_label=_("Committed"),
        sum_note=note if limit is not None else "",
        read_at=read_at,
        value=fmt.money(total, currency),
    )
    return Tile(figure, note)


def _forecast(fmt: Format, board: Board, currency: str, read_at: str) -> Tile:
    rows = board.committed
    total = board.sum(rows, lambda row: row.asked.benefit).amount
    due = board.sum(rows, lambda row: row.promised.benefit if row.promised else Decimal(0)).amount
    figure = Figure(
        "forecast",
        _("Value forecast"),
        fmt.money(total, currency, short=True),
        _("All benefits in the newest case of each approved investment; the promise is the case it was approved on."),
        _each(fmt, board, rows, lambda row: row.asked.benefit),
        sum_label=_("Sum"),
        read_at=read_at,
        value=fmt.money(total, currency),
    )
    return Tile(figure, _("Promised %(what)s") % {"what": fmt.money(due, currency, short=True)})


def _returned(fmt: Format, board: Board, currency: str, read_at: str) -> Tile:
    rows = [row for row in board.with_money if row.benefits and row.promised]
    total = board.sum(rows, lambda row: row.returned).amount
    due = board.sum(rows, lambda row: row.returned_promised).amount
    figure = Figure(
        "returned",
        _("Value returned so far"),
        fmt.money(total, currency, short=True),
        _("What each measure is better than its baseline, day by day since its promise began, times its worth a year."),
        _each(fmt, board, [row for row in rows if row.returned], lambda row: row.returned),
        sum_label=_("Sum"),
        read_at=read_at,
        value=fmt.money(total, currency),
    )
    return Tile(figure, _("Promised by now %(sum)s") % {"sum": fmt.money(due, currency, short=True)})


def _waiting(fmt: Format, board: Board, read_at: str) -> Tile:
    rows = board.waiting
    figure = Figure(
        "waiting",
        _("Waiting for a decision"),
        fmt.number(len(rows)),
        _("Every criterion of the next gate is met with evidence, or the gate’s day has come."),
        tuple(
            FigureInput(
                row.investment.name,
                _("%(days)s days") % {"days": (row.on - row.waits_since).days},
                gate_name(row.gate.leads_to) if row.gate else "",
                url("investment", key=row.investment.key),
            )
            for row in rows[:SHOWN]
        ),
        read_at=read_at,
    )
    oldest = (rows[0].on - rows[0].waits_since).days if rows else None
    note = _("Nothing waits") if oldest is None else _("Oldest %(days)s days") % {"days": oldest}
    return Tile(figure, note)


def _each(
    fmt: Format, board: Board, rows: list[BoardRow], amount: Callable[[BoardRow], Decimal]
) -> tuple[FigureInput, ...]:
    """The largest by name, the rest in one line, so that they add up; other currencies at the rate of the day."""
    worths = {row.investment.pk: board.worth(row, amount(row)) for row in rows}
    unpriced = tuple(one for worth in worths.values() for one in worth.unpriced)
    counted = [row for row in rows if not worths[row.investment.pk].unpriced]
    ranked = sorted(counted, key=lambda row: -worths[row.investment.pk].amount)
    shown = [
        FigureInput(
            row.investment.name,
            fmt.money(worths[row.investment.pk].amount, board.currency),
            _source(fmt, row, worths[row.investment.pk]),
            url("investment", key=row.investment.key),
        )
        for row in ranked[:SHOWN]
    ]
    rest = ranked[SHOWN:]
    if rest:
        label = ngettext("%(num)s other", "%(num)s others", len(rest)) % {"num": len(rest)}
        total = sum((worths[row.investment.pk].amount for row in rest), Decimal(0))
        shown.append(FigureInput(label, fmt.money(total, board.currency)))
    return (*foreign_inputs(fmt, unpriced), *shown)


def _source(fmt: Format, row: BoardRow, worth: Costs) -> str:
    """Its state, and the rate where its money is of another currency."""
    state = state_word(row.investment.state)
    return ", ".join([state, *(rates_of(fmt, one) for one in worth.foreign)])
