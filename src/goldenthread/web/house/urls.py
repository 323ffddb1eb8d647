"""Addresses of the house, and of people and teams."""

from django.urls import path

from goldenthread.web.house import audit, calendars, people, registers

urlpatterns = [
    path("house/", registers.overview, name="house"),
    path("house/audit/", audit.audit, name="audit"),
    path("house/audit/export.csv", audit.audit_export, name="audit-export"),
    path("house/<slug:register>/", registers.register, name="house-register"),
    path("house/<slug:register>/new/", registers.new_entry, name="house-new"),
    path("house/<slug:register>/import/", registers.import_page, name="house-import"),
    path("house/<slug:register>/export.csv", registers.export, name="house-export"),
    path("house/<slug:register>/<str:key>/", registers.entry, name="house-entry"),
    path("house/<slug:register>/<str:key>/remove/", registers.remove_entry, name="house-remove"),
    path("house/calendars/<str:key>/holidays/", people.take_country_holidays, name="take-country-holidays"),
    path("house/calendars/<str:key>/feeds/add/", calendars.add_feed_page, name="add-feed"),
    path("house/calendars/<str:key>/feeds/drop/", calendars.drop_feed_page, name="drop-feed"),
    path("calendars/<str:key>/", calendars.calendar, name="calendar"),
    path("people/<str:key>/", people.person, name="person"),
    path("people/<str:key>/give-role/", people.give_role, name="give-role"),
    path("people/<str:key>/rate-skill/", people.rate_skill, name="rate-skill"),
    path("people/<str:key>/drop-skill/", people.drop_skill, name="drop-skill"),
    path("people/<str:key>/set-password/", people.set_password, name="set-password"),
    path("people/<str:key>/deactivate/", people.deactivate, name="deactivate-person"),
    path("people/<str:key>/reactivate/", people.reactivate, name="reactivate-person"),
    path("grants/<str:key>/take-back/", people.take_role_back, name="take-role-back"),
    path("tokens/<str:key>/revoke/", people.revoke_token, name="revoke-token"),
    path("teams/<str:key>/", people.team, name="team"),
    path("teams/<str:key>/join/", people.join_team, name="join-team"),
    path("teams/<str:key>/leave/", people.leave_team, name="leave-team"),
]
