"""The business case: by year against the promise, its versions, its editing, and the flow of cash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from goldenthread.business.portfolio import queries
from goldenthread.business.portfolio.actions import revise_case
from goldenthread.business.portfolio.policies import may_shape
from goldenthread.foundation.policies import require
from goldenthread.web.door import PageRequest, signed_in
from goldenthread.web.environment import url
from goldenthread.web.export import csv_answer, wants_csv
from goldenthread.web.format import Format
from goldenthread.web.forms import Form
from goldenthread.web.pages import page, submit
from goldenthread.web.portfolio.charts import value_chart
from goldenthread.web.portfolio.frame import frame
from goldenthread.web.portfolio.grid import GRAINS, CaseGrid, flows_of, periods
from goldenthread.web.portfolio.money import case_tiles, line_kind, spent, whole
from goldenthread.web.thread import thread_of


@dataclass(frozen=True)
class CaseTable:
    """A case by year: rows of name, kind and cells; the last row is the net."""

    years: tuple[int, ...]
    rows: tuple[tuple[str, str, tuple[str, ...], str, str, str], ...]
    foot: tuple[tuple[str, ...], str, str, str]
    number: int
    promised_number: int | None


def case_table(fmt: Format, case: Any, promise: Any, currency: str) -> CaseTable | None:
    """The lines of a case by calendar year, their sum, the promise and the difference; None for an empty case."""
    rows = queries.case_rows(case, promise)
    if not rows:
        return None
    years = tuple(sorted({year for row in rows for year in row.by_year}))

    body, nets = [], dict.fromkeys(years, Decimal(0))
    total = promised = Decimal(0)
    for row in rows:
        by_year = [row.sign * row.by_year.get(year, Decimal(0)) for year in years]
        nets = {year: nets[year] + value for year, value in zip(years, by_year, strict=True)}
        total, promised = total + row.sign * row.total, promised + row.sign * row.promised
        gap = row.sign * (row.total - row.promised)
        cells = tuple(whole(fmt, value) for value in by_year)
        before = whole(fmt, row.sign * row.promised) if promise else "–"
        body.append(
            (
                row.memo,
                line_kind(row.kind),
                cells,
                whole(fmt, row.sign * row.total),
                before,
                signed(fmt, gap) if promise else "–",
            )
        )
    foot = (
        tuple(whole(fmt, nets[year]) for year in years),
        whole(fmt, total),
        whole(fmt, promised) if promise else "–",
        signed(fmt, total - promised) if promise else "–",
    )
    return CaseTable(years, tuple(body), foot, case.number, promise.number if promise else None)


def signed(fmt: Format, value: Decimal) -> str:
    return f"+\u202f{whole(fmt, value)}" if value > 0 else whole(fmt, value)


@signed_in
def case(request: PageRequest, key: str) -> HttpResponse:
    """One version by year with its figures; two versions side by side through ?version= and ?against=."""
    investment = queries.investment(request.actor, key)
    versions = queries.cases(request.actor, investment)
    shown = _version(versions, request.GET.get("version")) or versions[0]
    promise = _version(versions, request.GET.get("against")) or queries.promise(investment)
    context = frame(request, investment, "investment-case")
    currency = context["currency"]
    table = case_table(request.fmt, shown, promise, currency)
    if wants_csv(request.GET) and table is not None:
        return _export(investment, table)
    here = url("investment-case", key=key)
    context |= {
        "case": table,
        "tiles": case_tiles(request.fmt, shown, promise, currency, here),
        "shown": shown,
        "versions": [
            (it, queries.figures(it), url("investment-case", {"version": it.number}, key=key)) for it in versions
        ],
        "export_url": url("investment-case", {"version": shown.number, "format": "csv"}, key=key),
        "edit_url": url("edit-case", key=key),
    }
    return page(request, "portfolio/case.html", context)


def _version(versions: list[Any], asked: str | None) -> Any:
    return next((it for it in versions if asked and str(it.number) == asked), None)


def _export(investment: Any, table: CaseTable) -> HttpResponse:
    head = [_("Line"), _("Kind"), *map(str, table.years), _("Sum"), _("Promised"), _("Difference")]
    rows = [[memo, kind, *cells, total, promised, gap] for memo, kind, cells, total, promised, gap in table.rows]
    cells, total, promised, gap = table.foot
    return csv_answer(f"case-{investment.key}", head, [*rows, [_("Net"), "", *cells, total, promised, gap]])


@signed_in
def edit(request: PageRequest, key: str) -> HttpResponse:
    """Write the newest version by year, quarter or month; a frozen one stays, the next opens."""
    investment = queries.investment(request.actor, key)
    queries.require_money(request.actor, investment)
    require(may_shape(request.actor, investment))
    investment.require_under_way()
    newest = queries.newest_case(investment)
    flows = flows_of(newest)
    first = min((day for known in flows.values() for day in known), default=request.fmt.local(request.acting.at).date())
    grain = request.GET.get("grain", "year")
    grain = grain if grain in GRAINS else "year"
    columns = periods(request.fmt, grain, _start(request.GET.get("from"), first))
    names = [benefit.name for benefit in investment.benefits.order_by("sort_name")]
    form_made: list[CaseGrid] = []

    def show(form: Form) -> dict[str, Any]:
        return {
            "investment": investment,
            "thread": thread_of(request, key),
            "title": _("Edit the business case"),
            "newest": newest,
            "columns": columns,
            "currency": investment.portfolio.currency,
            "grains": [
                (word, url("edit-case", {"grain": name}, key=key))
                for name, word in (("year", _("Years")), ("quarter", _("Quarters")), ("month", _("Months")))
            ],
            "chosen": url("edit-case", {"grain": grain}, key=key),
            "earlier": url("edit-case", {"grain": grain, "from": _moved(columns, -1)}, key=key),
            "later": url("edit-case", {"grain": grain, "from": _moved(columns, 1)}, key=key),
            "version": investment.version,
            "back": url("investment-case", key=key),
            "new_benefit": url("new-benefit", key=key),
            "has_benefits": bool(names),
        }

    class Grid(CaseGrid):
        def clean(self) -> dict[str, Any]:
            form_made.append(self)
            return super().clean()

    def act(data: dict[str, Any]) -> str:
        lines = form_made[-1].new_lines()
        revise_case(request.acting, key, lines=lines, discount_percent=data["discount_percent"], note=data["note"])
        return url("investment-case", key=key)

    initial = {"discount_percent": newest.discount_percent, "note": "" if newest.frozen_at else newest.note}
    known = {"flows": flows, "columns": columns, "benefits": names}
    return submit(request, Grid, show, act, template="portfolio/case_edit.html", initial=initial, **known)


def _start(asked: str | None, first: date) -> date:
    try:
        return date.fromisoformat(asked) if asked else first
    except ValueError:
        return first


def _moved(columns: list[Any], direction: int) -> str:
    """The first day of the grid before or after this one."""
    span = len(columns) * columns[0].months * direction
    years, month = divmod(columns[0].since.month - 1 + span, 12)
    return date(max(columns[0].since.year + years, 2000), month + 1, 1).isoformat()


@signed_in
def cash_flow(request: PageRequest, key: str) -> HttpResponse:
    """Month by month: what the newest case says, what the ledger says."""
    investment = queries.investment(request.actor, key)
    versions = queries.cases(request.actor, investment)
    today = request.fmt.local(request.acting.at).date()
    context = frame(request, investment, "investment-cash-flow")
    promise, lines = queries.promise(investment), queries.cost_lines(investment, today)
    curve = queries.value_curve(versions[0], promise, queries.benefits(investment, today), lines, today)
    rows = _months(request.fmt, versions[0], lines)
    if wants_csv(request.GET):
        head = [_("Month"), _("Project cost"), _("Running cost"), _("Benefit"), _("Net"), _("Spent")]
        return csv_answer(f"cash-flow-{investment.key}", head, rows)
    context |= {
        "rows": rows,
        "chart": value_chart(request.fmt, curve, today, context["currency"]),
        "spent": spent(request.fmt, lines, context["currency"], request.fmt.time(request.fmt.now)),
        "number": versions[0].number,
        "export_url": url("investment-cash-flow", {"format": "csv"}, key=key),
        "edit_url": url("edit-case", {"grain": "month"}, key=key),
    }
    return page(request, "portfolio/cash_flow.html", context)


def _months(fmt: Format, case: Any, lines: list[Any]) -> list[tuple[str, ...]]:
    months: dict[date, dict[str, Decimal]] = {}
    for flow in case.flows.all():
        known = months.setdefault(flow.period, {})
        known[flow.kind] = known.get(flow.kind, Decimal(0)) + flow.amount
    for line in lines:
        known = months.setdefault(line.month, {})
        known["spent"] = known.get("spent", Decimal(0)) + line.amount
    zero = Decimal(0)
    rows = []
    for month in sorted(months):
        known = months[month]
        out = known.get("capex", zero) + known.get("opex", zero)
        sums = [-known.get("capex", zero), -known.get("opex", zero), known.get("benefit", zero)]
        net = known.get("benefit", zero) - out
        spent_then = known.get("spent")
        cells = [whole(fmt, value) for value in (*sums, net)]
        rows.append((fmt.month(month), *cells, whole(fmt, spent_then) if spent_then is not None else "–"))
    return rows
