"""What every page of one investment shows: head, acts, tabs, thread, and the gate it stands before."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from goldenthread.business.portfolio import queries
from goldenthread.business.portfolio.policies import may_decide, may_let_pass, may_prove, may_shape
from goldenthread.web.door import PageRequest
from goldenthread.web.environment import url
from goldenthread.web.portfolio.words import choice_kind, choice_word, gate_name, state_kind, state_word
from goldenthread.web.thread import thread_of
from goldenthread.web.ui.board import CriterionRow, GateStop
from goldenthread.web.ui.lists import Tab


def frame(request: PageRequest, investment: Any, current: str) -> dict[str, Any]:
    """The context around a tab of an investment."""
    sees_money = queries.sees_money(request.actor, investment)
    gates = queries.gates(investment)
    newest = queries.newest_case(investment) if sees_money else None
    ahead = next((gate for gate in gates if gate.leads_to == investment.next_state), None)
    return {
        "investment": investment,
        "thread": thread_of(request, investment.key, investment),
        "state_kind": state_kind(investment.state),
        "state_word": state_word(investment.state),
        "facts": _facts(investment, newest),
        "tabs": _tabs(investment, current, gates, sees_money=sees_money),
        "sees_money": sees_money,
        "newest": newest,
        "currency": investment.portfolio.currency,
        "gates": gates,
        "next_gate": ahead,
        "gate_panel": gate_panel(request, investment, ahead) if ahead else None,
        "may_decide": may_decide(request.actor, investment),
        "may_shape": may_shape(request.actor, investment) and investment.next_state is not None,
    }


def gate_panel(request: PageRequest, investment: Any, gate: Any) -> dict[str, Any]:
    """The side panel of the next gate: criteria with what was found, and what can be decided."""
    decides = may_decide(request.actor, investment)
    return {
        "gate": gate,
        "name": gate_name(gate.leads_to),
        "when": request.fmt.date(gate.due_on) if gate.due_on else _("no day set"),
        "criteria": criteria(gate),
        "missing": [criterion for criterion in gate.criteria.all() if not criterion.is_proven],
        "is_charter": gate.leads_to == "chartered",
        "may_go": may_let_pass(request.actor, investment),
        "may_prove": may_prove(request.actor, investment),
        "decides": decides,
    }


def criteria(gate: Any) -> tuple[CriterionRow, ...]:
    return tuple(
        CriterionRow(
            name=_(criterion.text),
            kind="good" if criterion.is_proven else "still",
            kind_word=_("Met") if criterion.is_proven else _("Not yet"),
            note=criterion.evidence,
        )
        for criterion in gate.criteria.all()
    )


def stops(request: PageRequest, investment: Any, gates: list[Any]) -> tuple[GateStop, ...]:
    """The gates on their line, each with its last decision."""
    return tuple(_stop(request, investment, gate) for gate in gates)


def _stop(request: PageRequest, investment: Any, gate: Any) -> GateStop:
    decisions = list(gate.decisions.all())
    last = max(decisions, key=lambda decision: decision.pk, default=None)
    is_next = gate.leads_to == investment.next_state
    address = url("investment-gates", key=investment.key) + f"#{gate.key}"
    if last is not None and not (is_next and last.choice == "recycle"):
        word = choice_word(last.choice)
        return GateStop(
            gate_name(gate.leads_to),
            request.fmt.date(last.decided_at),
            _("%(choice)s, with conditions") % {"choice": word} if last.conditions else word,
            choice_kind(last.choice),
            word,
            address,
            is_next,
        )
    due = request.fmt.date(gate.due_on) if gate.due_on else _("no day set")
    if is_next:
        return GateStop(gate_name(gate.leads_to), due, _("Next"), "live", _("Next"), address, True)
    return GateStop(gate_name(gate.leads_to), due, "", "still", _("Not yet"), address)


def _facts(investment: Any, newest: Any) -> list[tuple[str, str]]:
    facts = [(_("Sponsor"), investment.sponsor.name), (_("Portfolio"), investment.portfolio.name)]
    if newest is not None:
        frozen = _("version %(number)s, frozen") if newest.frozen_at else _("version %(number)s, open")
        facts.append((_("Business case"), frozen % {"number": newest.number}))
    if investment.is_mandatory:
        facts.append((_("Must do"), _("yes")))
    return facts


def _tabs(investment: Any, current: str, gates: list[Any], *, sees_money: bool) -> list[Tab]:
    passed = sum(1 for gate in gates if any(decision.choice == "go" for decision in gate.decisions.all()))
    count = _("%(passed)s of %(all)s") % {"passed": passed, "all": len(gates)}
    found = [
        ("investment", _("Value"), None, True),
        ("investment-case", _("Business case"), None, sees_money),
        ("investment-gates", _("Gates"), count, True),
        ("investment-cash-flow", _("Cash flow"), None, sees_money),
        ("investment-progress", _("Progress"), None, sees_money),
        ("investment-benefits", _("Benefits"), None, True),
    ]
    return [
        Tab(label, url(name, key=investment.key), name == current, number)
        for name, label, number, is_open in found
        if is_open
    ]
