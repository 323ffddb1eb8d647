"""Generated calendars, instants and pauses that reach across clock changes, holidays and year ends."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import strategies as st

from goldenthread.engine import WorkCalendar
from goldenthread.engine.calendars.hours import WEEKDAYS, wall_text

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour of summer time: days of 23½ and 24½ hours
    "America/Sao_Paulo",  # changed at midnight: some days began at 01:00
    "Pacific/Apia",  # never had 30 December 2011
    "Africa/Casablanca",  # goes back for Ramadan
    "Asia/Kathmandu",  # 5 h 45
    "America/St_Johns",  # changed a minute after midnight
    "Antarctica/Troll",  # two hours
)
# Around changes of Berlin, New York, Lord Howe, Casablanca and (in their day) São Paulo and St John's, a year's end, a
# leap day, and the day Apia never had.
CENTRES = (
    date(2026, 3, 28),
    date(2026, 4, 5),
    date(2026, 10, 4),
    date(2026, 10, 25),
    date(2026, 11, 1),
    date(2026, 12, 30),
    date(2026, 2, 15),
    date(2028, 2, 29),
    date(2018, 11, 4),
    date(2010, 3, 14),
    date(2011, 12, 30),
)

minutes = st.integers(0, 6000).map(lambda m: timedelta(minutes=m))
exact_minutes = st.integers(1, 6000).map(lambda m: timedelta(minutes=m))


@st.composite
def hours(draw: st.DrawFn) -> list[list[str]]:
    marks = sorted(draw(st.lists(st.integers(0, 96), max_size=4, unique=True)))
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return [[wall_text(a * 900), wall_text(b * 900)] for a, b in pairs]


@st.composite
def closures(draw: st.DrawFn) -> list[str]:
    """Up to a fortnight of every year, some of them over New Year, some at the end of February."""
    first = draw(st.sampled_from(CENTRES)) + timedelta(days=draw(st.integers(-9, 9)))
    last = first + timedelta(days=draw(st.integers(0, 13)))
    return [f"{on.month:02}-{on.day:02}" for on in (first, last)]


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    centre = draw(st.sampled_from(CENTRES))
    days = st.integers(-8, 8).map(lambda n: (centre + timedelta(days=n)).isoformat())
    weekly = {name: draw(hours()) for name in WEEKDAYS}
    weekly["wed"] = weekly["wed"] or [["09:00", "17:00"]]
    if draw(st.booleans()):  # a night shift, told as its two parts
        for evening, morning in pairwise((*WEEKDAYS, WEEKDAYS[0])):
            if draw(st.booleans()):
                weekly[evening] = [*weekly[evening], ["22:00", "24:00"]]
                weekly[morning] = [*weekly[morning], ["00:00", "06:00"]]
    return WorkCalendar.from_spec(
        {
            "timezone": draw(st.sampled_from(ZONES)),
            "weekly": weekly,
            "holidays": draw(st.lists(days, max_size=3)),
            "breaks": draw(st.dictionaries(days, hours(), max_size=2)),
            "exceptions": draw(st.dictionaries(days, hours(), max_size=2)),
            "closures": draw(st.lists(closures(), max_size=1)),
        }
    )


@st.composite
def instants(draw: st.DrawFn) -> datetime:
    centre = draw(st.sampled_from(CENTRES))
    midnight = datetime(centre.year, centre.month, centre.day, tzinfo=UTC)
    return midnight + timedelta(minutes=draw(st.integers(-10_000, 10_000)))


@st.composite
def pause_lists(draw: st.DrawFn, after: datetime) -> list[tuple[datetime, datetime]]:
    pauses = []
    for _ in range(draw(st.integers(0, 4))):
        begin = after + timedelta(minutes=draw(st.integers(-600, 6000)))
        pauses.append((begin, begin + timedelta(minutes=draw(st.integers(0, 4000)))))
    return pauses
