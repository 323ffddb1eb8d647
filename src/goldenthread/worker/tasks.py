"""Periodic jobs: what the house does by the clock."""

from datetime import UTC, datetime, timedelta

from procrastinate.contrib.django import app

from goldenthread.business.people.actions import renew_country_holidays
from goldenthread.business.services.actions import post_running_costs
from goldenthread.connectors.icalendar import read_feeds
from goldenthread.flows.desk_history_forecasts_load import forecast_loads
from goldenthread.foundation.actors import SYSTEM
from goldenthread.worker.signals import tell_due_signals
from goldenthread.worker.stalled import retry_stalled_jobs


@app.periodic(cron="* * * * *")
@app.task(name="retry_stalled_jobs", queueing_lock="retry_stalled_jobs", pass_context=False)
async def retry_stalled_jobs_each_minute(timestamp: int) -> None:
    await retry_stalled_jobs()


@app.periodic(cron="* * * * *")
@app.task(name="tell_signals", queueing_lock="tell_signals", lock="tell_signals", pass_context=False)
def tell_signals_each_minute(timestamp: int) -> None:
    """Warnings and breaches that are due by now, and those that came due while no worker ran."""
    tell_due_signals(datetime.now(UTC))


@app.periodic(cron="*/15 * * * *")
@app.task(name="read_calendar_feeds", queueing_lock="read_calendar_feeds", pass_context=False)
def read_calendar_feeds(timestamp: int) -> None:
    """New feeds within a quarter of an hour, the others twice a day."""
    read_feeds(SYSTEM.at(datetime.now(UTC)))


@app.periodic(cron="40 2 3 * *")
@app.task(name="renew_country_holidays", queueing_lock="renew_country_holidays", pass_context=False)
def renew_holidays(timestamp: int) -> None:
    """Public holidays two years ahead, so that no clock finds a year without them."""
    renew_country_holidays(SYSTEM.at(datetime.now(UTC)))


@app.periodic(cron="50 2 * * *")
@app.task(name="forecast_loads", queueing_lock="forecast_loads", pass_context=False)
def forecast_loads_each_night(timestamp: int) -> None:
    """What running the services will ask of each team, from what it asked so far."""
    forecast_loads(SYSTEM.at(datetime.now(UTC)))


@app.periodic(cron="15 3 2 * *")
@app.task(name="post_running_costs", queueing_lock="post_running_costs", pass_context=False)
def post_last_month(timestamp: int) -> None:
    """Post the month that has ended, on the second of each month; a second run posts nothing twice."""
    at = datetime.fromtimestamp(timestamp, UTC)
    post_running_costs(SYSTEM.at(at), month=at.date().replace(day=1) - timedelta(days=1))
