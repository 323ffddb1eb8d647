"""Working calendars: opening hours on the wall clock of a zone, and the real time that passes within them."""

from goldenthread.engine.calendars.combining import open_in_all, open_in_any
from goldenthread.engine.calendars.days import WorkingDays
from goldenthread.engine.calendars.work_calendar import WorkCalendar

__all__ = ["WorkCalendar", "WorkingDays", "open_in_all", "open_in_any"]
