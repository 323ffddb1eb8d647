"""Tables as files: sent line by line, read back with what a spreadsheet does to them in mind."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from goldenthread.foundation.errors import Invalid

RISKY = ("=", "+", "-", "@", "\t", "\r")
LARGEST = 20 * 1024 * 1024


def csv_response(name: str, lines: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A download that is written while it is read from the database; its memory does not grow with the table."""
    found = iter(lines)
    first = list(next_of(found))  # a refusal is raised here, while it can still be answered
    response = StreamingHttpResponse(_written(chain(first, found)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def next_of(lines: Iterator[Sequence[object]]) -> Iterator[Sequence[object]]:
    """The first line, where there is one."""
    for line in lines:
        yield line
        return


def _written(lines: Iterable[Sequence[object]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield b"\xef\xbb\xbf"  # tells spreadsheets that this is UTF-8
    for number, line in enumerate(lines, start=1):
        writer.writerow([guarded(str(cell)) for cell in line])
        if number % 500 == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def guarded(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula is led by an apostrophe; one that looks so led gets one more."""
    return f"'{cell}" if cell.lstrip("'").startswith(RISKY) else cell


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(RISKY) else cell


def csv_lines(content: bytes) -> Iterator[list[str]]:
    """The lines of a file, by comma or semicolon; Invalid where it is no text or too large."""
    if len(content) > LARGEST:
        raise Invalid(fields={"file": _("The file is larger than 20 MB. Send it in parts.")})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(fields={"file": _("The file is no UTF-8 text. Save it as CSV UTF-8.")}) from error
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [unguarded(cell) for cell in line]
    except csv.Error as error:
        sentence = _("The file cannot be read as a table: %(why)s.")
        raise Invalid(fields={"file": sentence % {"why": error}}) from error
