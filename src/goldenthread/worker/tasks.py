"""Periodic jobs: what the house does by the clock."""

from procrastinate.contrib.django import app

from goldenthread.worker.stalled import retry_stalled_jobs


@app.periodic(cron="* * * * *")
@app.task(name="retry_stalled_jobs", queueing_lock="retry_stalled_jobs", pass_context=False)
async def retry_stalled_jobs_each_minute(timestamp: int) -> None:
    await retry_stalled_jobs()
