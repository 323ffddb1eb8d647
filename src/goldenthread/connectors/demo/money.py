"""Money of other currencies: monthly rates of the dollar and the franc, and what was bought in them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from goldenthread.business.projects.models import Project
from goldenthread.business.services.actions import record_purchase
from goldenthread.business.work.actions import ExchangeRateFacts, set_exchange_rate
from goldenthread.connectors.demo.world import World

CURRENCIES = {"USD": 0.92, "CHF": 1.04}
MONTHS = 40
SOURCE = "Treasury, mean of the month"
BOUGHT = (  # service, days ago, amount, currency, title
    ("video", 210, 14_800, "USD", "Media licences for a year"),
    ("signon", 150, 6_400, "CHF", "Smart cards"),
)
ABROAD = (120, 18_500, "USD", "Migration tool")


def rates_of(world: World) -> None:
    """A rate for every month, wandering a little."""
    for currency, worth in CURRENCIES.items():
        chance = world.chance(f"rate-{currency}")
        for month in world.months_back(MONTHS):
            worth = min(max(worth * chance.uniform(0.985, 1.014), 0.8), 1.2)  # noqa: PLW2901  it wanders on
            rate = Decimal(str(worth)).quantize(Decimal("0.0001"))
            set_exchange_rate(world.house(), new=ExchangeRateFacts(currency, "EUR", month, rate, SOURCE))


def bought_abroad(world: World) -> None:
    """What services, and one project that is under way, bought in other currencies."""
    for slug, ago, amount, currency, title in BOUGHT:
        _buy(world, world.services[slug].account_id, ago, (amount, currency, title))
    under_way = Project.objects.filter(state=Project.State.OPEN).order_by("start_on", "id").first()
    if under_way is not None:
        ago, amount, currency, title = ABROAD
        days = (world.today - under_way.start_on).days
        _buy(world, under_way.account_id, min(ago, max(days - 5, 0)), (amount, currency, title))


def _buy(world: World, account_id: int, ago: int, what: tuple[int, str, str]) -> None:
    amount, currency, title = what
    record_purchase(
        world.house(),
        account_id=account_id,
        title=title,
        amount=Decimal(amount),
        on=world.today - timedelta(days=ago),
        supplier_id=world.organisations["northlight"].pk,
        currency=currency,
    )
