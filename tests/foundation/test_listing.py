"""Lists by cursor: whole, without doubles, forwards and backwards."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.foundation.errors import Invalid
from goldenthread.foundation.listing import page_of
from goldenthread.foundation.models import Watch

KEYS = st.lists(st.sampled_from([f"INC-{number}" for number in range(6)]), min_size=0, max_size=25)
MODEST = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def fill(keys: list[str]) -> list[tuple[str, int]]:
    Watch.objects.all().delete()
    Watch.objects.bulk_create(Watch(on=key, person_id=number) for number, key in enumerate(keys))
    return [(row.on, row.pk) for row in Watch.objects.order_by("-on", "id")]


@MODEST
@given(keys=KEYS, size=st.integers(1, 7))
def test_walking_forwards_meets_every_row_once(db: None, keys: list[str], size: int) -> None:
    expected, met, cursor = fill(keys), [], None
    for _step in range(len(keys) + 1):
        page = page_of(Watch.objects.all(), ("-on", "id"), cursor, size)
        met += [(row.on, row.pk) for row in page.rows]
        cursor = page.next
        if cursor is None:
            break
    assert met == expected


@MODEST
@given(keys=KEYS, size=st.integers(1, 7))
def test_walking_back_comes_to_the_page_one_left(db: None, keys: list[str], size: int) -> None:
    fill(keys)
    first = page_of(Watch.objects.all(), ("-on", "id"), None, size)
    if first.next is None:
        return
    second = page_of(Watch.objects.all(), ("-on", "id"), first.next, size)
    assert second.previous is not None
    back = page_of(Watch.objects.all(), ("-on", "id"), second.previous, size)

    assert [row.pk for row in back.rows] == [row.pk for row in first.rows]
    assert first.previous is None


@pytest.mark.parametrize("cursor", ["x", "bm90", "W3RydWVd", "é", "[]"])
def test_a_cursor_of_another_list_is_refused_with_a_sentence(db: None, cursor: str) -> None:
    with pytest.raises(Invalid):
        page_of(Watch.objects.all(), ("-on", "id"), cursor)
