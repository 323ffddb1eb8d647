"""Figures, charts and measures of the sheet; ids carry a prefix, because each stands there twice."""

from __future__ import annotations

from datetime import date

from goldenthread.web.ui.chart import Bar, BarChart, LineChart, Series, Tick
from goldenthread.web.ui.figure import Figure, FigureAct, FigureInput, Tile, spark, unknown
from goldenthread.web.ui.measures import Attain, Day, Heat, HeatCell, HeatRow, Strip


def figure(id: str, label: str, text: str, rule: str = "Read from the ledger and the plan, today.") -> Figure:  # noqa: A002
    return Figure(
        id,
        label,
        text,
        rule,
        (
            FigureInput("Earned value", "€ 755,000", "124 tasks × budget × measured progress", "#"),
            FigureInput("Planned value", "€ 812,000", "Baseline 2, frozen 3 Sep 2026"),
        ),
        "755 ÷ 812",
        "",
        (FigureAct("Show the 124 tasks", "#"), FigureAct("Edit the rule", "#")),
        "09:40",
        was="Last month 0.95",
    )


def tiles(p: str) -> tuple[Tile, ...]:
    rule = "Earned value divided by planned value, today. Below 0.95 the light is amber, below 0.85 red."
    gap = [
        FigureInput("Hours asked for", "160 h", "next 4 weeks"),
        FigureInput("Hours given", "", "Platform has no calendar yet"),
    ]
    return (
        Tile(
            figure(f"{p}spi", "Schedule index", "0.93", rule),
            "4 days behind baseline",
            spark([1, 0.98, 0.97, 0.96, 0.92, 0.93], 1),
        ),
        Tile(
            figure(f"{p}cpi", "Cost index", "0.95"),
            "€ 43 k over for the work done",
            spark([0.98, 0.92, 0.96, 0.93, 0.95], 1),
        ),
        Tile(
            figure(f"{p}eac", "Forecast at completion", "€ 1.31 m"),
            "€ 71 k more than approved",
            spark([1.24, 1.25, 1.27, 1.33, 1.31], 1.24),
        ),
        Tile(figure(f"{p}fin", "Finish, 80 % sure", "19 Feb"), "Baseline 29 Jan", spark([29, 30, 33, 42, 40], 29)),
        Tile(
            unknown(f"{p}load", "Team load", "Hours asked for, divided by hours given.", gap),
            "Set the calendar of Platform",
        ),
    )


def money(p: str) -> LineChart:
    """An S-curve: plan as ghost, earned and spent as read, the forecast as dots with its fan."""
    start, today = date(2026, 5, 18).toordinal(), date(2026, 11, 23).toordinal()
    days = [0, 28, 58, 89, 120, 150, 189]
    plan = [0, 56, 160, 305, 468, 650, 812, 1010, 1170, 1240]
    spent, earned = [0, 44, 131, 249, 388, 583, 798], [0, 38, 120, 238, 360, 544, 755]
    end = date(2027, 2, 12).toordinal()
    plan_days = [*days, 210, 241, 256]
    months = [
        ("Jun", 2026, 6),
        ("Jul", 2026, 7),
        ("Aug", 2026, 8),
        ("Sep", 2026, 9),
        ("Oct", 2026, 10),
        ("Nov", 2026, 11),
    ]
    months += [("Dec", 2026, 12), ("Jan", 2027, 1), ("Feb", 2027, 2)]
    return LineChart(
        id=f"{p}money",
        title="Spending runs ahead of what is earned",
        note="euros, cumulative",
        series=(
            Series("Plan € 1.24 m", tuple((start + d, float(v)) for d, v in zip(plan_days, plan, strict=True)), 0),
            Series("Spent € 798 k", tuple((start + d, float(v)) for d, v in zip(days, spent, strict=True)), 2),
            Series("Earned € 755 k", tuple((start + d, float(v)) for d, v in zip(days, earned, strict=True)), 1),
            Series(
                "Forecast € 1.31 m",
                ((today, 798.0), (today + 30, 980.0), (today + 60, 1190.0), (end, 1310.0)),
                2,
                is_forecast=True,
                end_note="12 Feb, P80 19 Feb",
            ),
        ),
        x_ticks=tuple(Tick(date(y, m, 15).toordinal(), word) for word, y, m in months),
        y_ticks=tuple(Tick(v, w) for v, w in ((0, "0"), (400, "€ 0.4 m"), (800, "€ 0.8 m"), (1200, "€ 1.2 m"))),
        spoken="Planned 812,000 euros by today, earned 755,000, spent 798,000. Forecast 1.31 million on 12 February.",
        today=today,
        today_word="Today",
        fan=((today, 798, 798), (today + 30, 960, 1010), (today + 60, 1130, 1240), (end, 1260, 1370)),
        table_head=("Month", "Planned", "Earned", "Spent"),
        table=(
            ("September", "€ 468 k", "€ 360 k", "€ 388 k"),
            ("October", "€ 650 k", "€ 544 k", "€ 583 k"),
            ("Now", "€ 812 k", "€ 755 k", "€ 798 k"),
        ),
    )


