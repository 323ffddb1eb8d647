"""Counters that give each record its key."""

from django.db import connection

from goldenthread.foundation.models import Key

_TAKE = (
    "INSERT INTO foundation_key (prefix, last) VALUES (%s, %s) "
    "ON CONFLICT (prefix) DO UPDATE SET last = foundation_key.last + EXCLUDED.last RETURNING last"
)


def next_key(prefix: str) -> str:
    """The next key of a prefix, such as INC-1042. Gaps are left by what is rolled back; none is given twice."""
    return next_keys(prefix, 1)[0]


def next_keys(prefix: str, count: int) -> list[str]:
    """So many keys at once, for bulk loading."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [prefix, count])
        (last,) = cursor.fetchone()
    return [f"{prefix}-{number}" for number in range(last - count + 1, last + 1)]


def highest(prefix: str) -> int:
    """The last number given for a prefix; 0 where none was."""
    return Key.objects.filter(prefix=prefix).values_list("last", flat=True).first() or 0
