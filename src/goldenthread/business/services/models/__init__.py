"""The records of services: what they are, what is promised about them and what came of it."""

from goldenthread.business.services.models.promises import (
    Agreement,
    Target,
    TargetReading,
    TargetSignal,
    usual_warnings,
    warning_rule,
)
from goldenthread.business.services.models.services import (
    Contract,
    FreezeWindow,
    Improvement,
    Measure,
    MeasureReading,
    Offering,
    Outage,
    PortfolioState,
    Purchase,
    Service,
    Stage,
)

__all__ = [
    "Agreement",
    "Contract",
    "FreezeWindow",
    "Improvement",
    "Measure",
    "MeasureReading",
    "Offering",
    "Outage",
    "PortfolioState",
    "Purchase",
    "Service",
    "Stage",
    "Target",
    "TargetReading",
    "TargetSignal",
    "usual_warnings",
    "warning_rule",
]
