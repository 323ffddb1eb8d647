"""From what is wanted to what is decided."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from tests.stories.steps.hands import Story, choose, field_of, figure, follow, press, says, type_in

OBJECTIVE = "Patients are seen within two weeks"
INVESTMENT = "Self-service booking"


def mara_sets_an_objective_with_a_measure(story: Story) -> None:
    page = story.as_(story.cast.mara)
    page.goto("/objectives/")
    follow(page, "Set an objective")
    type_in(
        page,
        {
            "What is wanted": OBJECTIVE,
            "Why": "Who waits longer goes elsewhere.",
            "Reached by": "2027-12-31",
            "Measured by": "Days to an appointment",
            "Unit": "days",
            "Today": "30",
            "Target": "14",
        },
    )
    choose(page, {"Portfolio": "Digital care", "Who answers for it": "Ruth Calder", "Which way": "less is better"})
    press(page, "Set objective")
    expect(page.get_by_role("heading", level=1)).to_have_text(OBJECTIVE)
    story.found("objective", page)


def ines_proposes_an_investment(story: Story) -> None:
    """With costs and benefits by year, and what may go wrong."""
    page = story.as_(story.cast.ines)
    page.goto(story.places["objective"])
    follow(page, "Propose an investment")
    type_in(
        page,
        {
            "Name": INVESTMENT,
            "What will be better, in one sentence": "Fewer patients miss their appointment",
            "First year begins": "2026-04-01",
            "Cost 1": "Build",
            "Cost 1, year 1": "12000",
            "Cost 2": "Run",
            "Cost 2, year 2": "2400",
            "What will be better": "Fewer missed visits",
            "Worth of one unit a year": "10000",
            "Unit": "%",
            "Today": "9.4",
            "Target": "6",
            "Reached on": "2027-03-31",
            "Money in year 1": "34000",
            "Risk 1": "Nobody uses it",
            "Chance in percent (risk 1)": "20",
            "Would cost (risk 1)": "500",
            OBJECTIVE: "60",
        },
    )
    choose(page, {"Portfolio": "Digital care", "Sponsor": "Ruth Calder", "Kind of cost 2": "Running cost"})
    choose(page, {"Which way": "less is better"})
    press(page, "Propose it")
    expect(page.get_by_role("heading", level=1)).to_have_text(INVESTMENT)
    says(page, "Proposed", "Nobody uses it", OBJECTIVE)
    story.found("investment", page)
    follow(page, "Business case")
    says(figure(page, "Return"), "34,000", "14,400", "136")


def mara_cannot_reject_it_without_saying_why(story: Story) -> None:
    page = story.as_(story.cast.mara)
    page.goto(story.places["investment"])
    follow(page, "Stop")
    press(page, "Record decision")
    says(page, "One thing does not fit", "Say why, so that it can be understood later.")
    expect(page.get_by_label("Stop", exact=True)).to_be_checked()
    page.goto(story.places["investment"])
    says(page, "Proposed")


def mara_holds_it_for_a_reason_and_resumes_it(story: Story) -> None:
    page = story.as_(story.cast.mara)
    page.goto(story.places["investment"])
    follow(page, "Hold")
    type_in(page, {"Why": "Finance reads it on Thursday."})
    press(page, "Record decision")
    says(page, "On hold")
    press(page, "Resume it")
    says(page, "Proposed")


def mara_lets_it_through(story: Story, gate: str, money: str = "") -> None:
    """Everything the gate asks is shown to be met, then it is a go."""
    page = story.as_(story.cast.mara)
    page.goto(story.places["investment"])
    _show_what_is_met(page)
    follow(page, "Go")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Decide at {gate}")
    if money:
        field_of(page, "Money released").fill(money)
    press(page, "Record decision")
    expect(page.locator(".gt-gates li").filter(has_text=gate)).to_contain_text("Go")


def mara_charters_the_project(story: Story) -> None:
    """It has the phases of its template, a manager, a team, deliverables and a service to build."""
    page = story.as_(story.cast.mara)
    page.goto(story.places["investment"])
    _show_what_is_met(page)
    follow(page, "Charter it")
    type_in(
        page,
        {
            "Project": "Booking on any phone",
            "Scope": "Booking, moving and cancelling a visit",
            "Start": "2026-03-09",
            "Deadline": "2026-06-30",
            "Budget released": "9000",
            "Working days it may be late": "5",
            "Percent it may cost more": "5",
            "Or a new service it builds": "Booking by phone",
            "Deliverable 1": "Booking page",
        },
    )
    page.get_by_label("Due").first.fill("2026-03-27")
    page.get_by_label("Accepted when, one per line").first.fill("Works on a phone\nA visit can be moved")
    choose(
        page, {"Project manager": "Priya Nair", "Calendar": "Office hours", "Owner of the new service": "Ines Brandt"}
    )
    field_of(page, "Way of working").select_option("service")
    field_of(page, "Members").select_option(label=["Tomas Okafor"])
    press(page, "Open the project")
    expect(page.get_by_role("heading", level=1)).to_have_text("Booking on any phone")
    says(page, "Nothing is planned yet", "Booking, moving and cancelling a visit")
    story.found("project", page)


def _show_what_is_met(page: Page) -> None:
    follow(page, "Show what is met")
    gates = page.url
    here = page.locator("section[id]").filter(has=page.get_by_role("link", name="Show it is met"))
    gate = here.first.get_attribute("id")
    while (link := page.locator(f"#{gate}").get_by_role("link", name="Show it is met")).count():
        link.first.click()
        field_of(page, "How one can see it").fill("Minutes of 2 March")
        press(page, "Keep it")
        page.wait_for_url(gates.partition("#")[0] + "**")
    follow(page, "Value")
