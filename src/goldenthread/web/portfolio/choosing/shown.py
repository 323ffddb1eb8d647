"""An answer of a choice in the words of a page: each point of the frontier with what enters, leaves and pushes out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.portfolio.queries import choosing
from goldenthread.web.door import PageRequest
from goldenthread.web.environment import url
from goldenthread.web.portfolio.choosing.figures import point_tiles
from goldenthread.web.portfolio.choosing.limit_words import LimitWords
from goldenthread.web.portfolio.words import state_kind, state_word
from goldenthread.web.ui.figure import Tile

Row = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One investment that enters, leaves, or (`start`) begins in another year."""

    key: str
    name: str
    url: str
    is_in: bool
    start: str = ""


@dataclass(frozen=True)
class Step:
    """What a neighbouring point, or the present choice, has that this one has not, and the other way round."""

    title: str
    note: str
    changes: tuple[Change, ...]
    none: str
    place: int | None = None


class Point:
    """One budget: what is in, from when, and why the rest is out."""

    def __init__(self, told: ChoiceTold, place: int) -> None:
        self.told, self.place, self.plain = told, place, told.answer["points"][place]

    @property
    def is_own(self) -> bool:
        return self.place == int(self.told.answer["own"])

    @property
    def budget(self) -> str:
        return self.told.money(self.plain["budget"])

    @property
    def chosen(self) -> set[str]:
        return set(self.plain["starts"])

    @property
    def finding(self) -> str:
        """The point in one sentence."""
        count, of = len(self.plain["starts"]), len(self.told.answer["candidates"])
        words = {"budget": self.budget, "value": self.told.money(self.plain["value"]), "num": count, "of": of}
        return (
            ngettext(
                "%(budget)s bring %(value)s: %(num)s of %(of)s investments",
                "%(budget)s bring %(value)s: %(num)s of %(of)s investments",
                count,
            )
            % words
        )

    @property
    def tiles(self) -> tuple[Tile, ...]:
        return point_tiles(self)

    @cached_property
    def rows(self) -> list[Row]:
        """Every investment, those in before those out, the most valuable first."""
        known = self.told.candidates
        order = sorted(known, key=lambda key: (key not in self.chosen, -self._value(key)))
        return [self._row(key) for key in order]

    def _value(self, key: str) -> float:
        values = self.told.candidates[key]["values"]
        start = self.plain["starts"].get(key)
        return float(values[str(start)] if start is not None else max(values.values()))

    def _row(self, key: str) -> Row:
        told, candidate = self.told, self.told.candidates[key]
        start = self.plain["starts"].get(key)
        share = self.plain["stability"].get(key)
        return {
            "key": key,
            "name": told.name(key),
            "url": url("investment", key=key),
            "is_in": start is not None,
            "move": self._move(key),
            "tags": told.tags(key),
            "start": "–" if start is None else str(start),
            "later": "" if start in (None, candidate["starts_in"]) else told.later(start - candidate["starts_in"]),
            "value": told.money(self._value(key)),
            "panel": url("scenario-figure", key=told.scenario.key, investment=key),
            "share": "" if share is None else told.fmt.percent(share),
            "width": "" if share is None else f"{100 * share:.0f}%",
            "why": "" if start is not None else self.why(key),
        }

    def _move(self, key: str) -> str:
        was, is_in = key in self.told.now, key in self.chosen
        return "" if was == is_in else ("in" if is_in else "out")

    def why(self, key: str) -> str:
        """Which limits pushed it out, in words."""
        dropped = self.plain["dropped"].get(key)
        if dropped is None:
            return self.told.why_left_out.get(key, "")
        if not dropped["lacks"]:
            return _("brings less than it costs") if dropped["value"] <= 0 else _("others bring more for the same")
        return "; ".join(self.told.words.lack(lack) for lack in dropped["lacks"])

    @property
    def steps(self) -> tuple[Step, ...]:
        """Against the present choice, one step of money less, one step more."""
        points, steps = self.told.answer["points"], [self._against_now()]
        if self.place > 0:
            steps.append(self._against(self.place - 1, points[self.place - 1]))
        if self.place + 1 < len(points):
            steps.append(self._against(self.place + 1, points[self.place + 1]))
        return tuple(steps)

    def _against_now(self) -> Step:
        now = self.told.now & set(self.told.candidates)
        changes = self._changes(self.chosen, now)
        note = ngettext("%(num)s approved and not yet live", "%(num)s approved and not yet live", len(now))
        return Step(_("Against the present choice"), note % {"num": len(now)}, changes, _("It is the present choice."))

    def _against(self, place: int, other: dict[str, Any]) -> Step:
        more = place > self.place
        changes = self._changes(set(other["starts"]), self.chosen)
        worth = other["value"] - self.plain["value"]
        note = _("%(money)s, %(value)s of value") % {
            "money": self.told.signed(other["budget"] - self.plain["budget"]),
            "value": self.told.signed(worth),
        }
        moved = tuple(
            Change(key, self.told.name(key), url("investment", key=key), is_in=True, start=str(start))
            for key, start in other["starts"].items()
            if self.plain["starts"].get(key, start) != start
        )
        same = _("The same investments.")
        return Step(_("One step more") if more else _("One step less"), note, (*changes, *moved), same, place)

    def _changes(self, after: set[str], before: set[str]) -> tuple[Change, ...]:
        ordered = [key for key in self.told.candidates if key in after ^ before]
        return tuple(
            Change(key, self.told.name(key), url("investment", key=key), key in after)
            for key in sorted(ordered, key=lambda key: key not in after)
        )


