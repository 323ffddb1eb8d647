"""How the states of an investment are shown: kinds, words, and the thread in one centimetre."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.portfolio.queries import STATE_WORDS, WAY, BenefitStanding, BoardRow
from goldenthread.web.format import Format
from goldenthread.web.ui.status import Kind
from goldenthread.web.ui.thread import Knot, KnotShape, ThreadLine

_KINDS: dict[str, Kind] = {
    "proposed": "still",
    "on_hold": "wait",
    "rejected": "bad",
    "retired": "none",
    "approved": "good",
    "in_service": "good",
}
_KEPT: dict[str, Kind] = {"kept": "good", "below": "risk", "far_below": "bad", "unread": "still"}
_SPUN = {"proposed": 0.2, "defined": 0.4, "analysed": 0.6, "approved": 0.8}


def state_kind(state: str) -> Kind:
    return _KINDS.get(state, "live")


def state_word(state: str) -> str:
    return str(STATE_WORDS[state])


def kept_kind(standing: BenefitStanding) -> Kind:
    return _KEPT[standing.kept]


def kept_word(kept: str) -> str:
    return {
        "kept": _("As promised"),
        "below": _("Below promise"),
        "far_below": _("Far below"),
        "unread": _("Not read yet"),
    }[kept]


def gate_name(leads_to: str) -> str:
    """What a gate is called: its number and what it lets through to."""
    place = WAY.index(leads_to)
    name = {
        "defined": _("idea"),
        "analysed": _("definition"),
        "approved": _("business case"),
        "chartered": _("charter"),
        "in_delivery": _("start"),
        "in_service": _("go-live"),
        "retired": _("value"),
    }[leads_to]
    return _("Gate %(place)s, %(name)s") % {"place": place, "name": name}


def choice_word(choice: str) -> str:
    return {"go": _("Go"), "hold": _("Hold"), "recycle": _("Rework"), "kill": _("Stop")}[choice]


def choice_kind(choice: str) -> Kind:
    kinds: dict[str, Kind] = {"go": "good", "hold": "wait", "recycle": "risk", "kill": "bad"}
    return kinds[choice]


def worst(row: BoardRow) -> BenefitStanding | None:
    """The benefit that is furthest from its promise, among those that were read."""
    order = ("far_below", "below", "kept")
    read = [standing for standing in row.benefits if standing.kept in order]
    return min(read, key=lambda standing: order.index(standing.kept), default=None)


def light(row: BoardRow, fmt: Format) -> tuple[Kind | None, str]:
    """The one thing a card says about how it stands."""
    state = row.investment.state
    if state == "on_hold":
        return "wait", _("On hold")
    if row.is_waiting:
        days = (row.on - row.waits_since).days
        return "live", _("Waits %(days)s days") % {"days": days}
    if state == "in_service":
        standing = worst(row)
        return ("still", kept_word("unread")) if standing is None else (kept_kind(standing), kept_word(standing.kept))
    if row.light:
        kinds: dict[str, Kind] = {"good": "good", "risk": "risk", "bad": "bad"}
        words = {"good": _("On plan"), "risk": _("At risk"), "bad": _("In trouble")}
        return kinds.get(row.light), words.get(row.light, "")
    if row.gate is not None and row.gate.due_on is not None:
        return "live", _("Gate on %(day)s") % {"day": fmt.date(row.gate.due_on)}
    return None, ""


def mini(row: BoardRow) -> ThreadLine:
    """The thread of a card: what is known without asking again."""
    state = row.investment.held_in or row.investment.state
    is_rejected = state == "rejected"
    has_service = state in ("in_service", "retired")
    percent = float(row.project.percent) / 100 if row.project else 0.0
    standing = worst(row)
    project: KnotShape = "none" if row.project is None else "done" if has_service else "way"
    outcome: KnotShape = "none" if standing is None else "done" if standing.kept == "kept" else "trouble"
    funded = "trouble" if is_rejected else "way" if state in _SPUN else "done"
    knots = (
        Knot("objective", "", knot="done" if row.objectives else "none", spun=1.0 if row.objectives else 0.0),
        Knot("investment", "", knot=funded, spun=0.0 if is_rejected else _SPUN.get(state, 1.0)),  # type: ignore[arg-type]
        Knot("project", "", knot="trouble" if row.light == "bad" else project, spun=1.0 if has_service else percent),
        Knot("service", "", knot="done" if has_service else "none", spun=_reached(standing) if has_service else 0.0),
        Knot("outcome", "", knot=outcome),
    )
    return ThreadLine(knots)


def _reached(standing: BenefitStanding | None) -> float:
    if standing is None or standing.reading is None:
        return 0.0
    measure = standing.benefit.measure
    share = float((standing.reading.value - measure.baseline) / (measure.target - measure.baseline))
    return max(0.0, min(share, 1.0))
