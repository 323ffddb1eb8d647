"""Facts: what happened, in the past tense, kept for ever."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar

from goldenthread.foundation.models import Event


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that happened to a subject. Subclasses add ids and plain values, never a model."""

    subject: str

    kinds: ClassVar[dict[str, type[Fact]]] = {}

    def __init_subclass__(cls) -> None:
        Fact.kinds[cls.__name__] = cls


def fact_of(event: Event) -> Fact:
    """The typed fact that an event was stored from; values it no longer knows are left out."""
    kind = Fact.kinds[event.name]
    known = {field.name for field in fields(kind)}
    values: dict[str, Any] = {name: value for name, value in event.data.items() if name in known}
    return kind(subject=event.subject, **values)
