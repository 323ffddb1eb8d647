"""Availability of a service: agreed time, planned and partial outages, and what it leans on."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.business.portfolio.stage import a_portfolio, proposed
from tests.cast import NOON, Cast, acting, actor

from goldenthread.business.assets.actions import NewItem, register_item, relate_items
from goldenthread.business.assets.models import ConfigurationItem
from goldenthread.business.services.actions import NewOutage, add_service_item, record_purchase, report_outage
from goldenthread.business.services.models import Service
from goldenthread.business.services.queries import Availability, availability, ground_of, with_outages
from goldenthread.foundation.errors import Invalid
from goldenthread.overviews.ownership import ownership_of

HOUR = timedelta(hours=1)
START, END = NOON - 3 * HOUR, NOON + 5 * HOUR  # the eight hours of a Monday


def item(cast: Cast, name: str) -> ConfigurationItem:
    return register_item(acting(cast.ines), new=NewItem(name, "server", cast.house.pk))


def down(cast: Cast, since: float, hours: float, **known: object) -> None:
    at = acting(cast.ines, END + 10 * HOUR)
    new = NewOutage("Down", START + since * HOUR, START + (since + hours) * HOUR, **known)  # type: ignore[arg-type]
    report_outage(at, cast.service.key, new=new)


def read(cast: Cast) -> Availability:
    return availability(Service.objects.select_related("calendar").get(pk=cast.service.pk), START, END)


@pytest.fixture
def web(cast: Cast) -> tuple[ConfigurationItem, ConfigurationItem, ConfigurationItem]:
    """The service runs on a balancer, which needs one of two servers."""
    balancer, one, other = (item(cast, name) for name in ("Balancer", "Web 1", "Web 2"))
    for server in (one, other):
        relate_items(acting(cast.ines), balancer.key, target=server.key, kind="depends_on", stands_in="web")
    add_service_item(acting(cast.ines), cast.service.key, item=balancer.key)
    return balancer, one, other


def test_outages_take_agreed_time_and_have_their_means(cast: Cast) -> None:
    down(cast, 0, 1)
    down(cast, 4, 3)
    found = read(cast)
    assert (found.agreed, found.lost, found.failures) == (8 * HOUR, 4 * HOUR, 2)
    assert (found.share, found.mtrs, found.mtbf, found.mtbsi) == (Decimal("0.5"), 2 * HOUR, 2 * HOUR, 4 * HOUR)


def test_outages_read_ahead_tell_the_same_without_asking_again(
    cast: Cast, web: tuple[ConfigurationItem, ...], django_assert_num_queries: Any
) -> None:
    for since, hours in ((-30, 2), (0, 1), (4, 14)):
        down(cast, since, hours)
    down(cast, 2, 3, item=web[0].key)
    service = Service.objects.select_related("calendar").get(pk=cast.service.pk)
    fresh = ground_of(service)
    known = with_outages(fresh, START - 40 * HOUR, END + 40 * HOUR)
    spans = [(START + a * HOUR, START + b * HOUR) for a, b in ((-40, 48), (-2, 8), (0, 1), (1, 4), (5, 20), (40, 48))]
    asked = [availability(service, *span, fresh) for span in spans]
    with django_assert_num_queries(0):
        assert [availability(service, *span, known) for span in spans] == asked
    with django_assert_num_queries(1):
        availability(service, START - 50 * HOUR, END, known)


def test_planned_maintenance_counts_in_neither(cast: Cast) -> None:
    down(cast, 0, 4, is_planned=True)
    down(cast, 2, 3)
    found = read(cast)
    assert (found.agreed, found.lost) == (4 * HOUR, HOUR)


@pytest.mark.parametrize(("percent", "lost"), [(None, 2 * HOUR), (25, HOUR), (100, 4 * HOUR)])
def test_a_partial_outage_loses_its_share(cast: Cast, percent: int | None, lost: timedelta) -> None:
    down(cast, 0, 4, is_partial=True, loss_percent=percent)
    found = read(cast)
    assert (found.lost, found.impaired) == (lost, 4 * HOUR)


def test_a_share_is_said_of_a_partial_outage_only(cast: Cast) -> None:
    for known in ({"loss_percent": 20}, {"is_partial": True, "loss_percent": 0}, {"item": "CI-999"}):
        with pytest.raises(Invalid):
            down(cast, 0, 1, **known)


def test_one_of_two_servers_may_fail_and_not_both(cast: Cast, web: tuple[ConfigurationItem, ...]) -> None:
    _balancer, one, other = web
    down(cast, 0, 4, item=one.key)
    assert read(cast).lost == timedelta(0)
    down(cast, 3, 4, item=other.key)
    assert (read(cast).lost, read(cast).failures) == (HOUR, 1)


def test_where_both_are_needed_each_counts(cast: Cast, web: tuple[ConfigurationItem, ...]) -> None:
    balancer, one, other = web
    relate_items(acting(cast.ines), balancer.key, target=one.key, kind="depends_on", stands_in="web", needed=2)
    down(cast, 0, 1, item=other.key)
    assert read(cast).lost == HOUR


def test_what_an_item_leans_on_further_down_and_in_circles_counts(
    cast: Cast, web: tuple[ConfigurationItem, ...]
) -> None:
    balancer, one, other = web
    power = item(cast, "Power")
    for server in (one, other):
        relate_items(acting(cast.ines), server.key, target=power.key, kind="depends_on")
    relate_items(acting(cast.ines), power.key, target=balancer.key, kind="depends_on")
    assert read(cast).lost == timedelta(0)
    down(cast, 0, 2, item=power.key)
    assert read(cast).lost == 2 * HOUR


def test_an_item_it_does_not_lean_on_takes_the_service_as_reported(cast: Cast) -> None:
    down(cast, 0, 2, item=item(cast, "Elsewhere").key)
    assert read(cast).lost == 2 * HOUR


def test_the_cost_over_its_life_is_investment_running_and_support(cast: Cast) -> None:
    investment = proposed(cast, a_portfolio(cast))
    investment.services.add(cast.service)
    for account_id, amount in ((investment.account_id, 1000), (cast.service.account_id, 200)):
        record_purchase(acting(cast.mara), account_id=account_id, title="It", amount=Decimal(amount), on=NOON.date())
    service = Service.objects.select_related("account").get(pk=cast.service.pk)
    found = ownership_of(actor(cast.mara), service, NOON.date())
    assert (found.total, found.invested.amount, found.running.amount, found.support.amount) == (1200, 1000, 200, 0)
