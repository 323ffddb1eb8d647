"""A house of tickets with their facts, for what is read from them."""

from datetime import timedelta
from typing import Any

from tests.cast import HOUSE, NOON, assemble
from tests.house.crowd import crowd

from goldenthread.business.services.actions import NewAgreement, NewTarget, add_agreement
from goldenthread.business.services.models import Agreement
from goldenthread.business.work.models import Work
from goldenthread.foundation.events import store
from goldenthread.foundation.models import Event


def fill(count: int) -> None:
    """So many incidents with two promises each, and four to six facts."""
    cast = assemble()
    targets = (NewTarget("response", cast.calendar.pk, 60), NewTarget("resolution", cast.calendar.pk, 480))
    add_agreement(HOUSE, cast.service.key, new=NewAgreement("Standard", "sla", targets=targets))
    Agreement.objects.update(starts_on=NOON.date() - timedelta(days=400))
    crowd(cast, count)
    works = list(Work.objects.order_by("pk").values_list("key", "opened_at", "priority", "pk"))
    events = []
    for key, opened_at, priority, number in works:
        told: list[tuple[str, int, dict[str, Any]]] = [
            ("TicketOpened", 0, {"priority": priority, "team": cast.desk.pk})
        ]
        told += [("TicketTaken", 10, {"assignee": cast.daniel.pk}), ("TicketAnswered", 20, {"comment": 1})]
        if number % 4 == 0:
            told += [("TicketWaits", 40, {"waits_for": "a part"}), ("TicketResumed", 400, {})]
        if number % 5 > 2:
            told.append(("TicketResolved", 500, {"solution": "Done"}))
        events += [
            Event(
                name=name,
                subject=key,
                actor_id=cast.daniel.pk,
                actor_kind="person",
                action="import",
                at=opened_at + timedelta(minutes=minutes),
                data=data,
            )
            for name, minutes, data in told
        ]
    store(events, react=False)