class ChoiceTold:
    """A whole answer, for one reader."""

    def __init__(self, request: PageRequest, scenario: Any, answer: dict[str, Any]) -> None:
        self.request, self.fmt, self.scenario, self.answer = request, request.fmt, scenario, answer
        self.currency = answer["currency"]
        self.candidates: dict[str, dict[str, Any]] = {row["key"]: row for row in answer["candidates"]}
        self.now = set(answer["now"])
        self.investments = choosing.names_of_investments(request.actor, scenario)
        self.words = LimitWords(request, self)

    def name(self, key: str) -> str:
        found = self.investments.get(key)
        return key if found is None else found.name

    def money(self, amount: float) -> str:
        return self.fmt.money(round(amount), self.currency, short=True)

    def full(self, amount: float) -> str:
        return self.fmt.money(round(amount), self.currency)

    def signed(self, amount: float) -> str:
        return f"+{self.money(amount)}" if round(amount) > 0 else self.money(amount)

    def later(self, years: int) -> str:
        return ngettext("%(num)s year later", "%(num)s years later", years) % {"num": years}

    def tags(self, key: str) -> list[str]:
        candidate, tags = self.candidates[key], []
        if candidate["is_must"]:
            tags.append(_("must do"))
        if candidate["is_under_way"]:
            tags.append(_("under way"))
        return tags

    def point(self, place: int) -> Point:
        return Point(self, min(max(place, 0), len(self.answer["points"]) - 1))

    @property
    def empty_groups(self) -> list[str]:
        """Names of groups whose share cannot be held, because nothing belongs to them."""
        told = self.answer.get("empty_groups", ())  # not in what was chosen before it was told
        return [self.words.group(group) for group in told]

    @property
    def own(self) -> int:
        return int(self.answer["own"])

    @cached_property
    def points(self) -> list[Point]:
        return [Point(self, place) for place in range(len(self.answer["points"]))]

    @cached_property
    def why_left_out(self) -> dict[str, str]:
        """By key, why something was not chosen from, in words."""
        words = {
            "no_figures": _("has no figures for these years"),
            "kept_out": _("kept out by this scenario"),
            "needs_out": _("needs one that is kept out"),
        }
        return {key: words[why] for key, why in self.answer["left_out"]}

    @property
    def left_out(self) -> list[Row]:
        """What was not chosen from, and why."""
        return [
            {
                "key": key,
                "name": self.name(key),
                "url": url("investment", key=key),
                "why": why,
                "kind": state_kind(self.investments[key].state),
                "state": state_word(self.investments[key].state),
            }
            for key, why in self.why_left_out.items()
            if key in self.investments
        ]
