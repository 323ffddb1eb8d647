"""Agents who take the next ticket at the same moment never get the same one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.cast import Cast, acting, assemble, person

from goldenthread.business.desk import actions as desk
from goldenthread.business.people.models import Membership, Role
from goldenthread.foundation.errors import Refused

AGENTS = 6


@pytest.mark.django_db(transaction=True)
def test_six_agents_and_four_tickets() -> None:
    cast: Cast = assemble()
    agents = [person(f"Agent{number} Desk", cast.house, Role.DESK_AGENT) for number in range(AGENTS)]
    for agent in agents:
        Membership.objects.create(person=agent, team=cast.desk)
    for number in range(4):
        desk.open_ticket(acting(cast.nadia), new=desk.NewTicket(f"Ticket {number}", cast.service.key))
    actors = [acting(agent) for agent in agents]
    together = Barrier(AGENTS)

    def take(number: int) -> str:
        together.wait(timeout=20)
        try:
            return desk.take_next_ticket(actors[number]).key
        except Refused:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(AGENTS) as pool:
        taken = [key for key in pool.map(take, range(AGENTS)) if key]
    assert len(taken) == len(set(taken)) == 4
