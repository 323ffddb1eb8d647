"""The lines of a .csv, .csv.gz or .zip, one at a time, up to where the file breaks off."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from goldenthread.foundation.errors import Invalid

PIECE = 1 << 16
LONGEST_LINE = 1 << 18
LOCAL_HEADER = struct.Struct("<4sHHHHHIIIHH")
DAMAGE = (EOFError, OSError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


class BrokenOffError(Exception):
    """The file ends, or cannot be read on, before its own end."""


def lines(file: IO[bytes]) -> Iterator[str]:
    """Every whole line without its end; a last piece of a line that was cut is given too, then BrokenOffError."""
    rest = b""
    is_broken = False
    pieces = _pieces(file)
    while True:
        try:
            piece = next(pieces, b"")
        except DAMAGE:
            is_broken, piece = True, b""
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield _text(line)
        if len(rest) > LONGEST_LINE:
            yield _text(rest[:LONGEST_LINE])
            rest = b""
        if not piece:
            break
    if rest:
        yield _text(rest)
    if is_broken:
        raise BrokenOffError


def _text(line: bytes) -> str:
    return line.rstrip(b"\r").decode("utf-8", "replace")


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    start = file.read(4)
    file.seek(0)
    if start[:2] == b"\x1f\x8b":
        yield from _read(gzip.GzipFile(fileobj=file))
    elif start == b"PK\x03\x04":
        yield from _zipped(file)
    else:
        yield from _read(file)


def _read(stream: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    # read1 gives what was read before a cut; read would throw it away
    read = getattr(stream, "read1", stream.read)
    while piece := read(PIECE):
        yield piece


def _zipped(file: IO[bytes]) -> Iterator[bytes]:
    """The first .csv (or .csv.gz) in the archive; where its directory is lost, as far as it goes."""
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        yield from _salvaged(file)
        raise EOFError from None
    with archive:
        names = [name for name in archive.namelist() if name.lower().endswith((".csv", ".csv.gz"))]
        if not names:
            raise Invalid(fields={"file": _("There is no .csv file in this archive.")})
        with archive.open(names[0]) as inner:
            yield from _read(gzip.GzipFile(fileobj=inner) if names[0].lower().endswith(".gz") else inner)


def _salvaged(file: IO[bytes]) -> Iterator[bytes]:
    """The first log among the files whose own headers are left; what stands before it is passed over by its size."""
    file.seek(0)
    while (header := file.read(LOCAL_HEADER.size)).startswith(b"PK\x03\x04") and len(header) == LOCAL_HEADER.size:
        *_known, method, _time, _date, _crc, packed, _size, name_length, extra_length = LOCAL_HEADER.unpack(header)
        name = file.read(name_length).decode("utf-8", "replace").lower()
        file.seek(extra_length, io.SEEK_CUR)
        if name.endswith((".csv", ".csv.gz")):
            yield from _unpacked(file, is_deflated=method == zipfile.ZIP_DEFLATED)
            return
        file.seek(packed, io.SEEK_CUR)


def _unpacked(file: IO[bytes], *, is_deflated: bool) -> Iterator[bytes]:
    if not is_deflated:
        yield from _read(file)
        return
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in _read(file):
        while piece and not inflate.eof:
            yield inflate.decompress(piece, PIECE)
            piece = inflate.unconsumed_tail  # noqa: PLW2901  what did not fit into one piece
