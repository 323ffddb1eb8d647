"""A proposal of levelling in the words of a page: finishes, overloads gone, who moves and why, how good it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goldenthread.business.projects import queries
from goldenthread.web.capacity.reasons import Reasons
from goldenthread.web.door import PageRequest
from goldenthread.web.environment import url
from goldenthread.web.links import url_of
from goldenthread.web.ui.figure import Figure, FigureInput, Tile

WEEK = timedelta(days=7)
MOST_WEEKS = 40
"""So many weeks are drawn; all of them are told in words."""
MANY = 20.0
"""Hours too many in a week that are shown as a lot."""


class Told:
    """A proposal as it is read: rows of plain words, with the addresses of what they name."""

    def __init__(self, request: PageRequest, found: queries.Proposal) -> None:
        assert found.answer is not None
        self.request, self.fmt, self.found, self.answer = request, request.fmt, found, found.answer
        self.names = {project.key: project.name for project in found.projects}
        self.reasons = Reasons(found)

    @property
    def is_level(self) -> bool:
        """Whether there was nothing to part and nothing moves."""
        return not self.answer["moves"] and not self.answer["overs"]["before"]

    # figures ------------------------------------------------------------------------------------------------------

    @property
    def state(self) -> tuple[str, str]:
        """A shape and a word for the head of the page."""
        before, after = (len(self.answer["overs"][when]) for when in ("before", "after"))
        if not before:
            return "good", _("Nothing to part")
        if after:
            return "risk", _("%(after)s of %(before)s overloaded weeks stay") % {"after": after, "before": before}
        said = ngettext("%(count)s overloaded week gone", "%(count)s overloaded weeks gone", before)
        return "good", said % {"count": before}

    @property
    def tiles(self) -> tuple[Tile, ...]:
        return self._weeks_tile(), self._moved_tile(), self._finish_tile(), self._late_tile(), self._gap_tile()

    def _weeks_tile(self) -> Tile:
        overs = self.answer["overs"]
        people = {row[0] for row in overs["before"]}
        rule = _("Weeks in which somebody is asked for two things at once, or while they are away, person by person.")
        inputs = tuple(
            FigureInput(
                self.reasons.who(who), self._hours(self._sum(overs["before"], who)), self._span(overs["before"], who)
            )
            for who in sorted(people, key=self.reasons.who)
        )
        figure = Figure("weeks", _("Overloaded weeks"), f"{len(overs['before'])} → {len(overs['after'])}", rule, inputs)
        count = ngettext("of %(count)s person", "of %(count)s people", len(people)) % {"count": len(people)}
        return Tile(figure, count)

    def _moved_tile(self) -> Tile:
        moves = self.answer["moves"]
        held = [move for move in moves if move["is_hold"]]
        rule = _("Tasks that levelling holds back itself, and those that only follow them by their links.")
        inputs = (
            FigureInput(_("Held back"), self.fmt.number(len(held)), _("until whoever works on them is free")),
            FigureInput(_("Follow by their links"), self.fmt.number(len(moves) - len(held))),
        )
        note = ngettext("%(count)s held, the rest follow", "%(count)s held, the rest follow", len(held))
        return Tile(
            Figure("moved", _("Tasks that move"), self.fmt.number(len(moves)), rule, inputs),
            note % {"count": len(held)},
        )

    def _finish_tile(self) -> Tile:
        rows = self.answer["projects"]
        before, after = max(row["before"] for row in rows), max(row["after"] for row in rows)
        inputs = tuple(
            FigureInput(
                self.names.get(row["key"], row["key"]), self._on(row["after"]), self._was(row), url_of(row["key"])
            )
            for row in rows
        )
        rule = _("The latest finish of these projects, as their plans would tell it.")
        return Tile(
            Figure("finish", _("Last finish"), self._on(after), rule, inputs),
            _("unlevelled %(on)s") % {"on": self._on(before)},
        )

    def _late_tile(self) -> Tile:
        rows = self.answer["projects"]
        late = [row for row in rows if row["after"] > row["deadline"]]
        was = [row for row in rows if row["before"] > row["deadline"]]
        rule = _(
            "Projects whose finish comes after the deadline of their charter. Levelling shows it; it did not cause it."
        )
        inputs = tuple(
            FigureInput(
                self.names.get(row["key"], row["key"]),
                self._on(row["after"]),
                _("deadline %(on)s") % {"on": self._on(row["deadline"])},
                url_of(row["key"]),
            )
            for row in late
        )
        note = _("unlevelled %(count)s, with people in two places") % {"count": len(was)}
        return Tile(Figure("late", _("Past their deadline"), self.fmt.number(len(late)), rule, inputs), note)

    def _gap_tile(self) -> Tile:
        """How much better a plan could be at the very most."""
        value, bound = self.answer["value"], self.answer["bound"]
        goal = self.found.run.question["objective"]
        what = (
            _("hours of work until the last finish")
            if goal == "finish"
            else _("hours of work until each finish, summed")
        )
        is_proven = self.answer["is_proven"]
        text = _("the best") if is_proven else f"{self.fmt.percent(self.answer['gap'], 1)}"
        rule = _(
            "No plan without overloads can have less than the bound; "
            "how far this one is above it is what a longer search could win at most."
        )
        inputs = (
            FigureInput(_("This plan"), self.fmt.number(value), what),
            FigureInput(_("The bound"), self.fmt.number(bound), _("by links, lengths and how busy people are")),
        )
        note = _("proven: no plan is better") if is_proven else _("over what no plan can beat")
        return Tile(Figure("gap", _("How good it is"), text, rule, inputs), note)

    @staticmethod
    def best(request: PageRequest, best: Mapping[str, Any]) -> dict[str, str]:
        """The best so far, while the search goes on."""
        fmt = request.fmt
        return {
            "finish": fmt.date(datetime.fromisoformat(best["finish"])),
            "value": fmt.number(best["value"]),
            "bound": fmt.number(best["bound"]),
            "gap": fmt.percent(best["gap"], 1),
        }

    # rows ---------------------------------------------------------------------------------------------------------

    @property
    def projects(self) -> list[dict[str, Any]]:
        """Finish before and after, with what moves below."""
        moves: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for move in self.answer["moves"]:
            moves[move["project"]].append(move)
        return [
            {
                "key": row["key"],
                "name": self.names.get(row["key"], row["key"]),
                "url": url_of(row["key"]),
                "plan": url("project-plan", key=row["key"]),
                "before": self._on(row["before"]),
                "after": self._on(row["after"]),
                "days": self._later(row["before"], row["after"]),
                "deadline": self._on(row["deadline"]),
                "kind": "bad" if row["after"] > row["deadline"] else "good",
                "kind_word": _("after the deadline") if row["after"] > row["deadline"] else _("in time"),
                "held": [self._row(move) for move in self._in_time(moves[row["key"]]) if move["is_hold"]],
                "follow": [self._row(move) for move in self._in_time(moves[row["key"]]) if not move["is_hold"]],
            }
            for row in self.answer["projects"]
        ]

    def _in_time(self, moves: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        return sorted(moves, key=lambda move: (move["start"][1], move["task"]))

    def _row(self, move: Mapping[str, Any]) -> dict[str, Any]:
        named = self.found.tasks.get(move["task"])
        return {
            "key": named.key if named else "",
            "name": named.name if named else _("A private task"),
            "url": url_of(named.key) if named else "",
            "before": self._on(move["start"][0]),
            "after": self._on(move["start"][1]),
            "days": self._days(move["days"]),
            "why": self.reasons.sentence(move),
        }

    @property
    def gone(self) -> list[dict[str, Any]]:
        """Per person, what was too much, and whether it is gone."""
        overs = self.answer["overs"]
        stays = {row[0] for row in overs["after"]}
        people = list(dict.fromkeys(row[0] for row in overs["before"]))
        return [
            {
                "name": self.reasons.who(who),
                "url": self._cell(who, overs["before"]),
                "hours": self._hours(self._sum(overs["before"], who)),
                "span": self._span(overs["before"], who),
                "tasks": self.reasons.tasks(pk for row in overs["before"] if row[0] == who for pk in row[3]),
                "strips": self._strips(who),
                "kind": "risk" if who in stays else "good",
                "word": _("less") if who in stays else _("gone"),
            }
            for who in people
        ]

    def _strips(self, who: str) -> list[tuple[str, list[tuple[int, str]]]]:
        """Week by week, before and after: 0 where nothing is too much, 1 or 2 by how much, with its words."""
        weeks = sorted({date.fromisoformat(row[1]) for row in self.answer["overs"]["before"]})
        span = [weeks[0] + n * WEEK for n in range(min((weeks[-1] - weeks[0]) // WEEK + 1, MOST_WEEKS))]
        strips = []
        for when, word in (("before", _("before")), ("after", _("after"))):
            hours = {row[1]: row[2] for row in self.answer["overs"][when] if row[0] == who}
            strips.append((word, [self._week(day, hours.get(day.isoformat(), 0.0)) for day in span]))
        return strips

    def _week(self, day: date, hours: float) -> tuple[int, str]:
        said = _("%(hours)s too many") % {"hours": self._hours(hours)} if hours else _("nothing too much")
        return (0 if not hours else 1 if hours < MANY else 2), f"{self.fmt.day(day)}: {said}"

    @property
    def stays(self) -> list[dict[str, str]]:
        """What levelling cannot help, with the way out."""
        ways = {
            "begun": _("Already under way at the same time. Take somebody else in, or report what is done."),
            "alone": _("One task alone asks for more than there is. Give it less of their time, or give it more time."),
            "after": _("Two things at once are left. Search longer."),
        }
        found = []
        for why in ("after", "begun", "alone"):
            rows = self.answer["overs"][why]
            found += [
                {
                    "name": self.reasons.who(who),
                    "url": self._cell(who, rows),
                    "hours": self._hours(self._sum(rows, who)),
                    "span": self._span(rows, who),
                    "tasks": self.reasons.tasks(pk for row in rows if row[0] == who for pk in row[3]),
                    "way": ways[why],
                }
                for who in dict.fromkeys(row[0] for row in rows)
            ]
        return found

    def cells(self) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """The moves for a file."""
        head = (
            "project",
            "task",
            "title",
            "start",
            "start levelled",
            "finish",
            "finish levelled",
            "days",
            "held",
            "why",
        )
        rows = []
        for move in self._in_time(self.answer["moves"]):
            named = self.found.tasks.get(move["task"])
            told = (named.key, named.name) if named else ("", _("A private task"))
            when = (*move["start"], *move["finish"], move["days"], move["is_hold"])
            rows.append((move["project"], *told, *when, self.reasons.sentence(move)))
        return head, rows

    # words --------------------------------------------------------------------------------------------------------

    def _cell(self, who: str, rows: Sequence[Sequence[Any]]) -> str:
        """The page of capacity at a person's first week; empty for other resources."""
        if who not in self.found.people or not self.found.people[who].key:
            return ""
        week = min(row[1] for row in rows if row[0] == who)
        return url("capacity", {"by": "person", "since": week, "row": who, "week": week}) + "#figure"

    def _sum(self, rows: Sequence[Sequence[Any]], who: str) -> float:
        return float(sum(row[2] for row in rows if row[0] == who))

    def _span(self, rows: Sequence[Sequence[Any]], who: str) -> str:
        """How many weeks, and from when to when."""
        weeks = sorted({date.fromisoformat(row[1]) for row in rows if row[0] == who})
        count = ngettext("%(count)s week", "%(count)s weeks", len(weeks)) % {"count": len(weeks)}
        if len(weeks) == 1:
            return _("week of %(day)s") % {"day": self.fmt.date(weeks[0])}
        known = {"weeks": count, "first": self.fmt.date(weeks[0]), "last": self.fmt.date(weeks[-1])}
        return _("%(weeks)s between %(first)s and %(last)s") % known

    def _hours(self, hours: float) -> str:
        return self.fmt.with_unit(self.fmt.number(hours), "h")

    def _on(self, text: str) -> str:
        return self.fmt.date(datetime.fromisoformat(text))

    def _was(self, row: Mapping[str, Any]) -> str:
        return _("unlevelled %(on)s") % {"on": self._on(row["before"])}

    def _later(self, before: str, after: str) -> str:
        """Days of the calendar between two finishes."""
        days = (
            self.fmt.local(datetime.fromisoformat(after)).date() - self.fmt.local(datetime.fromisoformat(before)).date()
        ).days
        if not days:
            return _("the same day")
        return (
            ngettext("%(count)s day later", "%(count)s days later", days)
            if days > 0
            else ngettext("%(count)s day sooner", "%(count)s days sooner", -days)
        ) % {"count": self.fmt.number(abs(days))}

    def _days(self, days: float) -> str:
        """Working days, with their sign."""
        digits = 0 if abs(days) >= 10 or days == round(days) else 1
        sign = "+" if days > 0 else "−" if days < 0 else ""
        return sign + self.fmt.with_unit(self.fmt.number(abs(days), digits), _("d"))
