"""Generated calendars, instants and pauses that reach across clock changes, holidays and year ends."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from goldenthread.engine import WorkCalendar
from goldenthread.engine.calendars.hours import WEEKDAYS, wall_text

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia")
# Around a spring change, an autumn change and two year ends of Berlin and New York, and the day Apia never had.
CENTRES = (date(2026, 3, 28), date(2026, 10, 25), date(2026, 11, 1), date(2026, 12, 30), date(2011, 12, 30))

minutes = st.integers(0, 6000).map(lambda m: timedelta(minutes=m))
exact_minutes = st.integers(1, 6000).map(lambda m: timedelta(minutes=m))


@st.composite
def hours(draw: st.DrawFn) -> list[list[str]]:
    marks = sorted(draw(st.lists(st.integers(0, 96), max_size=4, unique=True)))
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return [[wall_text(a * 900), wall_text(b * 900)] for a, b in pairs]


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    centre = draw(st.sampled_from(CENTRES))
    days = st.integers(-8, 8).map(lambda n: (centre + timedelta(days=n)).isoformat())
    weekly = {name: draw(hours()) for name in WEEKDAYS}
    weekly["wed"] = weekly["wed"] or [["09:00", "17:00"]]
    return WorkCalendar.from_spec(
        {
            "timezone": draw(st.sampled_from(ZONES)),
            "weekly": weekly,
            "holidays": draw(st.lists(days, max_size=3)),
            "breaks": draw(st.dictionaries(days, hours(), max_size=2)),
            "exceptions": draw(st.dictionaries(days, hours(), max_size=2)),
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
