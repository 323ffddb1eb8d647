"""What the house does by the clock."""

from datetime import UTC, date, datetime

from tests.cast import Cast

from goldenthread.business.services.models import Contract
from goldenthread.business.work.models import LedgerEntry
from goldenthread.foundation.keys import next_key
from goldenthread.worker.tasks import post_last_month


def test_the_month_that_ended_is_posted_once(cast: Cast) -> None:
    Contract.objects.create(
        key=next_key("CTR"),
        service=cast.service,
        name="Hosting",
        supplier=cast.house,
        monthly=100,
        starts_on=date(2026, 1, 1),
    )
    second_of_march = int(datetime(2026, 3, 2, 3, 15, tzinfo=UTC).timestamp())
    for _time in (1, 2):
        post_last_month(second_of_march)

    assert [(entry.on, entry.amount) for entry in LedgerEntry.objects.all()] == [(date(2026, 2, 28), 100)]
