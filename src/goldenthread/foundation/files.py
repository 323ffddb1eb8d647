"""Files on anything by its key: sniffed, capped, kept by digest outside the web root, seen by who sees the thing."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from goldenthread.foundation.actors import Acting, Actor
from goldenthread.foundation.errors import Invalid, NotFound
from goldenthread.foundation.models import File
from goldenthread.foundation.policies import seen, sight_of

UNKNOWN = "application/octet-stream"
PIECE = 1 << 16

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
)
_TEXT = frozenset(range(32, 127)) | {9, 10, 13}


class Readable(Protocol):
    """What can be read piece by piece, whoever handed it over."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True)
class Upload:
    """What a door was handed: the name the sender gave, and the bytes to read."""

    name: str
    content: Readable


def sniff(start: bytes) -> str:
    """The type that the first bytes prove. Names and senders are not believed; what proves nothing is octets.

    Text is called text only where it is plain ASCII or UTF-8 without control characters, whatever markup it holds.
    """
    for magic, media_type in _MAGIC:
        if start.startswith(magic):
            return media_type
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp"
    if start and all(byte in _TEXT or byte >= 128 for byte in start):
        try:
            start.decode("utf-8")
        except UnicodeDecodeError as error:
            return "text/plain" if error.start > len(start) - 4 else UNKNOWN
        return "text/plain"
    return UNKNOWN


def keep_file(acting: Acting, key: str, upload: Upload, *, is_internal: bool = False) -> File:
    """Keep a file on a thing. Called by the action that decided it may be kept.

    Invalid where it is empty or larger than the limit; the same content is stored once.
    """
    digest, size, start = _store(upload.content)
    author = acting.actor.on_behalf_of if acting.actor.is_house else acting.actor.id
    return File.objects.create(
        on=key,
        name=safe_name(upload.name),
        media_type=sniff(start),
        size=size,
        digest=digest,
        added_by=author,
        is_internal=is_internal,
        at=acting.at,
    )


def keep_files(acting: Acting, key: str, uploads: Sequence[Upload], *, is_internal: bool = False) -> list[File]:
    return [keep_file(acting, key, upload, is_internal=is_internal) for upload in uploads]


def files_on(actor: Actor, key: str) -> list[File]:
    """The files of a thing the actor sees, oldest first; internal ones only for those who work on it."""
    sight = sight_of(key)
    record = seen(sight.model, actor, key)
    kept = File.objects.filter(on=key).order_by("at", "id")
    return list(kept if sight.may_see_internal(actor, record) else kept.filter(is_internal=False))


def file(actor: Actor, number: int) -> File:
    """One file, or NotFound where the thing it hangs on, or an internal file, is not open to the actor."""
    kept = File.objects.filter(pk=number).first()
    if kept is not None:
        try:
            sight = sight_of(kept.on)
            record = seen(sight.model, actor, kept.on)
        except NotFound:
            kept = None
        else:
            if kept.is_internal and not sight.may_see_internal(actor, record):
                kept = None
    if kept is None:
        raise NotFound(_("There is no such file, or it is not open to you."))
    return kept


def path_of(kept: File) -> Path:
    """Where the content lies."""
    return _place(kept.digest)


def safe_name(name: str) -> str:
    """The last part of a name, without what could lead elsewhere, hide its end or break a header."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(mark for mark in last if mark.isprintable() and mark not in '"<>|:*?')
    return plain.strip(" .")[-200:] or "file"


def _place(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def _store(content: Readable) -> tuple[str, int, bytes]:
    """Write to a temporary name while counting, then move to the digest's: a broken upload leaves nothing."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    sums, size, start = hashlib.sha256(), 0, b""
    handle, name = tempfile.mkstemp(dir=root, prefix="incoming-")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            while piece := content.read(PIECE):
                start = start or piece[:4096]
                size += len(piece)
                if size > settings.FILE_SIZE_LIMIT:
                    most = settings.FILE_SIZE_LIMIT // (1024 * 1024)
                    raise Invalid(fields={"file": _("A file may have %(most)s MB at most.") % {"most": most}})
                sums.update(piece)
                out.write(piece)
        if not size:
            raise Invalid(fields={"file": _("The file is empty.")})
        place = _place(sums.hexdigest())
        place.parent.mkdir(exist_ok=True, mode=0o700)
        fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)
    return sums.hexdigest(), size, start
