"""Rows, cards, clocks and talk of the sheet."""

from __future__ import annotations

from markupsafe import Markup

from goldenthread.web.styleguide.figures import figure
from goldenthread.web.styleguide.people import AOIFE, DANIEL, INES, OMAR, RUTH
from goldenthread.web.styleguide.threads import BUILDING, MOMENTS, STEPS
from goldenthread.web.ui.board import Card, Column, CriterionRow, GateStop, Light, Offer, RequestCard
from goldenthread.web.ui.desk import Clock, Fact, Note, QueueGroup, QueueRow, Segment, clock_segments
from goldenthread.web.ui.lists import Happening, Tab, Todo

TABS = (
    Tab("Cockpit", "#", is_current=True),
    Tab("Plan", "#"),
    Tab("Deliverables", "#", count=11),
    Tab("Risks and issues", "#", count=9),
    Tab("Hand-over", "#", count="7 of 19"),
)
TODOS = (
    Todo(
        "bad",
        "In trouble",
        "Move the pilot go-live",
        "CHG-218 now falls in the winter freeze. Earliest free slot is Tue 5 Jan.",
        "See what drives it",
        "#",
    ),
    Todo(
        "risk",
        "At risk",
        "Answer change request CR-19",
        "Adds reminder texts: € 24 k, 6 days. Waiting 8 days for you.",
        "Answer it",
        "#",
    ),
    Todo("live", "Under way", "Accept deliverable DLV-6", "Clinic calendar import. All 9 checks pass.", "Accept", "#"),
)
EVENTS = (
    Happening("4 Dec", "Load test passed", note="on time"),
    Happening("16 Dec", "Pilot go-live, Eastfield", url="#", kind="bad", kind_word="in freeze"),
    Happening("12 Jan", "Hand-over to service desk"),
)
GATES = (
    GateStop("Gate 1, idea", "12 Nov 2025", "Go", "good", "Passed", "#"),
    GateStop("Gate 2, case", "4 Feb", "Go, 2 conditions met", "good", "Passed", "#"),
    GateStop("Gate 3, charter", "14 May", "Go, € 1.2 m released", "good", "Passed", "#"),
    GateStop("Gate 4, go-live", "18 Jan 2027", "In 8 weeks", "live", "Next", "#", is_next=True),
    GateStop("Gate 5, value", "Jul 2027", "First two readings", "still", "Not yet"),
)
STATES = (
    ("still", "Not yet"),
    ("live", "Under way"),
    ("wait", "Waits"),
    ("good", "Done"),
    ("risk", "At risk"),
    ("bad", "In trouble"),
    ("none", "Not known"),
)


def clocks(p: str) -> tuple[Clock, ...]:
    late = clock_segments([(0, 50, "ran"), (50, 90, "paused"), (90, 120, "closed"), (120, 250, "ran")], 220, [165])
    return (
        Clock(
            "First answer",
            "good",
            "met in 14 min",
            (Segment(0, 0.47),),
            said_left="09:02 opened",
            said_right="aim 30 min",
        ),
        Clock(
            "Solve, running",
            "live",
            "2 h 10 left",
            (Segment(0, 0.46),),
            now=0.46,
            said_left="ran 1 h 50",
            said_right="due 13:20",
        ),
        Clock(
            "Solve, close",
            "risk",
            "18 min left",
            (Segment(0, 0.34), Segment(0.34, 0.24, is_waiting=True), Segment(0.58, 0.34)),
            now=0.92,
            said_left="ran 3 h 42, waited 1 h 06 for Omar",
            said_right="due 14:50",
            figure=figure(f"{p}clock", "Time left", "18 min left"),
        ),
        Clock(
            "Solve, missed",
            "bad",
            "12 min over",
            late.segments,
            late.due,
            late.now,
            "ran 4 h 12",
            "was due 09:28",
            warnings=late.marks,
        ),
    )


