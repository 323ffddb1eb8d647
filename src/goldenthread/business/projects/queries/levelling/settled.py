"""From the engine's plan to the fewest holds that make the plans as good: exact to the minute, each with its reason."""

from __future__ import annotations

from datetime import datetime

from goldenthread.business.projects.queries.levelling.clashes import CURABLE, Over, overs
from goldenthread.business.projects.queries.levelling.holding import Placing
from goldenthread.business.projects.queries.levelling.question import Given, first_start, is_overdue
from goldenthread.engine.levelling import Move
from goldenthread.engine.levelling.around import LevelledAround

ROUNDS = 8
Wanted = dict[str, datetime | None]


def holds_of(found: LevelledAround, given: Given) -> Wanted:
    """What has to be held back, and until when, for the plans to be as levelled; holds that end are None.

    What only follows another moves by itself and is not held. The engine counts in steps as long as a day: what waits
    for others is held until they are done, not until the step after. Holds that stay as they are are left out.
    """
    starts = found.levelled.starts
    wanted: Wanted = dict.fromkeys(given.movable)
    moves = {move.task: move for move in found.levelled.moves if move.behind is None and move.cause != "link"}
    wanted |= {key: max(starts[key], at) for key, at in found.behind.items()}
    wanted |= {key: starts[key] for key in moves.keys() & given.movable}
    wanted |= {
        key: starts[key] for key in given.movable if given.rows[key].constraint == "ALAP" and given.booked.get(key)
    }
    wanted |= {key: first_start(given, key) for key in given.movable - moves.keys() if is_overdue(given, key)}
    wanted = _parted(given, found, wanted, wanted)
    wanted = _parted(given, found, wanted, _tightened(given, moves, wanted))
    return {key: until for key, until in wanted.items() if until != given.rows[key].levelled_at}


def _tightened(given: Given, moves: dict[str, Move], wanted: Wanted) -> Wanted:
    """Each hold until the last of the tasks it waits for is done, where that is sooner."""
    own = dict(wanted)
    for _round in range(ROUNDS):
        placing = Placing(given, own)
        sooner: Wanted = {}
        for key, move in moves.items():
            until = own.get(key)
            done = [placing.span(one)[1] for one in move.blockers if one in given.movable]
            if until is not None and len(done) == len(move.blockers) and done:
                first = max(*done, first_start(given, key))
                if first < until:
                    sooner[key] = first
        if not sooner:
            break
        own |= sooner
    return own


def _parted(given: Given, found: LevelledAround, safe: Wanted, tried: Wanted) -> Wanted:
    """The tried holds, and where they let tasks meet, those that are safe; at worst every start of the engine's."""
    own = dict(tried)
    starts = found.levelled.starts
    for _round in range(ROUNDS):
        placing = Placing(given, own)
        met = {key for over in _curable(given, placing) for key in _keys(given, over)}
        if not met:
            return own
        back = {key: safe[key] for key in met if own[key] != safe[key]}
        early = {key: starts[key] for key in met if placing.span(key)[0] < starts[key]}
        if not back and not early:
            break
        own |= back or early
    placing = Placing(given, own)
    return own | {key: starts[key] for key in given.movable if placing.span(key)[0] < starts[key]}


def _curable(given: Given, placing: Placing) -> list[Over]:
    return [over for over in overs(given, placing.span) if over.kind in CURABLE]


def _keys(given: Given, over: Over) -> set[str]:
    return {given.key_of[task] for task in over.tasks if given.key_of.get(task) in given.movable}
