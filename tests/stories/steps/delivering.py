"""From the plan to the service that is handed over."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from tests.stories.steps.hands import Story, choose, field_of, figure, follow, press, says, type_in

FIRST, SECOND, LAST = "Write the booking page", "Try it with patients", "Ready to go live"


def priya_plans_three_tasks_that_wait_for_each_other(story: Story) -> None:
    page = story.as_(story.cast.priya)
    page.goto(story.places["project"])
    follow(page, "Add a task")
    type_in(page, {"What is to be done?": FIRST, "Length in working days": "10", "Budget": "6000"})
    press(page, "Add it")
    follow(page, "Add a task")
    type_in(page, {"What is to be done?": SECOND, "Length in working days": "5", "Budget": "3000"})
    field_of(page, "Waits for the end of").select_option(label=f"1 {FIRST}")
    press(page, "Add it")
    follow(page, "Add a task")
    type_in(page, {"What is to be done?": LAST})
    page.get_by_label("A milestone: reached or not, without length").check()
    field_of(page, "Waits for the end of").select_option(label=f"2 {SECOND}")
    press(page, "Add it")
    says(page, LAST)
    for name in (FIRST, SECOND, LAST):
        page.goto(story.places["project"] + "plan/")
        page.get_by_role("link", name=re.compile(name)).first.click()
        _to_the_task(story, name)


def _to_the_task(story: Story, name: str) -> None:
    page = story.as_(story.cast.priya)
    if "/tasks/" not in page.url:
        page.locator("a[href^='/tasks/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    story.found(name, page)


def priya_gives_the_first_to_tomas(story: Story) -> None:
    page = story.as_(story.cast.priya)
    page.goto(story.places[FIRST])
    follow(page, "Put someone on it")
    choose(page, {"Who?": "Tomas Okafor"})
    press(page, "Put them on it")
    says(page, "Tomas Okafor")


def priya_freezes_the_plan(story: Story) -> None:
    page = story.as_(story.cast.priya)
    page.goto(story.places["project"] + "plan/")
    follow(page, "Freeze the plan")
    type_in(page, {"Why is it frozen now?": "Agreed with Ruth"})
    press(page, "Freeze it")
    says(page, "Agreed with Ruth", "9,000")


def tomas_logs_a_day(story: Story) -> None:
    page = story.as_(story.cast.tomas)
    page.goto("/my-work/")
    follow(page, FIRST)
    follow(page, "Log time")
    type_in(page, {"Day": "2026-03-13", "Minutes": "480", "What was done": "Drawing"})
    press(page, "Log time")
    says(page.get_by_role("row", name=re.compile("Tomas Okafor")), "8 h")


def priya_reports_progress(story: Story) -> None:
    page = story.as_(story.cast.priya)
    page.goto(story.places["project"])
    follow(page, "Update progress")
    row = page.locator("tr", has_text=FIRST)
    row.get_by_label("Done, percent").fill("40")
    press(row, "Tell")
    says(page, "40")


def the_cockpit_shows_pace_and_cost_and_opens_them(story: Story) -> None:
    """Half of 6,000 was planned by now; 40 percent is earned, for a day at 200 an hour."""
    page = story.as_(story.cast.priya)
    page.goto(story.places["project"])
    says(figure(page, "Schedule index"), "0.80", "2,400", "3,000")
    page.keyboard.press("Escape")
    says(figure(page, "Cost index"), "1.50", "2,400", "1,600")
    page.keyboard.press("Escape")


def priya_reports_all_of_it_done(story: Story) -> None:
    page = story.as_(story.cast.priya)
    for name in (FIRST, SECOND, LAST):
        page.goto(story.places[name])
        follow(page, "Report progress")
        type_in(page, {"Done, percent": "100"})
        press(page, "Report progress")
        says(page, "Done")


def tomas_hands_in_what_ruth_accepts(story: Story) -> None:
    page = story.as_(story.cast.tomas)
    page.goto(story.places["project"] + "deliverables/")
    follow(page, "Booking page")
    story.found("deliverable", page)
    type_in(page, {"Works on a phone": "Seen on three phones", "A visit can be moved": "Minutes of the trial"})
    press(page, "Hand it in")
    says(page, "It waits for the sponsor or the customer.")

    page = story.as_(story.cast.ruth)
    page.goto(story.places["deliverable"])
    for verdict in page.get_by_label("Met", exact=True).all():
        verdict.check()
    press(page, "Accept it")
    says(page, "Accepted")


def ines_agrees_what_the_service_promises(story: Story) -> None:
    """To the clinic, with the desk behind it: an answer in an hour, a solution in a day of office hours."""
    page = story.as_(story.cast.ines)
    page.goto("/services/")
    follow(page, "Pipeline")
    follow(page, "Booking by phone")
    story.found("service", page)
    page.goto(story.places["service"] + "edit/")
    choose(page, {"Team that supports it": "Service desk"})
    page.get_by_label("Harbour clinic").check()
    press(page, "Save changes")
    page.goto(story.places["service"] + "agreements/")
    follow(page, "Make an agreement")
    type_in(page, {"Name": "Clinic agreement", "Agreed availability, percent": "99.5"})
    choose(page, {"With which customer or supplier?": "Harbour clinic"})
    for number, minutes in ((3, "60"), (4, "480")):
        row = page.get_by_role("group", name=f"Target {number}", exact=True)
        field_of(row, "Minutes of service time").fill(minutes)
    press(page, "Make agreement")
    says(page, "Clinic agreement", "Waits for hand-over")


def priya_shows_that_all_is_ready(story: Story) -> None:
    page = story.as_(story.cast.priya)
    page.goto(story.places["project"] + "hand-over/")
    press(page, "Begin the hand-over")
    says(page, "0 of 12 ready")
    while page.get_by_role("link", name="It is ready").count():
        follow(page, "It is ready")
        type_in(page, {"What shows it?": "Seen on 24 April"})
        press(page, "It is ready")
        page.wait_for_url("**/hand-over/")
    says(page, "All is ready. Ines Brandt takes it over.")


def ines_takes_the_service_over(story: Story) -> None:
    page = story.as_(story.cast.ines)
    page.goto(story.places["project"] + "hand-over/")
    press(page, "Take the service over")
    says(page, "Handed over")
    page.goto(story.places["service"])
    says(page, "Running", "First answer within 1 h")
