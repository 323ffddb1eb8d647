"""The worker's process: takes jobs from the database until it is asked to stop, and finishes those in hand.

Long calculations have a queue and a worker of their own, so that they never keep a reaction waiting.
"""

import asyncio
import logging
import signal
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from procrastinate import App, PsycopgConnector
from procrastinate.connector import BaseAsyncConnector
from procrastinate.contrib.django import app

from goldenthread.foundation.runs.asking import QUEUE
from goldenthread.worker.runs import LEAVING
from goldenthread.worker.warming import keep_kernels, warm_beside

CONCURRENCY = 4  # jobs at work at once, each in a thread
DRAIN_FOR = 25.0  # seconds; shorter than the supervisor's patience
DELETE_DONE_JOBS = "successful"  # the facts and receipts tell what happened; failed jobs stay to be looked at

log = logging.getLogger(__name__)


def run_worker(direct_url: str = "") -> None:
    """Work until SIGTERM or SIGINT. `direct_url` bypasses a connection pooler: listening needs a connection to keep."""
    kernels = settings.HOME / "kernels"
    keep_kernels(kernels)
    warm_beside(kernels)
    with app.replace_connector(_connector(direct_url)) as working:
        asyncio.run(_work(working))


async def _work(working: App) -> None:
    """Both workers, until asked to stop; where one gives up, the other stops too, and the supervisor begins anew."""
    workers: list[asyncio.Task[None]] = []
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):  # before connections open, whose tasks an exception would tear
        loop.add_signal_handler(number, _leave, workers)
    async with working.open_async():
        if LEAVING.is_set():
            return
        workers += [
            asyncio.create_task(_worker(working, "worker", queues=["default"], concurrency=CONCURRENCY)),
            asyncio.create_task(_worker(working, "runs", queues=[QUEUE], concurrency=1)),
        ]
        log.info("The worker listens for jobs.")
        await asyncio.wait(workers, return_when=asyncio.FIRST_COMPLETED)
        _leave(workers)
        for ended in await asyncio.gather(*workers, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended


def _leave(workers: Sequence[asyncio.Task[None]]) -> None:
    LEAVING.set()
    for worker in workers:
        worker.cancel()


async def _worker(working: App, name: str, **options: Any) -> None:
    """One worker; cancelled, it finishes what is in hand."""
    await working.run_worker_async(
        name=name,
        install_signal_handlers=False,
        shutdown_graceful_timeout=DRAIN_FOR,
        delete_jobs=DELETE_DONE_JOBS,
        **options,
    )


def _connector(direct_url: str) -> BaseAsyncConnector:
    if direct_url:
        return PsycopgConnector(conninfo=direct_url)
    return app.connector.get_worker_connector()  # type: ignore[attr-defined,no-any-return]
