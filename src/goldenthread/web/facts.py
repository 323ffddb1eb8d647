"""What happened, in the reader's words: every fact the house can keep, and what it tells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from goldenthread.web.codes import word_of_code
from goldenthread.web.format import Format

LONGEST = 200
DAY = len("2026-12-24")
DATED = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)?)?")
AMOUNTS = {
    *("amount", "baseline", "budget", "cost", "fixed_cost", "limit", "money_released", "monthly", "per_hour"),
    *("rate", "response_cost", "value", "worth_per_unit"),
}


def worded(fact: str) -> str:
    """The words for a fact's name; the name itself for one that was kept by a later version."""
    return str(FACTS.get(fact, fact))


def detail(data: Mapping[str, Any], fmt: Format | None = None) -> list[tuple[str, str]]:
    """What a fact tells, as pairs of name and text; a change as what it was and what it is.

    Days and amounts as the reader writes them; as they are kept, without a way of writing.
    """
    told = []
    for name, value in data.items():
        if name == "changes" and isinstance(value, dict):
            told += [(named(each), _change(each, pair, fmt)) for each, pair in value.items()]
        elif value not in (None, "", [], {}):
            told.append((named(name), _text(_written(name, value, fmt))))
    return told


def _written(name: str, value: Any, fmt: Format | None) -> Any:
    """A day, an instant, an amount or a code in the reader's way; anything else as it is."""
    if fmt is None or not isinstance(value, str):
        return value
    if name in AMOUNTS:
        try:
            return fmt.number(Decimal(value), len(value.partition(".")[2]))
        except InvalidOperation:
            return value
    if not DATED.fullmatch(value):
        return word_of_code(name, value)
    try:
        at = datetime.fromisoformat(value)
        return fmt.date(at.date()) if len(value) == DAY or at.tzinfo is None else fmt.day_and_time(at)
    except (ValueError, OverflowError):  # somebody's own words, which only look like a day
        return value


def named(name: str) -> str:
    """The word for a value of a fact or a register."""
    return str(NAMES.get(name, name.replace("_", " ")))


def _change(name: str, pair: Any, fmt: Format | None) -> str:
    if not isinstance(pair, list) or len(pair) != 2:
        return _text(_written(name, pair, fmt))
    before, after = (_text(_written(name, value, fmt)) or "–" for value in pair)
    return _("%(before)s, now %(after)s") % {"before": before, "after": after}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        text = ", ".join(_text(each) for each in value)
    elif isinstance(value, dict):
        text = ", ".join(f"{name} {_text(each)}" for name, each in value.items())
    else:
        text = "" if value is None else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


