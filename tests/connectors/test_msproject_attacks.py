"""Files of Microsoft Project made to do harm: what they reach for stays shut, and each is refused with a sentence."""

from __future__ import annotations

import io

import pytest
from tests.business.projects.company import a_project, task
from tests.cast import Cast, acting
from tests.connectors.test_msproject import NOW, bring, link, one, plan

from goldenthread.business.projects.actions import link_tasks
from goldenthread.business.projects.actions.importing.tree import guid_of
from goldenthread.business.projects.models import Task
from goldenthread.business.work.models import Work
from goldenthread.connectors.msproject import import_file
from goldenthread.foundation.errors import Invalid, Refused

pytestmark = pytest.mark.django_db
DAYS = range(1, 8)


def calendar(exceptions: str = "", week: str = "") -> str:
    known = f"<UID>1</UID><Name>C</Name><IsBaseCalendar>1</IsBaseCalendar>{week}<Exceptions>{exceptions}</Exceptions>"
    return f"<Calendars><Calendar>{known}</Calendar></Calendars><CalendarUID>1</CalendarUID>"


def yearly(day: str) -> str:
    period = "<TimePeriod><FromDate>2026-01-01T00:00:00</FromDate><ToDate>2030-01-01T00:00:00</ToDate></TimePeriod>"
    return f"<Exception>{period}<Type>2</Type><MonthDay>{day}</MonthDay></Exception>"


def hidden(cast: Cast, project: object) -> Task:
    """A task of the plan that Tomas alone may see."""
    found = task(cast, project, "Magpietask")
    Work.objects.filter(pk=found.work_id).update(is_private=True, assignee=cast.tomas)
    return Task.objects.select_related("work").get(pk=found.pk)


def test_a_file_cannot_rewrite_a_private_task_by_its_guid(cast: Cast) -> None:
    project = a_project(cast)
    secret = hidden(cast, project)
    done = bring(cast, project, plan(one(1, "Mine now", more=f"<GUID>{guid_of(secret.key)}</GUID>"))).done
    secret.work.refresh_from_db()
    assert secret.work.title == "Magpietask"
    assert secret.key not in str(done)


def test_a_circle_through_a_private_task_does_not_name_it(cast: Cast) -> None:
    project = a_project(cast)
    first, secret, last = task(cast, project, "First"), hidden(cast, project), task(cast, project, "Last")
    link_tasks(acting(cast.priya).as_house(), secret.key, predecessor=first.key)
    link_tasks(acting(cast.priya).as_house(), last.key, predecessor=secret.key)
    with pytest.raises(Refused) as refused:
        link_tasks(acting(cast.priya), first.key, predecessor=last.key)
    assert "Magpietask" not in str(refused.value)


def test_one_guid_for_two_tasks_makes_two_tasks(cast: Cast) -> None:
    project = a_project(cast)
    known = f"<GUID>{guid_of(task(cast, project, 'Here').key)}</GUID>"
    bring(cast, project, plan(one(1, "a", more=known), one(2, "b", more=known + link(1))))
    assert Task.objects.filter(project=project).count() == 2


@pytest.mark.parametrize("cost", ["999999999999999", "1E+14"])
def test_a_cost_beyond_all_money_is_named_and_not_carried(cast: Cast, cost: str) -> None:
    done = bring(cast, a_project(cast), plan(one(1, "a", more=f"<Cost>{cost}</Cost>"))).done
    assert [(loss.field, loss.value) for loss in done.losses] == [("Cost", cost)]


def test_a_day_of_the_month_beyond_all_months_closes_no_day(cast: Cast) -> None:
    done = bring(cast, a_project(cast), plan(one(1, "a"), more=calendar(yearly("99999999999999")))).done
    assert done.created == 1


def test_a_calendar_that_never_opens_is_refused(cast: Cast) -> None:
    shut = "".join(f"<WeekDay><DayType>{day}</DayType><DayWorking>0</DayWorking></WeekDay>" for day in DAYS)
    file = io.BytesIO(plan(one(1, "a"), more=calendar(week=f"<WeekDays>{shut}</WeekDays>")))
    project = a_project(cast)
    with pytest.raises((Invalid, Refused)):
        import_file(acting(cast.priya, NOW), project.key, file, name="plan.xml")
    assert not Task.objects.filter(project=project).exists()


def test_two_tasks_swap_their_numbers(cast: Cast) -> None:
    project = a_project(cast)
    bring(cast, project, plan(one(1, "a"), one(2, "b")))
    guids = {found.work.title: guid_of(found.key) for found in Task.objects.select_related("work")}
    swapped = [one(uid, name, more=f"<GUID>{guids[name]}</GUID>") for uid, name in ((2, "a"), (1, "b"))]
    done = bring(cast, project, plan(*swapped)).done
    assert (done.created, Task.objects.filter(project=project).count()) == (0, 2)
    assert dict(Task.objects.values_list("work__title", "imported_uid")) == {"a": 2, "b": 1}


def test_a_number_of_a_private_task_goes_to_the_files_own(cast: Cast) -> None:
    project = a_project(cast)
    bring(cast, project, plan(one(1, "Magpietask")))
    Work.objects.filter(title="Magpietask").update(is_private=True, assignee=cast.tomas)
    assert bring(cast, project, plan(one(1, "Open"))).done.created == 1
    assert set(Task.objects.values_list("work__title", flat=True)) == {"Magpietask", "Open"}
