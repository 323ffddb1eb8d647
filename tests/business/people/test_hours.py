"""A calendar's hours are worked out once for what it says, and anew as soon as it says something else."""

from datetime import date

from tests.cast import Cast

from goldenthread.business.people.models import WorkCalendar, hours_of

CLOSED = date(2026, 3, 4)


def test_equal_specs_share_what_was_worked_out_and_others_do_not(cast: Cast) -> None:
    calendar = WorkCalendar.objects.get(pk=cast.calendar.pk)
    before = calendar.hours()
    assert before.opens_on(CLOSED)
    assert WorkCalendar.objects.get(pk=calendar.pk).hours() is before

    calendar.spec = {**calendar.spec, "holidays": [CLOSED.isoformat()]}
    assert not calendar.hours().opens_on(CLOSED)
    assert hours_of(calendar.spec) == calendar.hours()


def test_the_closed_days_of_a_feed_count_at_once(cast: Cast) -> None:
    calendar = WorkCalendar.objects.get(pk=cast.calendar.pk)
    assert calendar.hours().opens_on(CLOSED)
    calendar.feeds = [{"name": "Fair", "days": {CLOSED.isoformat(): "Fair"}}]
    assert not calendar.hours().opens_on(CLOSED)