FACTS: dict[str, Promise] = {
    "ItemRegistered": lazy("Item registered"),
    "ItemChanged": lazy("Item changed"),
    "ItemRetired": lazy("Item retired"),
    "ItemsRelated": lazy("Items related"),
    "ItemsParted": lazy("Items parted"),
    "TicketOpened": lazy("Ticket opened"),
    "TicketTaken": lazy("Ticket taken"),
    "TicketAssigned": lazy("Ticket assigned"),
    "TicketAnswered": lazy("Ticket answered"),
    "TicketNoted": lazy("Note written on a ticket"),
    "TicketWaits": lazy("Ticket set to wait"),
    "TicketResumed": lazy("Ticket taken up again"),
    "TicketPrioritised": lazy("Ticket's priority set"),
    "TicketResolved": lazy("Ticket solved"),
    "TicketMoved": lazy("Ticket moved on"),
    "TicketReopened": lazy("Ticket reopened"),
    "TicketClosed": lazy("Ticket closed"),
    "TicketCancelled": lazy("Ticket cancelled"),
    "TicketRated": lazy("Ticket rated"),
    "ChangeAssessed": lazy("Change assessed"),
    "TicketDateAgreed": lazy("Date agreed for a ticket"),
    "TargetWarned": lazy("Target comes close"),
    "TargetBreached": lazy("Target missed"),
    "FileAttached": lazy("File attached"),
    "TicketsImported": lazy("Tickets imported"),
    "HouseSetUp": lazy("House set up"),
    "PersonAdded": lazy("Person added"),
    "PersonChanged": lazy("Person changed"),
    "SettingsChanged": lazy("Own settings changed"),
    "PersonDeactivated": lazy("Person left"),
    "PersonReactivated": lazy("Person came back"),
    "SignedIn": lazy("Signed in"),
    "PasswordChanged": lazy("Own password changed"),
    "PasswordSet": lazy("Password set by an administrator"),
    "RoleGranted": lazy("Role given"),
    "RoleTakenBack": lazy("Role taken back"),
    "OrganisationAdded": lazy("Organisation added"),
    "OrganisationChanged": lazy("Organisation changed"),
    "LoadForecast": lazy("Load of the services read"),
    "TeamAdded": lazy("Team added"),
    "TeamChanged": lazy("Team changed"),
    "MemberJoined": lazy("Person joined a team"),
    "MemberLeft": lazy("Person left a team"),
    "SkillAdded": lazy("Skill added"),
    "SkillChanged": lazy("Skill changed"),
    "SkillRated": lazy("Level in a skill set"),
    "CalendarAdded": lazy("Calendar added"),
    "CalendarChanged": lazy("Calendar changed"),
    "RateSet": lazy("Rate set"),
    "RateChanged": lazy("Rate changed"),
    "RateRemoved": lazy("Rate removed"),
    "ExchangeRateSet": lazy("Exchange rate set"),
    "ExchangeRateChanged": lazy("Exchange rate changed"),
    "ExchangeRateRemoved": lazy("Exchange rate removed"),
    "AbsenceNoted": lazy("Absence noted"),
    "AbsenceChanged": lazy("Absence changed"),
    "AbsenceRemoved": lazy("Absence removed"),
    "ViewSaved": lazy("View saved"),
    "ViewDropped": lazy("View dropped"),
    "TokenMade": lazy("Token made"),
    "TokenRevoked": lazy("Token revoked"),
    "SheetImported": lazy("File imported"),
    "PortfolioOpened": lazy("Portfolio opened"),
    "ObjectiveSet": lazy("Objective set"),
    "ObjectiveClosed": lazy("Objective closed"),
    "InvestmentProposed": lazy("Investment proposed"),
    "InvestmentDescribed": lazy("Investment described"),
    "InvestmentRelated": lazy("Needs of the investment told"),
    "ScenarioPrepared": lazy("Scenario prepared"),
    "ScenarioChanged": lazy("Scenario changed"),
    "ScenarioProposed": lazy("Choice put forward for decision"),
    "ScenarioTakenBack": lazy("Choice taken back"),
    "ScenarioDropped": lazy("Scenario dropped"),
    "CaseRevised": lazy("Business case revised"),
    "CriterionAdded": lazy("Criterion added"),
    "CriterionJudged": lazy("Criterion judged"),
    "GateScheduled": lazy("Gate scheduled"),
    "GateDecided": lazy("Gate decided"),
    "InvestmentResumed": lazy("Investment resumed"),
    "InvestmentChartered": lazy("Investment chartered"),
    "ProjectOpened": lazy("Project opened"),
    "PhaseStarted": lazy("Phase started"),
    "ProjectClosed": lazy("Project closed"),
    "ProjectStopped": lazy("Project stopped"),
    "MemberAdded": lazy("Member added to a project"),
    "MemberRemoved": lazy("Member removed from a project"),
    "TaskAdded": lazy("Task added"),
    "TaskChanged": lazy("Task changed"),
    "TaskMoved": lazy("Task moved"),
    "TaskRemoved": lazy("Task removed"),
    "TasksLinked": lazy("Tasks linked"),
    "TasksUnlinked": lazy("Tasks unlinked"),
    "TaskAssigned": lazy("Task assigned"),
    "TaskUnassigned": lazy("Task unassigned"),
    "PlanImported": lazy("Plan imported"),
    "PlanMoved": lazy("Plan moved"),
    "PlanLevelled": lazy("Plan levelled"),
    "LevellingUndone": lazy("Levelling of a plan undone"),
    "LevellingAccepted": lazy("Levelling accepted"),
    "LevellingTakenBack": lazy("Levelling taken back"),
    "PlanBaselined": lazy("Plan baselined"),
    "ProgressReported": lazy("Progress reported"),
    "TaskCommented": lazy("Comment on a task"),
    "DeliverableAdded": lazy("Deliverable added"),
    "DeliverableSubmitted": lazy("Deliverable handed in"),
    "DeliverableAccepted": lazy("Deliverable accepted"),
    "DeliverableSentBack": lazy("Deliverable sent back"),
    "ResourceKept": lazy("Resource added, changed or taken away"),
    "ResourceUsed": lazy("Resource put on a task"),
    "RiskNoted": lazy("Risk noted"),
    "RiskChanged": lazy("Risk changed"),
    "DecisionRecorded": lazy("Decision recorded"),
    "HandoverStarted": lazy("Hand-over started"),
    "ReadinessJudged": lazy("Readiness judged"),
    "ReadinessListed": lazy("Readiness listed"),
    "HandoverPassed": lazy("Hand-over passed"),
    "ServicePlanned": lazy("Service planned"),
    "ServiceChanged": lazy("Service changed"),
    "ServiceWentLive": lazy("Service went live"),
    "ServiceStageSet": lazy("Service moved to another stage"),
    "ServiceRetired": lazy("Service retired"),
    "OfferingAdded": lazy("Offering added"),
    "OfferingChanged": lazy("Offering changed"),
    "AgreementMade": lazy("Agreement made"),
    "AgreementStarted": lazy("Agreement started"),
    "TargetAdded": lazy("Target added"),
    "TargetChanged": lazy("Target changed"),
    "TargetDropped": lazy("Target dropped"),
    "AgreementEnded": lazy("Agreement ended"),
    "OutageReported": lazy("Outage reported"),
    "OutageEnded": lazy("Outage ended"),
    "FreezeWindowSet": lazy("Freeze set"),
    "FreezeWindowRemoved": lazy("Freeze removed"),
    "ContractAdded": lazy("Contract added"),
    "ContractEnded": lazy("Contract ended"),
    "PurchaseRecorded": lazy("Purchase recorded"),
    "RunningCostPosted": lazy("Running cost posted"),
    "MeasureAdded": lazy("Measure added"),
    "MeasureChanged": lazy("Measure changed"),
    "MeasureWasRead": lazy("Measure read"),
    "ImprovementNoted": lazy("Improvement noted"),
    "ImprovementTakenUp": lazy("Improvement taken up"),
    "ImprovementDropped": lazy("Improvement dropped"),
    "ServiceItemAdded": lazy("Item added to a service"),
    "ServiceItemRemoved": lazy("Item removed from a service"),
    "TimeLogged": lazy("Time logged"),
    "TimeCorrected": lazy("Time corrected"),
    "TimeRemoved": lazy("Time removed"),
    "WorksLinked": lazy("Works linked"),
    "WorksUnlinked": lazy("Works unlinked"),
    "ApprovalAsked": lazy("Approval asked for"),
    "ApprovalGiven": lazy("Approval given"),
    "ApprovalRefused": lazy("Approval refused"),
    "ApprovalVoided": lazy("Approval voided"),
    "RunAsked": lazy("Calculation asked for"),
    "RunStopped": lazy("Calculation stopped"),
    "RunEnded": lazy("Calculation ended"),
}

