"""From the incident to what the service gives back."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from tests.stories.steps.hands import Story, choose, field_of, figure, follow, press, says, type_in

INCIDENT = "The free times do not load"
IDEA = "Remind patients a day before"


def nadia_reports_an_incident(story: Story) -> None:
    page = story.as_(story.cast.nadia)
    page.goto("/portal/")
    page.get_by_label("Describe it in your own words").fill("Booking")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Booking by phone").click()
    type_in(page, {"What is it about?": INCIDENT, "What happened?": "The page stays empty."})
    press(page, "Open ticket")
    expect(page.get_by_role("heading", level=1)).to_have_text(INCIDENT)
    says(page, "Received")
    story.found("ticket", page)


def daniel_takes_it_answers_and_waits(story: Story) -> None:
    page = story.as_(story.cast.daniel)
    page.goto("/desk/")
    page.get_by_role("link", name=INCIDENT).click()
    press(page, "Take it")
    page.goto(story.places["ticket"])
    page.get_by_label("Write to Nadia Brook").fill("On which telephone do you see it?")
    press(page, "Reply and wait")
    says(page, "On which telephone do you see it?", "kept, in 30 min", "Waiting")


def nadia_answers(story: Story) -> None:
    page = story.as_(story.cast.nadia)
    page.goto(story.places["ticket"])
    says(page, "On which telephone do you see it?")
    page.get_by_label("Write to the desk").fill("On the one in the waiting room.")
    press(page, "Send")
    says(page, "On the one in the waiting room.", "Under way")


def the_clock_shows_what_ran_what_waited_and_when_it_is_due(story: Story) -> None:
    page = story.as_(story.cast.daniel)
    page.goto(story.places["ticket"])
    clock = page.locator(".gt-clock", has_text="Solved")
    says(clock, "ran 30 min, waited 1 h", "due 5 May, 11:00")
    clock.locator(".gt-fig").click()
    panel = page.get_by_role("dialog", name="Solved: how it is worked out")
    says(panel, "Ran", "Waited", "Office hours", "Clinic agreement")
    page.keyboard.press("Escape")


def daniel_solves_it(story: Story) -> None:
    page = story.as_(story.cast.daniel)
    page.goto(story.places["ticket"])
    page.get_by_label("Write to Nadia Brook").fill("The old page was kept by the telephone; it is cleared.")
    press(page, "Reply and solve")
    says(page.locator(".gt-thead"), "Solved")


def daniel_logs_half_an_hour(story: Story) -> None:
    page = story.as_(story.cast.daniel)
    page.goto(story.places["ticket"])
    page.get_by_role("button", name="More acts").click()
    follow(page, "Log time")
    type_in(page, {"Minutes": "30"})
    press(page, "Log time")


def nadia_confirms_and_rates_it(story: Story) -> None:
    page = story.as_(story.cast.nadia)
    page.goto(story.places["ticket"])
    says(page, "Solved, please check")
    press(page, "It works")
    says(page, "Done")
    follow(page, "Rate it")
    page.get_by_label("5", exact=True).check()
    press(page, "Send rating")
    says(page, "Change your rating")


def the_service_shows_its_thread_what_it_kept_its_tickets_and_its_cost(story: Story) -> None:
    page = story.as_(story.cast.ines)
    page.goto(story.places["service"])
    knots = page.locator(".gt-thread > ol > li")
    expect(knots).to_have_count(5)
    for promise in ("First answer within 1 h", "Solved within 8 h"):
        says(page.get_by_role("row", name=re.compile(promise)), "100")
    says(figure(page, "Running cost, May 2026"), "100")
    page.keyboard.press("Escape")
    page = story.as_(story.cast.daniel)
    page.goto(story.places["service"] + "tickets/")
    follow(page, "Done")
    says(page, INCIDENT)


def ines_reads_the_measure_and_the_benefit_stands_against_its_promise(story: Story) -> None:
    page = story.as_(story.cast.ines)
    page.goto(story.places["investment"] + "benefits/")
    says(page, "Not read yet")
    follow(page, "Fewer missed visits")
    story.found("measure", page)
    follow(page, "Write a reading")
    type_in(page, {"Value": "7.7", "Where it comes from": "The register of visits"})
    press(page, "Write reading")
    says(page, "was read last.")
    page.goto(story.places["investment"] + "benefits/")
    row = page.get_by_role("row", name=re.compile("Fewer missed visits"))
    says(row, "7.7 %", "8.8 %", "As promised")


def ines_notes_an_improvement_and_proposes_from_it(story: Story) -> None:
    page = story.as_(story.cast.ines)
    page.goto(story.places["service"] + "improvements/")
    follow(page, "Note an improvement")
    type_in(page, {"What could be better?": IDEA, "Why, and how?": "Those who forget are most of the rest."})
    press(page, "Note improvement")
    follow(page, "Propose it")
    says(page, "From an improvement.")
    type_in(page, {"What will be better, in one sentence": "Hardly anybody forgets", "First year begins": "2027-01-01"})
    choose(page, {"Portfolio": "Digital care", "Sponsor": "Ruth Calder"})
    expect(field_of(page, "Name")).to_have_value(IDEA)
    press(page, "Propose it")
    expect(page.get_by_role("heading", level=1)).to_have_text(IDEA)
    says(page, "Where it came from")
