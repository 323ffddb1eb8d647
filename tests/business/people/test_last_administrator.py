"""Two administrators who take each other away at the same moment leave one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.cast import Cast, acting, assemble

from goldenthread.business.people.actions import take_role_back
from goldenthread.business.people.models import Role, RoleGrant
from goldenthread.foundation.errors import NotAllowed, NotFound, Refused
from goldenthread.foundation.keys import next_key


@pytest.mark.django_db(transaction=True)
def test_one_administrator_is_left() -> None:
    cast: Cast = assemble()
    other = RoleGrant.objects.create(key=next_key("GRT"), person=cast.mara, role=Role.ADMINISTRATOR)
    own = RoleGrant.objects.get(person=cast.emeka, role=Role.ADMINISTRATOR)
    start = Barrier(2)

    def take(person: object, grant: RoleGrant) -> str:
        try:
            who = acting(person)  # type: ignore[arg-type]
            start.wait()
            take_role_back(who, grant.key)
        except (Refused, NotAllowed, NotFound) as error:
            return type(error).__name__
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(take, cast.emeka, other)
        second = threads.submit(take, cast.mara, own)
        outcomes = [first.result(), second.result()]

    assert RoleGrant.objects.filter(role=Role.ADMINISTRATOR).count() >= 1
    assert outcomes.count("taken") <= 1
