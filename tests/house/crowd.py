"""Many tickets at once, for what must cost the same however many there are."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from tests.cast import NOON, Cast

from goldenthread.business.desk.models import CATEGORY, Ticket, TicketState
from goldenthread.business.work.models import StatusCategory, Work
from goldenthread.foundation.keys import next_keys

STATES = (TicketState.NEW, TicketState.IN_PROGRESS, TicketState.WAITING, TicketState.RESOLVED, TicketState.CLOSED)


def crowd(cast: Cast, count: int) -> None:
    """So many incidents of the clinic on the service, in every state, some of Daniel's and some of nobody's."""
    works = []
    for number, key in enumerate(next_keys("INC", count)):
        status = CATEGORY[STATES[number % 5]]
        opened = NOON - timedelta(minutes=number)
        works.append(
            Work(
                key=key,
                kind="incident",
                title=f"Results are late, {number}",
                requester=cast.nadia,
                organisation=cast.clinic,
                assignee=cast.daniel if number % 3 == 0 else None,
                team=cast.desk,
                account_id=cast.service.account_id,
                priority=number % 5 + 1,
                status=status,
                opened_at=opened,
                due_at=opened + timedelta(hours=8) if number % 2 else None,
                done_at=opened + timedelta(hours=1) if status == StatusCategory.DONE else None,
            )
        )
    Work.objects.bulk_create(works, batch_size=2000)
    tickets = [Ticket(work=work, state=STATES[n % 5], service=cast.service) for n, work in enumerate(works)]
    Ticket.objects.bulk_create(tickets, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE work_work")
        cursor.execute("ANALYZE desk_ticket")
