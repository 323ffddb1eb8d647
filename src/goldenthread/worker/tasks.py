"""Periodic jobs: what the house does by the clock."""

from datetime import UTC, datetime, timedelta

from procrastinate.contrib.django import app

from goldenthread.business.services.actions import post_running_costs
from goldenthread.foundation.actors import SYSTEM
from goldenthread.worker.stalled import retry_stalled_jobs


@app.periodic(cron="* * * * *")
@app.task(name="retry_stalled_jobs", queueing_lock="retry_stalled_jobs", pass_context=False)
async def retry_stalled_jobs_each_minute(timestamp: int) -> None:
    await retry_stalled_jobs()


@app.periodic(cron="15 3 2 * *")
@app.task(name="post_running_costs", queueing_lock="post_running_costs", pass_context=False)
def post_last_month(timestamp: int) -> None:
    """Post the month that has ended, on the second of each month; a second run posts nothing twice."""
    at = datetime.fromtimestamp(timestamp, UTC)
    post_running_costs(SYSTEM.at(at), month=at.date().replace(day=1) - timedelta(days=1))
