"""The worker's process: takes jobs from the database until it is asked to stop, and finishes those in hand."""

import logging

from procrastinate import PsycopgConnector
from procrastinate.connector import BaseAsyncConnector
from procrastinate.contrib.django import app

CONCURRENCY = 4  # jobs at work at once, each in a thread
DRAIN_FOR = 25.0  # seconds; shorter than the supervisor's patience
DELETE_DONE_JOBS = "successful"  # the facts and receipts tell what happened; failed jobs stay to be looked at

log = logging.getLogger(__name__)


def run_worker(direct_url: str = "") -> None:
    """Work until SIGTERM or SIGINT. `direct_url` bypasses a connection pooler: listening needs a connection to keep."""
    with app.replace_connector(_connector(direct_url)) as working:
        log.info("The worker listens for jobs.")
        working.run_worker(
            concurrency=CONCURRENCY,
            shutdown_graceful_timeout=DRAIN_FOR,
            delete_jobs=DELETE_DONE_JOBS,
        )


def _connector(direct_url: str) -> BaseAsyncConnector:
    if direct_url:
        return PsycopgConnector(conninfo=direct_url)
    return app.connector.get_worker_connector()  # type: ignore[attr-defined,no-any-return]
