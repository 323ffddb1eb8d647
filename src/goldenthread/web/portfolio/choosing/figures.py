"""The headline figures of one point of a frontier, each opened to what it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.web.environment import url
from goldenthread.web.ui.figure import Figure, FigureInput, Tile

if TYPE_CHECKING:
    from goldenthread.web.portfolio.choosing.shown import ChoiceTold, Point


def point_tiles(point: Point) -> tuple[Tile, ...]:
    """Value, money, tightest limit, number and risk of a point."""
    return (_value(point), _money(point), _price(point), _loss(point), _sure(point))


def _value(point: Point) -> Tile:
    told, plain = point.told, point.plain
    inputs = tuple(
        FigureInput(told.name(key), told.full(told.candidates[key]["values"][str(start)]), _("from %(year)s") % {
            "year": start
        }, url("investment", key=key))
        for key, start in sorted(
            plain["starts"].items(), key=lambda pair: -told.candidates[pair[0]]["values"][str(pair[1])]
        )
    )  # fmt: skip
    rule = _(
        "What all that is chosen brings less what it costs, as present value today at each case’s own rate; "
        "of what is under way, what is still to come."
    )
    gap = (plain["bound"] - plain["value"]) / abs(plain["value"]) if plain["value"] else 0.0
    note = _("proven best") if gap <= 1e-6 else _("at most %(share)s more is possible") % {
        "share": told.fmt.percent(gap, 1)
    }  # fmt: skip
    figure = Figure("choice-value", _("Value"), told.money(plain["value"]), rule, inputs, _("together"))
    return Tile(figure, note)


def _money(point: Point) -> Tile:
    told, plain = point.told, point.plain
    spent = [use for use in plain["used"] if use["kind"] == "money"]
    used = sum(use["used"] for use in spent)
    inputs = tuple(
        FigureInput(
            told.words.name(use), told.full(use["used"]), _("of %(limit)s") % {"limit": told.full(use["limit"])}
        )
        for use in spent
    )
    rule = _("What the chosen investments spend of each limit, from their own cost lines in the year they start.")
    figure = Figure("choice-money", _("Spent of the budget"), told.money(used), rule, inputs, _("together"))
    return Tile(figure, _("of %(budget)s") % {"budget": point.budget})


def _price(point: Point) -> Tile:
    told = point.told
    asked = [use for use in point.plain["used"] if use["price"] or use["used"]]
    priced = sorted(asked, key=lambda use: -use["price"])
    inputs = tuple(
        FigureInput(told.words.name(use), told.words.price(use) if use["price"] else _("holds nothing back"), _(
            "%(used)s of %(limit)s used"
        ) % {"used": told.words.amount(use, "used"), "limit": told.words.amount(use, "limit")})
        for use in priced
    )  # fmt: skip
    rule = _(
        "What a little more of each limit would bring at the margin, by the prices of the problem without whole "
        "numbers. Investments come whole, so the next one may need more than a little."
    )
    name = "choice-price"
    tight = tightest(point)
    if tight is None:
        return Tile(Figure(name, _("Tightest limit"), _("none"), rule, inputs), _("no limit holds anything back"))
    if tight["kind"] == "capacity":
        text, per = told.full(tight["price"]), _("per hour more of %(limit)s")
    else:
        text, per = told.full(tight["price"] * 1000), _("per %(thousand)s more of %(limit)s")
    note = per % {"thousand": told.full(1000), "limit": told.words.name(tight)}
    return Tile(Figure(name, _("Price of the tightest limit"), text, rule, inputs), note)


def tightest(point: Point) -> dict[str, Any] | None:
    """The limit of money that a little more of brings most; without one, the limit of another kind."""
    binding = [use for use in point.plain["used"] if use["price"] > 1e-9]
    return max(binding, key=lambda use: (use["kind"] == "money", use["price"]), default=None)


def _loss(point: Point) -> Tile:
    told = point.told
    loss = {key: told.candidates[key]["risk"] for key in point.plain["starts"] if told.candidates[key]["risk"]}
    inputs = tuple(
        FigureInput(told.name(key), told.full(amount), "", url("investment", key=key))
        for key, amount in sorted(loss.items(), key=lambda pair: -pair[1])
    )
    rule = _("The chance of each risk times what it would cost: of the project’s register, before that the first view.")
    text = told.money(sum(loss.values()))
    figure = Figure("choice-loss", _("Expected loss"), text, rule, inputs, _("together") if inputs else "")
    limit = next((use["limit"] for use in point.plain["used"] if use["kind"] == "risk"), None)
    return Tile(figure, _("no limit") if limit is None else _("of %(limit)s") % {"limit": told.money(limit)})


def _sure(point: Point) -> Tile:
    told, chosen = point.told, point.plain["starts"]
    shares = {key: share for key, share in point.plain["stability"].items() if key in chosen}
    firm = [key for key, share in shares.items() if share >= FIRM]
    inputs = tuple(
        FigureInput(told.name(key), told.fmt.percent(share), "", url("investment", key=key))
        for key, share in sorted(shares.items(), key=lambda pair: -pair[1])
    )
    rule = _(
        "Values and costs are drawn anew, as far as they usually miss, and chosen anew each time. Firm is what is "
        "chosen in at least eight draws of ten."
    )
    text = _("%(firm)s of %(all)s") % {"firm": len(firm), "all": len(chosen)}
    return Tile(Figure("choice-sure", _("Firmly in"), text, rule, inputs), _("in 8 draws of 10"))


FIRM = 0.8


def investment_figure(told: ChoiceTold, key: str) -> Figure:
    """What one investment brings to the choice, and where each figure of it comes from."""
    it, fmt = told.candidates[key], told.fmt
    case = url("investment-case", key=key)
    version = _("version %(number)s of its case") % {"number": it["case"]}
    inputs = [
        FigureInput(_("If it starts in %(year)s") % {"year": year}, told.full(value), _("present value today"), case)
        for year, value in it["values"].items()
    ]
    inputs.append(FigureInput(_("Benefits of all years"), told.full(it["brings"]), version, case))
    inputs += [
        FigureInput(
            told.words.name({"kind": "money", "names": [fund], "year": it["starts_in"] + place}), told.full(amount),
            version, case,
        )
        for fund, amounts in it["cost"].items()
        for place, amount in enumerate(amounts)
        if amount
    ]  # fmt: skip
    inputs += [
        FigureInput(
            _("Hours of %(skill)s") % {"skill": told.words.name({"kind": "capacity", "names": [skill], "year": None})},
            f"{fmt.number(sum(hours))}\u202fh", _("as its project cost falls"), url("relate-investment", key=key),
        )
        for skill, hours in it["hours"].items()
    ]  # fmt: skip
    inputs += [
        FigureInput(_("Expected loss"), told.full(it["risk"]), _("its risks, chance times cost")),
        FigureInput(_("Value may miss by"), fmt.percent(it["value_spread"]), _("one standard deviation: a custom")),
        FigureInput(
            _("Cost may miss by"), fmt.percent(it["cost_spread"]), _("one standard deviation: the custom and its risks")
        ),
    ]
    return Figure(
        "investment", told.name(key), told.money(it["values"][str(it["starts_in"])]), _basis(it), tuple(inputs)
    )


def _basis(it: dict[str, Any]) -> str:
    if it["is_under_way"]:
        return _("It is under way: what is still to be spent and still to come back counts, what is spent does not.")
    if it["moved"]:
        return ngettext(
            "Its case was to begin in the past: all of it is moved by %(num)s month.",
            "Its case was to begin in the past: all of it is moved by %(num)s months.",
            it["moved"],
        ) % {"num": it["moved"]}
    return _("Its newest case, month by month, as it stands.")
