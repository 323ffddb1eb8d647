"""Answers sent compressed: at the quick level, which takes half the time; the desk's list grows by 500 bytes."""

from __future__ import annotations

import gzip
import secrets

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers

LEVEL = 3
SHORT = 200
"""Less than this is sent as it is."""
HEAD = 10
"""Bytes of what gzip puts before the name of a file."""


class CompressionMiddleware(GZipMiddleware):
    """As Django's, which knows one level only; what it passes on or sends in pieces stays its own."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_asked_for = re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if not is_asked_for or response.has_header("Content-Encoding") or not isinstance(response, HttpResponse):
            return super().process_response(request, response)
        if len(response.content) < SHORT:
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        packed = self._packed(response.content)
        if len(packed) < len(response.content):
            response.content = packed
            response.headers["Content-Length"] = str(len(packed))
            response.headers["Content-Encoding"] = "gzip"
            etag = response.headers.get("ETag", "")
            if etag.startswith('"'):
                response.headers["ETag"] = f"W/{etag}"
        return response

    def _packed(self, body: bytes) -> bytes:
        """With a file's name of chance length, so that the size tells nothing of a secret in the page (BREACH)."""
        packed = gzip.compress(body, compresslevel=LEVEL, mtime=0)
        name = b"a" * secrets.randbelow(self.max_random_bytes) + b"\0"
        return b"".join((packed[:3], bytes((gzip.FNAME,)), packed[4:HEAD], name, packed[HEAD:]))
