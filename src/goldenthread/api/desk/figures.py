"""The desk in figures, and logs of other desks brought in."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone as clock
from ninja import File, Form
from ninja.files import UploadedFile

from goldenthread.api.desk.schemas import TAGS
from goldenthread.api.door import ApiRequest, acting, api
from goldenthread.connectors.servicenow import import_log
from goldenthread.foundation.once import once
from goldenthread.overviews.desk_report import desk_report as read_report


@api.get("/desk/report", response=dict[str, Any], tags=TAGS)
def desk_report(request: ApiRequest) -> Any:
    """Incidents by the last state of each: service levels met and missed, hours to resolve."""
    return read_report(request.auth, clock.now()).figures()


@api.post("/imports/servicenow", response=dict[str, Any], tags=TAGS)
def import_servicenow(request: ApiRequest, file: File[UploadedFile], timezone: Form[str] = "UTC") -> Any:
    """Import an incident log, sent as multipart form data. A second import of the same file changes nothing."""

    def act() -> dict[str, Any]:
        with transaction.atomic():  # the table rows are sorted in belongs to one session
            return import_log(acting(request), file, timezone=str(timezone)).figures()

    sent = [request.path, file.name, file.size, str(timezone)]
    return once(request.auth, request.headers.get("Idempotency-Key", ""), sent, act)