def video(p: str) -> BarChart:
    readings = [
        ("Q1", 2, 3),
        ("Q2", 9, 8),
        ("Q3", 15, 14),
        ("Q4", 18, 19),
        ("Q1", 22, 24),
        ("Q2", 26, 28),
        ("Q3", 28, 31),
        ("Q4", 29, 33),
    ]
    return BarChart(
        id=f"{p}video",
        title="Four points short of the promise",
        note="follow-ups by video, line promised",
        bars=tuple(Bar(word, read, str(read), aim) for word, read, aim in readings),
        y_ticks=tuple(Tick(v, f"{v} %") for v in (0, 10, 20, 30)),
        spoken="Follow-ups by video now 29 percent, promised 33.",
        table_head=("Quarter", "Read", "Promised"),
        table=tuple((w, f"{r} %", f"{a} %") for w, r, a in readings),
    )


ATTAINED = (
    (
        "Answer an incident in 30 min",
        Attain(0.981, 0.95, "98.1 percent kept, aim 95 percent"),
        "98.1 %",
        "good",
        "Kept",
    ),
    (
        "Solve an urgent incident in 4 h",
        Attain(0.946, 0.95, "94.6 percent kept, aim 95 percent", "risk"),
        "94.6 %",
        "risk",
        "Nearly missed",
    ),
    (
        "Video platform answers in 1 h",
        Attain(0.865, 0.95, "86.5 percent kept, aim 95 percent", "bad"),
        "86.5 %",
        "bad",
        "Missed",
    ),
)


def availability() -> Strip:
    special = {
        11: Day("part", 0.7),
        23: Day("down", 0.35),
        37: Day("part", 0.8),
        52: Day("planned"),
        53: Day("planned"),
    }
    days = tuple(special.get(i, Day("ok")) for i in range(90))
    return Strip(days, "Last 90 days: three outages, 1 h 52 min in all, one planned at night", "26 Aug", "Today")


def load(p: str) -> Heat:
    weeks = ("23 Nov", "30 Nov", "7 Dec", "14 Dec", "21 Dec", "28 Dec", "4 Jan", "11 Jan")
    teams = [
        ("Platform", "6 people", 0.38, [92, 96, 104, 118, 112, 64, 58, 97]),
        ("Service desk", "11 people", 0.84, [88, 90, 94, 97, 99, 81, 84, 96]),
    ]
    teams += [
        ("Data", "4 people", 0.2, [96, 99, 108, 106, 101, 52, 62, 104]),
        ("Testing", "4 people", 0.15, [54, 72, 98, 107, 96, 34, 40, 88]),
    ]

    def row(name: str, note: str, running: float, loads: list[int]) -> HeatRow:
        return HeatRow(
            name,
            note,
            tuple(
                HeatCell(load / 100, running, "#", is_frozen=i in (3, 4, 5), is_chosen=name == "Platform" and i == 3)
                for i, load in enumerate(loads)
            ),
        )

    return Heat(
        f"Load of each team by week, in percent of what its calendar gives ({p})",
        "Team",
        weeks,
        tuple(row(*team) for team in teams),
    )
