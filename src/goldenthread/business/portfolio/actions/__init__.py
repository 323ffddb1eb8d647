"""What is done with objectives and investments: set, proposed, reckoned, decided at gates, chartered."""

from goldenthread.business.portfolio.actions.cases import Amount, NewLine, revise_case
from goldenthread.business.portfolio.actions.charters import Chartering, charter_investment
from goldenthread.business.portfolio.actions.choosing import (
    change_scenario,
    choose_investments,
    drop_scenario,
    prepare_scenario,
    propose_scenario,
    take_back_scenario,
)
from goldenthread.business.portfolio.actions.gates import (
    Decision,
    add_criterion,
    decide_gate,
    judge_criterion,
    resume_investment,
    schedule_gate,
)
from goldenthread.business.portfolio.actions.objectives import (
    NewObjective,
    NewPortfolio,
    close_objective,
    open_portfolio,
    set_objective,
)
from goldenthread.business.portfolio.actions.proposals import (
    NewBenefit,
    NewInvestment,
    NewRisk,
    add_benefit,
    describe_investment,
    propose_investment,
)
from goldenthread.business.portfolio.actions.relating import relate_investment

__all__ = [
    "Amount",
    "Chartering",
    "Decision",
    "NewBenefit",
    "NewInvestment",
    "NewLine",
    "NewObjective",
    "NewPortfolio",
    "NewRisk",
    "add_benefit",
    "add_criterion",
    "change_scenario",
    "charter_investment",
    "choose_investments",
    "close_objective",
    "decide_gate",
    "describe_investment",
    "drop_scenario",
    "judge_criterion",
    "open_portfolio",
    "prepare_scenario",
    "propose_investment",
    "propose_scenario",
    "relate_investment",
    "resume_investment",
    "revise_case",
    "schedule_gate",
    "set_objective",
    "take_back_scenario",
]
