"""Why a task moves, from the engine's words to those of the house: who is busy with what, away, or on the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from goldenthread.business.projects.queries.levelling.bookings import MACHINE
from goldenthread.business.projects.queries.levelling.holding import Holds, Placing
from goldenthread.business.projects.queries.levelling.question import AWAY, Given
from goldenthread.engine.levelling import Move
from goldenthread.engine.levelling.around import LevelledAround


class Causes:
    """The reason of each move, in plain values.

    `cause` is one of: person, machine (another task has them until then: `tasks`), away, running (the services take
    them), today (it cannot begin in the past), freeze (`name`), link (it follows `behind`), freed (nothing holds it
    back any more). `who` is a person's key, or a resource.
    """

    def __init__(self, given: Given, found: LevelledAround, holds: Holds, after: Placing) -> None:
        self._given, self._found, self._holds, self._after = given, found, holds, after
        self._moves: Mapping[str, Move] = {move.task: move for move in found.levelled.moves}

    def of(self, key: str) -> dict[str, Any]:
        until = self._holds.get(key, self._given.rows[key].levelled_at)
        told: dict[str, Any] = {"cause": "link", "who": "", "tasks": [], "behind": None, "name": ""}
        if until is not None and key in self._given.movable:
            told |= self._held(key)
        else:
            before = self._before(key)
            told |= {"behind": self._number(before)} if before else {"cause": "freed"}
        is_hold = key in self._holds
        return told | {"is_hold": is_hold, "hold": until.isoformat() if is_hold and until else None}

    def _before(self, key: str) -> str:
        """The task whose link holds it where it comes to stand; empty where none does."""
        driver = self._after.schedules[self._given.plan_of[key]][key].driver
        return driver.link.predecessor if driver is not None and driver.link is not None else ""

    def _number(self, key: str) -> int | None:
        row = self._given.rows.get(key)
        return None if row is None else row.pk

    def _held(self, key: str) -> dict[str, Any]:
        if key in self._found.behind:
            windows = self._given.windows[key]
            end = self._found.behind[key]
            return {"cause": "freeze", "name": next((one.name for one in windows if one.end == end), "")}
        move = self._moves.get(key)
        if move is None:
            return {"cause": "today"}
        if move.behind is not None or move.cause == "link":
            before = move.behind or self._before(key)
            return {"cause": "link", "behind": self._number(before)} if before else {"cause": "today"}
        return self._taken(move)

    def _taken(self, move: Move) -> dict[str, Any]:
        """Who or what is not there before it begins."""
        if move.cause_id.startswith(MACHINE):
            return {"cause": "machine", "who": move.cause_id, "tasks": self._numbers(move.blockers)}
        who = move.cause_id.partition(" ")[0]
        if AWAY in move.cause_id:
            return {"cause": "away", "who": who}
        busy = self._numbers(move.blockers) or self._busy(who, move.before, move.after)
        return {"cause": "person" if busy else "running", "who": who, "tasks": busy}

    def _numbers(self, keys: tuple[str, ...]) -> list[int]:
        return [self._given.rows[key].pk for key in keys if key in self._given.rows]

    def _busy(self, who: str, before: datetime, after: datetime) -> list[int]:
        """What has begun, or stands elsewhere, and has them until they can begin: the last of it."""
        there = [one for one in self._given.fixed if one.who == who and one.begin < after and one.end > before]
        last = max((min(one.end, after) for one in there), default=after)
        return [one.task for one in there if min(one.end, after) == last]
