"""Jobs whose worker was killed stay `doing` for ever; here they are taken up again.

A job may then run twice. That is why every reaction leaves a Receipt in the transaction of its effect.
"""

import logging

from procrastinate.contrib.django import app

SILENT_FOR = 30.0  # seconds without a sign of life, and a worker counts as dead

log = logging.getLogger(__name__)


async def retry_stalled_jobs() -> int:
    """Queue the jobs of dead workers again and say how many."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_FOR))
    for job in stalled:
        await app.job_manager.retry_job(job)
        log.warning("Took up job %s (%s) of a worker that died.", job.id, job.task_name)
    return len(stalled)
