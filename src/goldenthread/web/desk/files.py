"""Files handed out: only as something to save, never as something a browser shows."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _

from goldenthread.foundation.errors import NotFound
from goldenthread.foundation.files import file, path_of
from goldenthread.web.door import PageRequest, signed_in


@signed_in
def download(request: PageRequest, number: int) -> HttpResponse | FileResponse:
    """The file, where the thing it hangs on is open to the reader."""
    kept = file(request.actor, number)
    path = path_of(kept)
    if not path.exists():
        raise NotFound(_("The file is recorded, but its content is not in this house."))
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=kept.name, content_type=kept.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
