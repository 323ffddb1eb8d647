"""What can be done to people, and to what the house keeps about them."""

from goldenthread.business.people.actions.calendars import (
    CalendarFacts,
    add_calendar,
    change_calendar,
    renew_country_holidays,
    take_country_holidays,
)
from goldenthread.business.people.actions.feeds import FeedFacts, drop_feed, note_reading, put_feed
from goldenthread.business.people.actions.grants import give_role, grant_role, take_role_back
from goldenthread.business.people.actions.importing import Report, import_register
from goldenthread.business.people.actions.loads import WeekLoad, write_loads
from goldenthread.business.people.actions.news import notify
from goldenthread.business.people.actions.organisations import (
    OrganisationFacts,
    add_organisation,
    change_organisation,
)
from goldenthread.business.people.actions.persons import (
    NewPerson,
    PersonChange,
    Settings,
    add_person,
    change_password,
    change_person,
    change_settings,
    deactivate_person,
    note_sign_in,
    reactivate_person,
    set_password,
)
from goldenthread.business.people.actions.rates import (
    AbsenceFacts,
    RateFacts,
    change_absence,
    change_rate,
    note_absence,
    remove_absence,
    remove_rate,
    set_rate,
)
from goldenthread.business.people.actions.setting_up import create_administrator, set_up_house
from goldenthread.business.people.actions.teams import (
    TeamFacts,
    add_skill,
    add_team,
    change_skill,
    change_team,
    join_team,
    leave_team,
    rate_skill,
)
from goldenthread.business.people.actions.tokens import make_token, mark_read, revoke_token
from goldenthread.business.people.actions.views import drop_view, save_view

__all__ = [
    "AbsenceFacts",
    "CalendarFacts",
    "FeedFacts",
    "NewPerson",
    "OrganisationFacts",
    "PersonChange",
    "RateFacts",
    "Report",
    "Settings",
    "TeamFacts",
    "WeekLoad",
    "add_calendar",
    "add_organisation",
    "add_person",
    "add_skill",
    "add_team",
    "change_absence",
    "change_calendar",
    "change_organisation",
    "change_password",
    "change_person",
    "change_rate",
    "change_settings",
    "change_skill",
    "change_team",
    "create_administrator",
    "deactivate_person",
    "drop_feed",
    "drop_view",
    "give_role",
    "grant_role",
    "import_register",
    "join_team",
    "leave_team",
    "make_token",
    "mark_read",
    "note_absence",
    "note_reading",
    "note_sign_in",
    "notify",
    "put_feed",
    "rate_skill",
    "reactivate_person",
    "remove_absence",
    "remove_rate",
    "renew_country_holidays",
    "revoke_token",
    "save_view",
    "set_password",
    "set_rate",
    "set_up_house",
    "take_country_holidays",
    "take_role_back",
    "write_loads",
]
