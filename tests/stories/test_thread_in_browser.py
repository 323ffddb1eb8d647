"""The golden thread in a real browser, as the different people, at the desk and on the phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.business.portfolio.stage import a_portfolio
from tests.cast import Cast, acting
from tests.plugins.chromium import PHONE, WIDE, Doors
from tests.stories.clock import StoryClock
from tests.stories.steps import delivering, investing, serving
from tests.stories.steps.hands import Story

from goldenthread.business.people.actions import RateFacts, set_rate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[WIDE, PHONE], ids=["1440", "390"])
def story(request: pytest.FixtureRequest, doors: Doors, cast: Cast, settings: Any) -> Iterator[Story]:
    settings.SESSION_COOKIE_AGE = 366 * 24 * 3600  # nobody signs in twice, though months pass
    clock = StoryClock()
    a_portfolio(cast)
    set_rate(acting(cast.emeka), new=RateFacts(per_hour=Decimal(200), currency="EUR", valid_from=date(2025, 1, 1)))
    with clock.running():
        yield Story(cast, doors, request.param, clock)


def test_one_investment_from_idea_to_measured_value(story: Story) -> None:
    investing.mara_sets_an_objective_with_a_measure(story)
    investing.ines_proposes_an_investment(story)
    investing.mara_cannot_reject_it_without_saying_why(story)
    investing.mara_holds_it_for_a_reason_and_resumes_it(story)
    investing.mara_lets_it_through(story, "Gate 1, idea")
    investing.mara_lets_it_through(story, "Gate 2, definition")
    investing.mara_lets_it_through(story, "Gate 3, business case", money="9000")
    investing.mara_charters_the_project(story)

    delivering.priya_plans_three_tasks_that_wait_for_each_other(story)
    delivering.priya_gives_the_first_to_tomas(story)
    delivering.priya_freezes_the_plan(story)
    investing.mara_lets_it_through(story, "Gate 5, start")

    story.clock.move("2026-03-16 08:00")
    delivering.tomas_logs_a_day(story)
    delivering.priya_reports_progress(story)
    delivering.the_cockpit_shows_pace_and_cost_and_opens_them(story)

    story.clock.move("2026-03-27 17:00")
    delivering.priya_reports_all_of_it_done(story)
    delivering.tomas_hands_in_what_ruth_accepts(story)
    delivering.ines_agrees_what_the_service_promises(story)

    story.clock.move("2026-04-24 10:00")
    delivering.priya_shows_that_all_is_ready(story)
    delivering.ines_takes_the_service_over(story)
    investing.mara_lets_it_through(story, "Gate 6, go-live")

    story.clock.move("2026-05-04 10:00")
    serving.nadia_reports_an_incident(story)
    story.clock.move("2026-05-04 10:30")
    serving.daniel_takes_it_answers_and_waits(story)
    story.clock.move("2026-05-04 11:30")
    serving.nadia_answers(story)
    serving.the_clock_shows_what_ran_what_waited_and_when_it_is_due(story)
    story.clock.move("2026-05-04 12:30")
    serving.daniel_solves_it(story)
    serving.daniel_logs_half_an_hour(story)
    serving.nadia_confirms_and_rates_it(story)

    story.clock.move("2026-06-01 09:00")
    serving.the_service_shows_its_thread_what_it_kept_its_tickets_and_its_cost(story)
    serving.ines_reads_the_measure_and_the_benefit_stands_against_its_promise(story)
    serving.ines_notes_an_improvement_and_proposes_from_it(story)
