"""Instants and lengths of time as whole microseconds, the unit in which the engine counts without rounding."""

from datetime import UTC, datetime, timedelta

from goldenthread.engine.errors import EngineError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000
DAY = 86_400 * SECOND


def micros_of(at: datetime) -> int:
    """Microseconds since 1970 in UTC; a naive `at` is refused (`naive_instant`)."""
    # The offset is asked for, not only the zone: a tzinfo may answer None, and such a datetime is naive too.
    if at.tzinfo is None or at.utcoffset() is None:
        raise EngineError("naive_instant", at=at)
    since = at - EPOCH
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


def instant_of(micros: int) -> datetime:
    """The instant in UTC; beyond the years 1 to 9999 it is refused (`out_of_range`)."""
    try:
        return EPOCH + timedelta(microseconds=micros)
    except OverflowError:
        raise EngineError("out_of_range", micros=micros) from None


def length_of(span: timedelta) -> int:
    """A length of time in microseconds."""
    return (span.days * 86_400 + span.seconds) * SECOND + span.microseconds


def span_of(micros: int) -> timedelta:
    """A length of time from microseconds."""
    return timedelta(microseconds=micros)
