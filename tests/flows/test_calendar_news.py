"""New holidays of a calendar move the plans that stand on it."""

from __future__ import annotations

from datetime import timedelta

from tests.business.projects.company import DAY, a_project, task
from tests.cast import Cast, acting

from goldenthread.business.people.actions import CalendarFacts, change_calendar
from goldenthread.business.projects.models import Task
from goldenthread.foundation import reactions
from goldenthread.foundation.models import Event


def test_a_new_holiday_moves_the_plan(cast: Cast) -> None:
    project = a_project(cast)
    build = task(cast, project, "Build", days=5)
    before = Task.objects.get(pk=build.pk).early_finish_at
    assert before is not None

    change_calendar(acting(cast.emeka), cast.calendar.key, change=CalendarFacts(holidays=["2026-03-04"]))
    event = Event.objects.filter(name="CalendarChanged").latest("id")
    reactions.react(event.id, "changed_calendar_moves_plans.move_plans")

    after = Task.objects.get(pk=build.pk)
    assert after.early_finish_at == before + timedelta(days=3), "the fifth day falls on Monday now"
    assert after.duration_minutes == 5 * DAY
    moved = Event.objects.filter(subject=project.key, name="PlanMoved").latest("id")
    assert moved.data["cause"] == cast.calendar.key
