"""Jobs of a worker that was killed are taken up again; those of a living one are left alone."""

import pytest
from asgiref.sync import async_to_sync
from django.db import connection

from goldenthread.worker.stalled import SILENT_FOR, retry_stalled_jobs


@pytest.mark.django_db
@pytest.mark.parametrize(("silent_for", "status"), [(SILENT_FOR + 5, "todo"), (SILENT_FOR - 10, "doing")])
def test_a_job_is_taken_up_again_once_its_worker_is_silent(silent_for: float, status: str) -> None:
    job = _job_in_hand(silent_for)
    async_to_sync(retry_stalled_jobs)()
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        assert cursor.fetchone() == (status,)


def _job_in_hand(silent_for: float) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) SELECT now() - make_interval(secs => %s) RETURNING id",
            [silent_for],
        )
        (worker,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
            " VALUES ('default', 'react', '{}', 'doing', %s) RETURNING id",
            [worker],
        )
        (job,) = cursor.fetchone()
    return int(job)
