"""Plans of Microsoft Project for programs: looked at, brought in, written out."""

from __future__ import annotations

import tempfile
from typing import Any

from django.http import FileResponse
from django.utils import timezone
from ninja import File, Form
from ninja.files import UploadedFile

from goldenthread.api.door import ApiRequest, acting, api
from goldenthread.api.projects.schemas import TAGS
from goldenthread.business.projects import queries
from goldenthread.business.projects.actions import keep_plan_file
from goldenthread.connectors.msproject import export_file, import_file, preview_file
from goldenthread.foundation.files import Upload
from goldenthread.foundation.once import once

KEY = "/projects/{key}"
SPOOLED = 4 * 1024 * 1024


@api.post(f"{KEY}/import-msproject", response=dict[str, Any], tags=TAGS, operation_id="import_plan")
def import_msproject(request: ApiRequest, key: str, file: File[UploadedFile], preview: Form[bool] = False) -> Any:
    """Bring a plan in, sent as multipart form data, whole or not at all; with `preview`, only say what would come in.

    Tasks are recognised by their number in the file: a second time only what changed there changes here. `losses`
    names whatever could not be carried; `dates` compares what is computed here with what the file stores.
    """
    name = file.name or ""
    if preview:
        return preview_file(acting(request), key, file, name=name).figures()

    def act() -> dict[str, Any]:
        keep_plan_file(acting(request), key, upload=Upload(name, file))
        file.seek(0)
        return import_file(request.auth.at(timezone.now()), key, file, name=name).figures()

    sent = [request.path, name, file.size]
    return once(request.auth, request.headers.get("Idempotency-Key", ""), sent, act)


@api.get(f"{KEY}/export-msproject", tags=TAGS, operation_id="export_plan")
def export_msproject(request: ApiRequest, key: str) -> Any:
    """The plan as XML that Microsoft Project opens."""
    project = queries.project(request.auth, key)
    out = tempfile.SpooledTemporaryFile(SPOOLED)  # noqa: SIM115  the answer closes it
    export_file(request.auth, key, out, at=timezone.now())
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{project.key}.xml", content_type="application/xml")


@api.get(f"{KEY}/plan-import", response=dict[str, Any], tags=TAGS)
def read_plan_import(request: ApiRequest, key: str) -> Any:
    """The newest file the plan was brought in from, with its loss report; empty where it came from none."""
    found = queries.plan_import(queries.project(request.auth, key))
    if found is None:
        return {}
    known = {name: getattr(found, name) for name in ("source", "name", "at", "losses")}
    return known | {"by": found.by.key if found.by else None}
