"""Files on tickets: hung on, listed, handed out."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpResponse
from ninja import File, Form, Status
from ninja.files import UploadedFile

from goldenthread.api.desk import schemas
from goldenthread.api.desk.schemas import TAGS
from goldenthread.api.door import ApiRequest, acting, api
from goldenthread.business.desk.actions import attach_file as attach
from goldenthread.foundation import files as house
from goldenthread.foundation.errors import NotFound
from goldenthread.foundation.once import once


@api.get("/tickets/{key}/files", response=list[schemas.FileOut], tags=TAGS)
def files(request: ApiRequest, key: str) -> Any:
    return [schemas.file_out(kept) for kept in house.files_on(request.auth, key)]


@api.post("/tickets/{key}/files", response={201: schemas.FileOut}, tags=TAGS)
def attach_file(request: ApiRequest, key: str, file: File[UploadedFile], is_internal: Form[bool] = False) -> Any:
    """Hang a file on a ticket, sent as multipart form data."""
    sent = [request.path, file.name, file.size, is_internal]
    upload = house.Upload(file.name or "file", file)

    def act() -> dict[str, Any]:
        return schemas.file_out(attach(acting(request), key, upload=upload, is_internal=bool(is_internal)))

    return Status(201, once(request.auth, request.headers.get("Idempotency-Key", ""), sent, act))


@api.get("/files/{number}", tags=TAGS, response=None)
def file(request: ApiRequest, number: int) -> HttpResponse | FileResponse:
    """The content, as something to save."""
    kept = house.file(request.auth, number)
    path = house.path_of(kept)
    if not path.exists():
        raise NotFound
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=kept.name, content_type=kept.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