NAMES: dict[str, Promise] = {
    "name": lazy("name"),
    "listing": lazy("list"),
    "filters": lazy("filters"),
    "title": lazy("title"),
    "email": lazy("email"),
    "job": lazy("job"),
    "role": lazy("role"),
    "scope": lazy("scope"),
    "person": lazy("person"),
    "team": lazy("team"),
    "skill": lazy("skill"),
    "level": lazy("level"),
    "kind": lazy("kind"),
    "state": lazy("state"),
    "priority": lazy("priority"),
    "service": lazy("service"),
    "organisation": lazy("organisation"),
    "calendar": lazy("calendar"),
    "parent": lazy("part of"),
    "currency": lazy("currency"),
    "into": lazy("into"),
    "rate": lazy("rate"),
    "source": lazy("source"),
    "timezone": lazy("time zone"),
    "locale": lazy("language"),
    "density": lazy("density"),
    "weekly": lazy("weekly hours"),
    "holidays": lazy("holidays"),
    "exceptions": lazy("other hours"),
    "breaks": lazy("breaks"),
    "country": lazy("country"),
    "region": lazy("region"),
    "per_hour": lazy("cost of an hour"),
    "valid_from": lazy("from"),
    "starts_on": lazy("first day"),
    "ends_on": lazy("last day"),
    "permits": lazy("permits"),
    "expires_at": lazy("until"),
    "is_lead": lazy("leads"),
    "reason": lazy("reason"),
    "amount": lazy("amount"),
    "minutes": lazy("minutes"),
    "cost": lazy("cost"),
    "on": lazy("on"),
    "added": lazy("added"),
    "changed": lazy("changed"),
    "unchanged": lazy("as before"),
    "created": lazy("created"),
    "updated": lazy("updated"),
    "resource": lazy("resource"),
    "units": lazy("units"),
    "about": lazy("about"),
    "starts": lazy("times begun"),
    "is_new": lazy("is new"),
    "is_gone": lazy("is gone"),
    "refused": lazy("refused"),
    "sheet": lazy("register"),
    "solution": lazy("solution"),
    "assignee": lazy("assignee"),
    "account": lazy("account"),
    "agreement": lazy("agreement"),
    "approval": lazy("approval"),
    "approver": lazy("approver"),
    "baseline": lazy("starting value"),
    "before": lazy("before"),
    "budget": lazy("budget"),
    "case": lazy("business case"),
    "cause": lazy("cause"),
    "choice": lazy("choice"),
    "comment": lazy("comment"),
    "criterion": lazy("criterion"),
    "cycle": lazy("reopening"),
    "deadline": lazy("deadline"),
    "due_at": lazy("due"),
    "due_on": lazy("due"),
    "early_life_until": lazy("early-life support until"),
    "ended_at": lazy("end"),
    "ends_at": lazy("end"),
    "entry": lazy("entry"),
    "evidence": lazy("evidence"),
    "fields": lazy("fields"),
    "file": lazy("file"),
    "finish": lazy("finish"),
    "finish_before": lazy("finish before"),
    "gate": lazy("gate"),
    "improvement": lazy("improvement"),
    "investment": lazy("which investment"),
    "is_internal": lazy("internal"),
    "is_late": lazy("told late"),
    "is_met": lazy("kept"),
    "is_open": lazy("open"),
    "is_planned": lazy("planned"),
    "is_ready": lazy("ready"),
    "is_removed": lazy("taken out"),
    "item": lazy("item"),
    "items": lazy("items"),
    "kinds": lazy("kinds"),
    "lag_minutes": lazy("lag in minutes"),
    "limit": lazy("limit"),
    "manager": lazy("manager"),
    "measure": lazy("measure"),
    "measured": lazy("weeks measured"),
    "metric": lazy("clock"),
    "money_released": lazy("money released"),
    "month": lazy("month"),
    "monthly": lazy("monthly"),
    "number": lazy("number"),
    "offering": lazy("offering"),
    "owner": lazy("owner"),
    "percent": lazy("percent"),
    "phase": lazy("phase"),
    "predecessor": lazy("predecessor"),
    "probability": lazy("probability"),
    "project": lazy("project"),
    "rating": lazy("rating"),
    "scope_id": lazy("scope"),
    "score": lazy("score"),
    "services": lazy("services"),
    "signal": lazy("signal"),
    "since": lazy("since"),
    "sponsor": lazy("sponsor"),
    "stage": lazy("stage"),
    "starts_at": lazy("beginning"),
    "supplier": lazy("supplier"),
    "target": lazy("target"),
    "target_on": lazy("to be reached"),
    "task": lazy("task"),
    "template": lazy("template"),
    "unit": lazy("unit"),
    "until": lazy("until"),
    "value": lazy("value"),
    "values": lazy("values"),
    "waits_for": lazy("waits for"),
    "wbs": lazy("place in the plan"),
    "weeks": lazy("weeks"),
    "work": lazy("work"),
    "run": lazy("calculation"),
    "note": lazy("note"),
    "tasks": lazy("tasks"),
    "needs": lazy("needs"),
    "projects": lazy("projects"),
    "chosen": lazy("chosen"),
    "levelling": lazy("levelling"),
    "hours": lazy("hours"),
    "excludes": lazy("rules out"),
    "portfolio": lazy("portfolio"),
}
