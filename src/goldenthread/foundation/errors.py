"""Everything that can go wrong on purpose, in one small tree.

    GoldenthreadError
    ├── NotAllowed    403   you may not do this
    ├── NotFound      404   there is no such thing, or not for you
    ├── Refused       409   a rule of the business says no
    ├── Stale         412   it changed since you looked
    ├── Invalid       422   what was given cannot be read or does not fit
    ├── TooMany       429   too often, wait
    └── Unavailable   503   a part of the house is not there just now

Each door (page, API, command line) translates the tree in one place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar


class GoldenthreadError(Exception):
    """A failure a person can understand: `sentence` says what is wrong and the way out, in the reader's language."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "error"

    def __init__(self, sentence: object = "") -> None:
        self.sentence = sentence
        super().__init__(sentence)

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(GoldenthreadError):  # noqa: N818  the tree reads as plain words
    status = 403
    code = "not-allowed"


class NotFound(GoldenthreadError):  # noqa: N818
    status = 404
    code = "not-found"


class Refused(GoldenthreadError):  # noqa: N818
    status = 409
    code = "refused"


class Stale(GoldenthreadError):  # noqa: N818
    """The subject moved on: `changes` names the facts recorded since the version that was seen."""

    status = 412
    code = "stale"

    def __init__(self, sentence: object, changes: Sequence[Mapping[str, object]] = ()) -> None:
        super().__init__(sentence)
        self.changes = list(changes)


class Invalid(GoldenthreadError):  # noqa: N818
    """`fields` maps a field's name to the sentence that belongs under it; "" is the whole form."""

    status = 422
    code = "invalid"

    def __init__(self, sentence: object = "", fields: Mapping[str, object] | None = None) -> None:
        self.fields = dict(fields or {})
        super().__init__(sentence or " ".join(str(text) for text in self.fields.values()))


class TooMany(GoldenthreadError):  # noqa: N818
    status = 429
    code = "too-many"


class Unavailable(GoldenthreadError):  # noqa: N818
    status = 503
    code = "unavailable"
