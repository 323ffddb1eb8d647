"""What teams can do in a week, and what is asked of them: running the services, and changing them."""

from goldenthread.overviews.capacity.reading import capacity, may_see_people
from goldenthread.overviews.capacity.weeks import Booking, Capacity, LoadRow, LoadWeek, Running, monday_of

__all__ = [
    "Booking",
    "Capacity",
    "LoadRow",
    "LoadWeek",
    "Running",
    "capacity",
    "may_see_people",
    "monday_of",
]