TALK = (
    Note(
        OMAR,
        Markup(
            "<p>I changed my password this morning as asked. Now neither the rota nor the results page lets me in.</p>"
        ),
        "by mail, 09:02",
    ),
    Fact("09:05 Assigned to Daniel Sato by rule “Sign-on, day shift”", "user"),
    Note(
        DANIEL,
        Markup(
            "<p>Good morning Omar. I have reset your session. Sign out everywhere, wait two minutes, sign in again.</p>"
        ),
        "public, 09:16",
    ),
    Fact("09:17 Clock paused, waiting for Omar. Runs again 10:23", "clock"),
    Note(
        DANIEL,
        Markup('<p>Third case today, all on the old directory node. Looks like <a href="#">PRB-88</a>.</p>'),
        "10:31",
        is_internal=True,
        files=(("node-2.log", "#"),),
    ),
)
QUEUE = (
    QueueGroup(
        "Late or close to it",
        (
            QueueRow(
                "#",
                "INC-1042",
                "Ward tablets show yesterday’s results",
                "Ward results, Harbour hospital",
                1,
                "1, urgent",
                "bad",
                "12 min over",
                AOIFE,
            ),
            QueueRow(
                "#",
                "INC-1057",
                "Cannot sign in after password change",
                "Sign-on, Omar Feld",
                2,
                "2, high",
                "risk",
                "18 min",
                DANIEL,
                is_current=True,
            ),
        ),
    ),
    QueueGroup(
        "Today",
        (
            QueueRow(
                "#",
                "REQ-2206",
                "Second screen for the admissions desk",
                "Workplace, Admissions",
                3,
                "3, normal",
                "wait",
                "waits",
                INES,
                is_seen=True,
            ),
            QueueRow(
                "#", "REQ-2207", "Shared mailbox for the diabetes team", "Mail, Clinic 4", 4, "4, low", "", "3 h 05"
            ),
        ),
    ),
)


def board() -> tuple[Column, ...]:
    idea, whole = MOMENTS[0][1], MOMENTS[4][1]
    return (
        Column(
            "proposed",
            "Proposed",
            (
                Card(
                    "INV-41",
                    "Letters in plain language",
                    "#",
                    "still",
                    "Draft",
                    ("€ 90 k", "value not set"),
                    INES,
                    idea,
                ),
            ),
            1,
            "€ 0.1 m asked",
        ),
        Column(
            "in-delivery",
            "In delivery",
            (
                Card("INV-24", "Self-service booking", "#", "risk", "At risk", ("€ 1.84 m", "1.8 ×"), RUTH, BUILDING),
                Card(
                    "INV-19",
                    "Directory renewal",
                    "#",
                    "bad",
                    "In trouble",
                    ("€ 0.76 m", "must do"),
                    None,
                    MOMENTS[2][1],
                ),
            ),
            2,
            "€ 2.6 m committed",
        ),
        Column(
            "in-service",
            "In service",
            (
                Card(
                    "INV-9",
                    "Digital prescriptions",
                    "#",
                    "good",
                    "As promised",
                    ("€ 1.45 m", "1.9 of 1.9 ×"),
                    AOIFE,
                    whole,
                ),
            ),
            1,
            "€ 1.5 m spent",
        ),
    )


def lights(p: str) -> tuple[Light, ...]:
    return (
        Light(
            "Time",
            "risk",
            "At risk",
            ("Index", figure(f"{p}l1", "Schedule index", "0.93"), "is under 0.95"),
            "worse for 3 weeks",
        ),
        Light(
            "Scope",
            "good",
            "Good",
            (figure(f"{p}l2", "Change requests open", "2"), "change requests open, none past 10 days"),
            "steady",
        ),
        Light(
            "Go-live",
            "bad",
            "In trouble",
            ("CHG-218 on", figure(f"{p}l3", "Go-live", "16 Dec"), "is inside the winter freeze"),
            "new today",
        ),
    )


def criteria(p: str) -> tuple[CriterionRow, ...]:
    return (
        CriterionRow(
            "Pilot satisfaction",
            "good",
            "Met",
            "At least 4.2, 218 answers",
            figure(f"{p}k1", "Pilot satisfaction", "4.4 of 5"),
        ),
        CriterionRow(
            "Go-live slot", "bad", "Not met", "CHG-218 needs a date outside 14 Dec to 4 Jan", value="in freeze"
        ),
        CriterionRow("Benefit owner signs", "still", "Not yet", "Leila Haddad, asked 20 Nov"),
    )


OFFERS = (
    Offer("Access to a system", "#", "key", "2 working days"),
    Offer("Laptop or screen", "#", "laptop", "5 working days"),
    Offer("New person in my team", "#", "people", "5 working days"),
    Offer("Something is broken", "#", "wifi", "answer in 30 minutes"),
)
REQUEST = RequestCard("REQ-2210", "Rights for the pharmacy system", "#", "wait", "Waits for approval", STEPS)
