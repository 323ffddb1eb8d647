"""Gates: opened with their criteria, judged on evidence, decided with a reason and a frozen forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from goldenthread.business.portfolio.actions.cases import freeze
from goldenthread.business.portfolio.actions.checks import money, own_id, said
from goldenthread.business.portfolio.events import (
    CriterionAdded,
    CriterionJudged,
    GateDecided,
    GateScheduled,
    InvestmentResumed,
)
from goldenthread.business.portfolio.models import (
    PATH,
    Gate,
    GateCriterion,
    GateDecision,
    Investment,
    InvestmentState,
)
from goldenthread.business.portfolio.policies import may_decide, may_let_pass, may_prove
from goldenthread.business.portfolio.queries import figures, newest_case, next_gate
from goldenthread.foundation.actions import action
from goldenthread.foundation.actors import Acting
from goldenthread.foundation.errors import Invalid, Refused
from goldenthread.foundation.events import record
from goldenthread.foundation.keys import next_keys
from goldenthread.foundation.policies import require

CRITERIA: dict[InvestmentState, tuple[str, ...]] = {
    InvestmentState.DEFINED: (
        gettext_noop("The outcome is said in one sentence"),
        gettext_noop("It feeds at least one objective"),
        gettext_noop("The sponsor stands behind it"),
    ),
    InvestmentState.ANALYSED: (
        gettext_noop("Costs and benefits are reckoned by period"),
        gettext_noop("Each benefit has a measure with a baseline"),
        gettext_noop("Other ways to the outcome were weighed"),
    ),
    InvestmentState.APPROVED: (
        gettext_noop("Finance has checked the business case"),
        gettext_noop("The money is within the portfolio’s limit"),
        gettext_noop("The largest risks have an answer"),
    ),
    InvestmentState.CHARTERED: (
        gettext_noop("A project manager is named and free"),
        gettext_noop("The deliverables can be checked when they come"),
    ),
    InvestmentState.IN_DELIVERY: (
        gettext_noop("The plan is baselined"),
        gettext_noop("The team is there"),
    ),
    InvestmentState.IN_SERVICE: (
        gettext_noop("The deliverables are accepted"),
        gettext_noop("The service has passed its hand-over"),
        gettext_noop("Each benefit has an owner who will read it"),
    ),
    InvestmentState.RETIRED: (
        gettext_noop("The benefits were read to their end"),
        gettext_noop("The service is retired or stands on its own"),
    ),
}
"""What a gate asks before it lets an investment pass, by where it leads: kept in English, shown translated."""


@dataclass(frozen=True)
class Decision:
    """What is decided: go, kill, hold or recycle; why; on which conditions, with how much money and leeway."""

    choice: str
    reason: str = ""
    conditions: str = ""
    money_released: Decimal = Decimal(0)
    time_tolerance_days: int | None = None
    cost_tolerance_percent: Decimal | None = None


def open_gates(investment: Investment) -> None:
    """All gates of a new investment with the criteria they usually ask."""
    keys = next_keys(Gate.prefix, len(CRITERIA))
    made = Gate.objects.bulk_create(
        Gate(key=key, investment=investment, leads_to=state, place=PATH.index(state))
        for key, state in zip(keys, CRITERIA, strict=True)
    )
    GateCriterion.objects.bulk_create(
        GateCriterion(gate=gate, place=place, text=text)
        for gate in made
        for place, text in enumerate(CRITERIA[InvestmentState(gate.leads_to)], start=1)
    )


@action(on=Investment, may=may_prove)
def judge_criterion(
    acting: Acting, investment: Investment, *, gate: str, place: int, is_met: bool, evidence: str = ""
) -> GateCriterion:
    """Say whether a criterion of a gate still ahead is met, and how one can see it."""
    criterion = GateCriterion.objects.filter(gate=_ahead(investment, gate), place=place).first()
    if criterion is None:
        raise Invalid(fields={"place": _("This gate has no such criterion.")})
    ask = _("Say how one can see that it is met.")
    criterion.evidence = said(evidence, "evidence", ask, 300) if is_met else evidence.strip()[:300]
    criterion.is_met = is_met
    criterion.save()
    investment.save()
    record(
        CriterionJudged(
            subject=investment.key, gate=gate, criterion=criterion.text, is_met=is_met, evidence=criterion.evidence
        ),
        version=investment.version,
    )
    return criterion


@action(on=Investment, may=may_decide)
def add_criterion(acting: Acting, investment: Investment, *, gate: str, text: str) -> GateCriterion:
    """Ask one thing more at a gate still ahead."""
    at = _ahead(investment, gate)
    last = at.criteria.order_by("-place").values_list("place", flat=True).first() or 0
    wanted = said(text, "text", _("Say what must hold."))
    criterion = GateCriterion.objects.create(gate=at, place=last + 1, text=wanted)
    investment.save()
    record(CriterionAdded(subject=investment.key, gate=gate, criterion=wanted), version=investment.version)
    return criterion


@action(on=Investment, may=may_decide)
def schedule_gate(acting: Acting, investment: Investment, *, gate: str, due_on: date) -> Gate:
    """Set the day on which a gate still ahead is to be decided."""
    at = _ahead(investment, gate)
    if due_on < acting.at.date():
        raise Invalid(fields={"due_on": _("Choose a day that is still to come.")})
    at.due_on = due_on
    at.save()
    investment.save()
    record(GateScheduled(subject=investment.key, gate=gate, due_on=due_on.isoformat()), version=investment.version)
    return at


@action(on=Investment, may=may_decide)
def decide_gate(acting: Acting, investment: Investment, *, gate: str, decision: Decision) -> GateDecision:
    """Decide at the gate the investment stands before; the newest case is frozen with its forecast.

    A go needs every criterion met, with evidence, and up to its approval someone else than whoever proposed it; it
    does not lead to a charter, which `charter_investment` does. All else needs a reason.
    """
    at = _ahead(investment, gate)
    if at.leads_to == InvestmentState.CHARTERED and decision.choice == GateDecision.Choice.GO:
        raise Refused(_("A go at this gate opens the project. Charter it."))
    return keep_decision(acting, investment, at, decision)


@action(on=Investment, may=may_decide)
def resume_investment(acting: Acting, investment: Investment) -> Investment:
    """Take an investment off hold; it goes back to where it was."""
    investment.resume()
    investment.save()
    record(InvestmentResumed(subject=investment.key, state=investment.state), version=investment.version)
    return investment


def keep_decision(acting: Acting, investment: Investment, gate: Gate, decision: Decision) -> GateDecision:
    """Move the investment as decided and keep the record of it; the subject of the action under way is locked."""
    investment.require_under_way()
    if gate != next_gate(investment):
        raise Refused(_("%(key)s does not stand before this gate.") % {"key": investment.key})
    _check(acting, investment, gate, decision)
    case = freeze(acting, newest_case(investment))
    kept = GateDecision.objects.create(
        gate=gate,
        choice=decision.choice,
        reason=decision.reason.strip(),
        conditions=decision.conditions.strip(),
        money_released=money(decision.money_released, "money_released"),
        time_tolerance_days=decision.time_tolerance_days,
        cost_tolerance_percent=decision.cost_tolerance_percent,
        case=case,
        forecast=figures(case).frozen(),
        criteria=[{"text": c.text, "is_met": c.is_met, "evidence": c.evidence} for c in gate.criteria.all()],
        decided_by_id=own_id(acting),
        decided_at=acting.at,
    )
    before = investment.state
    _move(investment, gate, decision.choice)
    investment.decided_at = acting.at
    investment.save()
    record(
        GateDecided(
            subject=investment.key,
            gate=gate.key,
            choice=decision.choice,
            reason=kept.reason,
            before=before,
            state=investment.state,
            case=case.number,
            money_released=str(kept.money_released),
        ),
        version=investment.version,
    )
    return kept


def _move(investment: Investment, gate: Gate, choice: str) -> None:
    if choice == GateDecision.Choice.GO:
        investment.state = gate.leads_to
    elif choice == GateDecision.Choice.KILL:
        investment.state = InvestmentState.REJECTED
    elif choice == GateDecision.Choice.HOLD:
        investment.hold()
    else:
        # rework: it comes back to the same gate, and everything there is to be shown anew
        gate.criteria.update(is_met=False)


def _check(acting: Acting, investment: Investment, gate: Gate, decision: Decision) -> None:
    if decision.choice not in GateDecision.Choice.values:
        raise Invalid(fields={"choice": _("Decide: go, hold, rework or stop.")})
    if decision.choice != GateDecision.Choice.GO:
        said(decision.reason, "reason", _("Say why, so that it can be understood later."), 2000)
        if decision.money_released:
            raise Invalid(fields={"money_released": _("Only a go releases money.")})
    else:
        require(
            may_let_pass(acting.actor, investment),
            _("You proposed this. Someone else has to approve it."),
        )
        gate.require_met()
    if decision.cost_tolerance_percent is not None and not 0 <= decision.cost_tolerance_percent <= 100:
        raise Invalid(fields={"cost_tolerance_percent": _("A tolerance lies between 0 and 100 percent.")})
    if decision.time_tolerance_days is not None and not 0 <= decision.time_tolerance_days <= 1000:
        raise Invalid(fields={"time_tolerance_days": _("A tolerance lies between 0 and 1,000 working days.")})


def _ahead(investment: Investment, key: str) -> Gate:
    """The gate with this key, unless the investment has passed it."""
    gate = investment.gates.filter(key=key).first()
    if gate is None:
        raise Invalid(fields={"gate": _("%(key)s has no such gate.") % {"key": investment.key}})
    stands = investment.held_in or investment.state
    if stands not in PATH or PATH.index(InvestmentState(stands)) >= gate.place:
        raise Refused(_("This gate is behind it; what was decided there stays."))
    return gate
