"""What is done to services: planned, provided, promised, measured, paid for, improved."""

from goldenthread.business.services.actions.agreements import NewAgreement, add_agreement, end_agreement
from goldenthread.business.services.actions.costs import (
    NewContract,
    add_contract,
    end_contract,
    post_running_costs,
    record_purchase,
)
from goldenthread.business.services.actions.improvements import (
    drop_improvement,
    note_improvement,
    take_up_improvement,
)
from goldenthread.business.services.actions.items import add_service_item, remove_service_item
from goldenthread.business.services.actions.lifecycle import (
    NewService,
    change_service,
    plan_service,
    retire_service,
    set_stage,
    start_providing,
)
from goldenthread.business.services.actions.measures import NewMeasure, add_measure, change_measure, read_measure
from goldenthread.business.services.actions.offerings import (
    NewOffering,
    NewQuestion,
    add_offering,
    change_offering,
)
from goldenthread.business.services.actions.outages import (
    NewOutage,
    add_freeze_window,
    end_outage,
    remove_freeze_window,
    report_outage,
)
from goldenthread.business.services.actions.readings import (
    Case,
    Reading,
    claim_signal,
    keep_readings_of,
    row_of,
)
from goldenthread.business.services.actions.targets import NewTarget, add_target, change_target, drop_target

__all__ = [
    "Case",
    "NewAgreement",
    "NewContract",
    "NewMeasure",
    "NewOffering",
    "NewOutage",
    "NewQuestion",
    "NewService",
    "NewTarget",
    "Reading",
    "add_agreement",
    "add_contract",
    "add_freeze_window",
    "add_measure",
    "add_offering",
    "add_service_item",
    "add_target",
    "change_measure",
    "change_offering",
    "change_service",
    "change_target",
    "claim_signal",
    "drop_improvement",
    "drop_target",
    "end_agreement",
    "end_contract",
    "end_outage",
    "keep_readings_of",
    "note_improvement",
    "plan_service",
    "post_running_costs",
    "read_measure",
    "record_purchase",
    "remove_freeze_window",
    "remove_service_item",
    "report_outage",
    "retire_service",
    "row_of",
    "set_stage",
    "start_providing",
    "take_up_improvement",
]
