"""What is said of an investment when the thread is read as sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _

from goldenthread.business.portfolio.models import InvestmentState


def investment_sentence(state: InvestmentState) -> str:
    """Where its money stands, in one sentence."""
    weighed, delivered = _("It is being weighed; no money is approved yet."), _("It is funded and being delivered.")
    return {
        InvestmentState.PROPOSED: weighed,
        InvestmentState.DEFINED: weighed,
        InvestmentState.ANALYSED: weighed,
        InvestmentState.APPROVED: _("Its money is approved; the project opens with its charter."),
        InvestmentState.CHARTERED: delivered,
        InvestmentState.IN_DELIVERY: delivered,
        InvestmentState.IN_SERVICE: _("It is delivered and in service."),
        InvestmentState.RETIRED: _("It is over."),
        InvestmentState.REJECTED: _("It was turned down."),
        InvestmentState.ON_HOLD: _("It stands still until somebody resumes it."),
    }[state]
