"""Five moments of one thread, from an idea to a whole."""

from __future__ import annotations

from goldenthread.web.ui.thread import Knot, KnotShape, Other, Step, ThreadLine

NAMES = {
    "objective": "Patients are seen within two weeks",
    "investment": "Self-service booking",
    "project": "Booking on any phone",
    "service": "Appointment booking",
    "outcome": "Missed appointments down to 6 %",
}
Moment = tuple[str, KnotShape, float]


def line(current: int, label: str, *moments: Moment, objectives: int = 1) -> ThreadLine:
    """A thread from (state, knot, spun) of each step."""
    others = (Other(NAMES["objective"], "#"), Other("Care without the journey", "#")) if objectives > 1 else ()
    return ThreadLine(
        tuple(
            Knot(
                kind,  # type: ignore[arg-type]
                name,
                "#",
                *moment,
                is_current=i == current,
                count=objectives if i == 0 else 1,
                others=others if i == 0 else (),
            )
            for i, ((kind, name), moment) in enumerate(zip(NAMES.items(), moments, strict=True))
        ),
        label,
    )


AIM: Moment = ("aim for 2027", "way", 1.0)
COMING: Moment = ("first reading Feb", "none", 0.0)
FUNDED: Moment = ("funded", "done", 1.0)
GOES_LIVE: Moment = ("goes live 12 Jan", "none", 0.0)
BUILT: tuple[Moment, ...] = (AIM, FUNDED, ("under way, 61 %", "way", 0.61), GOES_LIVE, COMING)
TROUBLE: tuple[Moment, ...] = (AIM, FUNDED, ("in trouble, 61 %", "trouble", 0.61), GOES_LIVE, COMING)
SERVED: tuple[Moment, ...] = (
    AIM,
    ("€ 1.31 m spent", "done", 1.0),
    ("closed 12 Feb", "done", 1.0),
    ("providing, 5 months", "way", 0.8),
    ("6.8 %, promised 6", "way", 0.4),
)
WHOLE: tuple[Moment, ...] = (
    ("reached", "done", 1.0),
    ("€ 2.2 m returned", "done", 1.0),
    ("closed", "done", 1.0),
    ("providing, 3 years", "done", 1.0),
    ("5.8 %, promised 6", "done", 1.0),
)
IDEA = ThreadLine(
    (
        Knot("objective", NAMES["objective"], "#", "aim for 2027", "way", 1),
        Knot("investment", NAMES["investment"], "#", "being analysed", "way", 0.35, is_current=True),
        Knot("project", "Not chartered yet"),
        Knot("service", "None yet"),
        Knot("outcome", "Name an outcome", "#", "promise not set", is_missing=True),
    ),
    "Thread, an idea",
)
BUILDING = line(2, "Thread, building", *BUILT)
MOMENTS = (
    ("An idea, nothing funded yet, no outcome named", IDEA),
    ("Building, for two objectives", line(2, "Thread, for two objectives", *BUILT, objectives=2)),
    ("In trouble", line(2, "Thread, in trouble", *TROUBLE)),
    ("In service, value on its way", line(3, "Thread, in service", *SERVED)),
    ("Whole, and on to the next idea", line(4, "Thread, whole", *WHOLE)),
)

STEPS = (
    Step("You asked", "Mon 08:55", "done"),
    Step("Aoife Byrne approves", "usually within 2 hours", "way", is_current=True),
    Step("Access team sets it up", "by Tue 12:00"),
    Step("You try it and tell us"),
)
