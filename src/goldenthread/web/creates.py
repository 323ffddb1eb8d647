"""What the reader may create from anywhere, and the time they have running: the right end of the bar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from goldenthread.business.people.policies import is_staff
from goldenthread.business.portfolio.policies import may_propose, may_set_objective
from goldenthread.business.services.policies import may_plan_service
from goldenthread.business.work import queries as work
from goldenthread.foundation.actors import Actor
from goldenthread.web.environment import url, worded


class Create(NamedTuple):
    """A thing to create."""

    label: str
    icon: str
    url: str


@dataclass(frozen=True)
class Running:
    """The clock that runs: on what, for how long."""

    key: str
    text: str
    url: str


def creates(actor: Actor) -> tuple[Create, ...]:
    """Each a page with a form; only what the reader may."""
    return _offers(is_staff(actor), may_propose(actor), may_set_objective(actor), may_plan_service(actor))


@worded
def _offers(*may: bool) -> tuple[Create, ...]:
    """Those that one may create, of a ticket, an investment, an objective and a service."""
    offers = (
        Create(_("New ticket"), "desk", url("new-ticket")),
        Create(_("Propose an investment"), "portfolio", url("new-investment")),
        Create(_("Set an objective"), "objective", url("new-objective")),
        Create(_("Plan a service"), "service", url("new-service")),
    )
    return tuple(offer for offer, is_open in zip(offers, may, strict=True) if is_open)


def running(actor: Actor, timer: work.RunningTimer | None, now: datetime) -> Running | None:
    """The reader's timer as hours and minutes; it leads to where its time is kept."""
    if timer is None or not is_staff(actor):
        return None
    minutes = int((now - timer.started_at).total_seconds()) // 60
    return Running(timer.key, f"{minutes // 60}:{minutes % 60:02d}", url("log-time", key=timer.key))
