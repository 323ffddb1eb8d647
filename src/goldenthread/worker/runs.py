"""The worker's share in long calculations: in the words of who asked, put back when the worker leaves."""

from __future__ import annotations

import threading

from django.utils import timezone, translation
from procrastinate.contrib.django import app

from goldenthread.business.people.queries import locale_of
from goldenthread.foundation.actors import SYSTEM
from goldenthread.foundation.runs import carry_out, run
from goldenthread.foundation.runs.asking import QUEUE, TASK

LEAVING = threading.Event()
"""Set when this process was asked to end."""


@app.task(name=TASK, queue=QUEUE)
def carry_out_run(key: str) -> None:
    with translation.override(locale_of(run(SYSTEM, key).asked_by)):
        carry_out(key, timezone.now, LEAVING.is_set)
