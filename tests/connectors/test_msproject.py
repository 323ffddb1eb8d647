"""Files of Microsoft Project as they should not be, and what a changed one changes."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.business.projects.company import a_project, task
from tests.cast import Cast, acting

from goldenthread.business.projects.actions import ResourceFacts, add_resource, change_task, link_tasks, use_resource
from goldenthread.business.projects.models import Baseline, Dependency, PlanImport, Project, Task
from goldenthread.connectors.msproject import Outcome, import_file, preview_file
from goldenthread.connectors.msproject.losses import Losses
from goldenthread.connectors.msproject.reading import Row
from goldenthread.connectors.msproject.recurrences import days_of
from goldenthread.foundation.errors import Invalid, NotAllowed, NotFound, Refused

NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def one(uid: int, name: str, hours: int = 8, more: str = "") -> str:
    return (
        f"<Task><UID>{uid}</UID><Name>{name}</Name><OutlineLevel>1</OutlineLevel>"
        f"<Duration>PT{hours}H0M0S</Duration>{more}</Task>"
    )


def link(uid: int, more: str = "") -> str:
    return f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>1</Type>{more}</PredecessorLink>"


def plan(*tasks: str, more: str = "", head: str = "") -> bytes:
    start = "<StartDate>2026-03-02T09:00:00</StartDate>"
    body = f"{start}<Tasks>{''.join(tasks)}</Tasks>{more}"
    return f'{head}<Project xmlns="http://schemas.microsoft.com/project">{body}</Project>'.encode()


def bring(cast: Cast, project: Project, content: bytes) -> Outcome:
    return import_file(acting(cast.priya, NOW), project.key, io.BytesIO(content), name="plan.xml")


def titled(project: Project, title: str) -> Task:
    return Task.objects.select_related("work").get(project=project, work__title=title)


BOMB = '<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE b [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (plan(one(1, "&b;"), head=BOMB), "declares entities"),
        (plan(one(1, "&x;"), head=OUTSIDE), "declares entities"),
        (plan(one(1, "a", more="<a>" * 60 + "</a>" * 60)), "nested too deeply"),
        (plan(one(1, "a"), one(1, "b")), "Number 1 is given to two tasks, “a” and “b”."),
        (plan(one(1, "a", 10**9)), "Task 1, “a”, takes longer than ten years: PT1000000000H0M0S."),
        (plan(one(1, "a"), one(2, "b", more=link(1, "<LinkLag>99999999999</LinkLag>"))), "Task 2, “b”, waits longer"),
        (plan(*(f"<Task><UID>{n}</UID><OutlineLevel>{n}</OutlineLevel></Task>" for n in range(1, 30))), "levels deep"),
        (plan(one(1, "a"))[:120], "no whole XML"),
        (b"", "The file is empty."),
        (b"<html/>", "it begins with <html>"),
        (b'<?xml version="1.0" encoding="nowhere"?><Project/>', "cannot be read"),
    ],
)
def test_what_would_do_harm_is_refused_in_a_sentence_and_nothing_stays(
    cast: Cast, content: bytes, sentence: str
) -> None:
    project = a_project(cast)

    with pytest.raises(Invalid) as refused:
        bring(cast, project, content)

    assert sentence in str(refused.value)
    assert not Task.objects.exists()
    assert not PlanImport.objects.exists()


def test_links_that_go_round_are_refused_with_their_path(cast: Cast) -> None:
    with pytest.raises(Refused, match="round in a circle") as refused:
        bring(cast, a_project(cast), plan(one(1, "a", more=link(2)), one(2, "b", more=link(1))))

    assert "a → b" in str(refused.value) or "b → a" in str(refused.value)
    assert not Task.objects.exists()


def test_base_calendars_that_go_round_are_refused(cast: Cast) -> None:
    calendar = "<Calendar><UID>{0}</UID><Name>C{0}</Name><BaseCalendarUID>{1}</BaseCalendarUID></Calendar>"
    more = f"<CalendarUID>1</CalendarUID><Calendars>{calendar.format(1, 2)}{calendar.format(2, 1)}</Calendars>"

    with pytest.raises(Invalid, match="go round in a circle"):
        bring(cast, a_project(cast), plan(one(1, "a"), more=more))


def test_a_sparse_file_comes_in_and_what_leads_nowhere_is_named(cast: Cast) -> None:
    project = a_project(cast)
    tasks = (
        "<Task><UID>1</UID></Task>",
        "<Task><UID>2</UID><IsNull>1</IsNull></Task>",
        one(3, "c", more=link(2) + link(3) + link(99) + "<Deadline>0001-01-01T00:00:00</Deadline>"),
        "<Task/>",
    )

    done = bring(cast, project, plan(*tasks, more="<Resources/><Assignments><Assignment/></Assignments>"))

    assert done.done.created == 2
    lost = {(loss.field, loss.value): loss.why for loss in done.losses}
    assert lost["PredecessorLink", "2"] == "It leads to an empty line."
    assert lost["PredecessorLink", "3"] == "A task cannot wait for itself."
    assert lost["PredecessorLink", "99"] == "It leads to no task of this file."
    assert lost["Deadline", "0001-01-01T00:00:00"] == "This is no date between 1984 and 2149."
    assert Task.objects.filter(project=project, work__title="Task 1").exists()


def test_a_look_writes_nothing(cast: Cast) -> None:
    project = a_project(cast)
    seen = preview_file(acting(cast.priya, NOW), project.key, io.BytesIO(plan(one(1, "a"))), name="plan.xml")

    assert seen.done.created == 1
    assert seen.rows[0].finish is not None
    assert not Task.objects.exists()
    assert not PlanImport.objects.exists()


def test_a_changed_file_changes_what_changed_in_it_and_nothing_else(cast: Cast) -> None:
    project = a_project(cast)
    bring(cast, project, plan(one(1, "Dig"), one(2, "Pour", more=link(1)), one(3, "Dry")))
    change_task(acting(cast.priya), titled(project, "Dig").key, changes={"duration_minutes": 960, "priority": 900})
    link_tasks(acting(cast.priya), titled(project, "Dry").key, predecessor=titled(project, "Pour").key)

    done = bring(cast, project, plan(one(1, "Dig deep"), one(2, "Pour", 16), one(4, "Cure"))).done

    assert (done.created, done.updated, done.unchanged) == (1, 2, 0)
    assert done.gone == [titled(project, "Dry").key]
    dug = titled(project, "Dig deep")
    assert (dug.duration_minutes, dug.priority) == (960, 900)
    assert titled(project, "Pour").duration_minutes == 960
    left = Dependency.objects.filter(successor__project=project).values_list(
        "predecessor__work__title", "successor__work__title"
    )
    assert list(left) == [("Pour", "Dry")]


def test_lags_in_percent_and_round_the_clock_move_dates(cast: Cast) -> None:
    project = a_project(cast)
    half = link(1, "<LinkLag>50</LinkLag><LagFormat>19</LagFormat>")
    elapsed = link(1, "<LinkLag>14400</LinkLag><LagFormat>8</LagFormat>")
    lead = link(1, "<LinkLag>-2400</LinkLag><LagFormat>7</LagFormat>")

    tasks = (one(1, "a"), one(2, "half", more=half), one(3, "day", more=elapsed), one(4, "lead", more=lead))
    bring(cast, project, plan(*tasks))

    starts = {name: titled(project, name).early_start_at for name in ("half", "day", "lead")}
    assert starts == {
        "half": datetime(2026, 3, 3, 12, tzinfo=UTC),  # four hours of Tuesday's eight
        "day": datetime(2026, 3, 4, 8, tzinfo=UTC),  # a day after Monday's closing is Tuesday's, so on Wednesday
        "lead": datetime(2026, 3, 2, 12, tzinfo=UTC),
    }


def test_resources_are_people_where_they_can_be_told_and_hours_of_their_own_move_dates(cast: Cast) -> None:
    project = a_project(cast)
    night = (
        "<Calendars><Calendar><UID>9</UID><Name>Late</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>"
        + "".join(
            f"<WeekDay><DayType>{kind}</DayType><DayWorking>{int(1 < kind < 7)}</DayWorking><WorkingTimes><WorkingTime>"
            "<FromTime>18:00:00</FromTime><ToTime>22:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>"
            for kind in range(2, 7)
        )
        + "".join(f"<WeekDay><DayType>{kind}</DayType><DayWorking>0</DayWorking></WeekDay>" for kind in (1, 7))
        + "</WeekDays></Calendar></Calendars>"
    )
    resources = (
        "<Resources><Resource><UID>1</UID><Name>tomas okafor</Name><Type>1</Type></Resource>"
        "<Resource><UID>2</UID><Name>Night watch</Name><Type>1</Type><CalendarUID>9</CalendarUID></Resource>"
        "</Resources>"
        "<Assignments><Assignment><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Units>0.5</Units></Assignment>"
        "<Assignment><TaskUID>2</TaskUID><ResourceUID>2</ResourceUID><Work>PT8H0M0S</Work></Assignment></Assignments>"
    )
    tasks = (one(1, "By day"), one(2, "At night"))

    bring(cast, project, plan(*tasks, more="<CalendarUID>-1</CalendarUID>" + night + resources))

    by_day = titled(project, "By day")
    assert by_day.work.assignee == cast.tomas
    assert by_day.assignments.get().units == 50
    assert titled(project, "At night").early_finish_at == datetime(2026, 3, 3, 21, tzinfo=UTC)


def test_a_resource_named_here_moves_the_task_it_is_put_on(cast: Cast) -> None:
    project = a_project(cast)
    dug = task(cast, project, "Dig", 1)
    before = Task.objects.get(pk=dug.pk).early_finish_at
    late = cast.calendar.__class__.objects.create(
        key="CAL-99", name="Late", spec=cast.calendar.spec | {"weekly": {"sat": [["08:00", "20:00"]]}}
    )
    crane = add_resource(acting(cast.priya), project.key, facts=ResourceFacts(name="Crane", calendar=late.key))

    use_resource(acting(cast.priya), dug.key, resource=crane.pk, units=Decimal(100))

    after = Task.objects.get(pk=dug.pk).early_finish_at
    assert before is not None
    assert after == datetime(2026, 3, 7, 15, tzinfo=UTC)


def test_baselines_come_in_once_and_anew_when_the_file_freezes_again(cast: Cast) -> None:
    def frozen(finish: str) -> bytes:
        dates = f"<Start>2026-03-02T09:00:00</Start><Finish>{finish}</Finish>"
        more = f"<Baseline><Number>0</Number>{dates}<Cost>12300</Cost></Baseline>"
        return plan(one(1, "a", more=more))

    project = a_project(cast)
    assert bring(cast, project, frozen("2026-03-02T17:00:00")).done.baselines == 1
    assert bring(cast, project, frozen("2026-03-02T17:00:00")).done.baselines == 0
    assert bring(cast, project, frozen("2026-03-03T17:00:00")).done.baselines == 1
    newest = Baseline.objects.order_by("-number").first()
    assert newest is not None
    assert (newest.budget, newest.finish_at) == (Decimal(123), datetime(2026, 3, 3, 16, tzinfo=UTC))


def test_who_may_not_plan_brings_nothing_in(cast: Cast) -> None:
    project = a_project(cast)
    with pytest.raises(NotAllowed):
        import_file(acting(cast.tomas, NOW), project.key, io.BytesIO(plan(one(1, "a"))), name="plan.xml")
    with pytest.raises(NotFound):
        import_file(acting(cast.charlie, NOW), project.key, io.BytesIO(plan(one(1, "a"))), name="plan.xml")


def falls_on(kind: int, first: str, last: str, **values: Any) -> list[date]:
    period = Row({"FromDate": f"{first}T00:00:00", "ToDate": f"{last}T23:59:00"})
    told = {"Type": str(kind), **{name: str(value) for name, value in values.items()}}
    return days_of(Row(told, {"TimePeriod": [period]}))[0]


def test_exceptions_fall_on_the_days_their_rule_says() -> None:
    assert falls_on(1, "2026-03-02", "2026-03-04") == [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)]
    assert falls_on(7, "2026-03-02", "2026-03-06", Period=2) == [date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 6)]
    mondays_and_fridays = falls_on(6, "2026-03-02", "2026-03-20", DaysOfWeek=2 + 32, Period=2)
    assert mondays_and_fridays == [date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 16), date(2026, 3, 20)]
    assert falls_on(4, "2026-01-01", "2026-04-30", MonthDay=31) == [date(2026, 1, 31), date(2026, 3, 31)]
    second_tuesdays = falls_on(5, "2026-01-01", "2026-03-31", MonthItem=5, MonthPosition=1)
    assert second_tuesdays == [date(2026, 1, 13), date(2026, 2, 10), date(2026, 3, 10)]
    assert falls_on(2, "2026-01-01", "2028-12-31", Month=1, MonthDay=29) == [date(2028, 2, 29)]
    last_fridays = falls_on(3, "2026-01-01", "2027-12-31", Month=10, MonthItem=8, MonthPosition=4)
    assert last_fridays == [date(2026, 11, 27), date(2027, 11, 26)]
    twice = falls_on(1, "2026-03-02", "2026-03-02", EnteredByOccurrences=1, Occurrences=2)
    assert twice == [date(2026, 3, 2), date(2026, 3, 3)]


def test_of_very_many_losses_alike_some_are_named_and_the_rest_counted() -> None:
    losses = Losses()
    for number in range(60):
        losses.add("Contact", f"Task {number}", "Bob", "why")

    report = losses.report()

    assert len(report) == 41
    assert report[-1].task == "20 more"
