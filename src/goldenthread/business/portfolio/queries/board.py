"""The board: a portfolio's investments with their money, value, gate and project, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from goldenthread.business.people.queries import house_currency
from goldenthread.business.portfolio.models import COMMITTED, ENDED, Portfolio
from goldenthread.business.portfolio.queries.cards import BoardRow, cards
from goldenthread.business.portfolio.queries.investments import InvestmentFilter, found_by
from goldenthread.business.work.queries import Costs, Money, together
from goldenthread.foundation.actors import Actor

MOST = 500
"""So many investments a board holds; past that, the list leads on."""


@dataclass(frozen=True)
class Board:
    """The rows a filter leaves, and the headline figures over all that the reader sees of the portfolio."""

    portfolio: Portfolio | None
    rows: list[BoardRow]
    everything: list[BoardRow] = field(repr=False)
    currency: str
    """What its sums are in: the portfolio's currency, the house's where there are several portfolios."""
    on: date
    _money: Money = field(default_factory=Money, repr=False)

    def worth(self, row: BoardRow, amount: Decimal) -> Costs:
        """An amount of one investment in the board's currency, at the rate of the day."""
        return self._money.turned(amount, row.currency, self.currency, self.on)

    def sum(self, rows: list[BoardRow], amount: Callable[[BoardRow], Decimal]) -> Costs:
        """What these rows come to in the board's currency."""
        return together(self.worth(row, amount(row)) for row in rows)

    @property
    def with_money(self) -> list[BoardRow]:
        return [row for row in self.everything if row.sees_money]

    @property
    def committed(self) -> list[BoardRow]:
        """What was approved and has not ended: its promised investment counts against the limit."""
        return [row for row in self.with_money if row.investment.state in COMMITTED and row.promised]

    @property
    def waiting(self) -> list[BoardRow]:
        return sorted((row for row in self.everything if row.is_waiting), key=lambda row: row.waits_since)

    @property
    def sponsors(self) -> dict[str, str]:
        people = {row.investment.sponsor.key: row.investment.sponsor.name for row in self.everything}
        return dict(sorted(people.items(), key=lambda pair: pair[1]))

    @property
    def objectives(self) -> dict[str, str]:
        names = {key: name for row in self.everything for key, name in row.objectives.items()}
        return dict(sorted(names.items(), key=lambda pair: pair[1]))


def board(actor: Actor, portfolio: Portfolio | None, wanted: InvestmentFilter, on: date, at: datetime) -> Board:
    """The portfolio's board (None: all that the actor sees), filtered by objective, sponsor and state.

    `on` is the reader's day, which money and benefits are counted to; projects stand as they do at the instant.
    """
    everything = InvestmentFilter(portfolio=portfolio.key if portfolio else "", state="all")
    found = found_by(actor, everything).order_by("-proposed_at", "-id")[:MOST]
    rows = cards(actor, found, on, at)
    currencies = {row.currency for row in rows} or {portfolio.currency if portfolio else ""}
    currency = currencies.pop() if len(currencies) == 1 else house_currency()
    return Board(portfolio, [row for row in rows if _fits(row, wanted)], rows, currency, on)


def rows_for_export(
    actor: Actor, wanted: InvestmentFilter, on: date, at: datetime, size: int = 200
) -> Iterator[BoardRow]:
    """Every row the filter finds, in portions, for a file of any length."""
    last: int | None = None
    while True:
        found = found_by(actor, wanted).order_by("-pk")
        portion = cards(actor, (found.filter(pk__lt=last) if last else found)[:size], on, at)
        yield from portion
        if len(portion) < size:
            return
        last = portion[-1].investment.pk


def _fits(row: BoardRow, wanted: InvestmentFilter) -> bool:
    investment = row.investment
    return (
        (not wanted.objective or wanted.objective in row.objectives)
        and (not wanted.sponsor or investment.sponsor.key == wanted.sponsor)
        and (wanted.state != "living" or investment.state not in ENDED)
        and (wanted.state in ("living", "all") or investment.state == wanted.state)
    )
