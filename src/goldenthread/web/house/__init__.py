"""Setting the house up and keeping it: people, teams, calendars, roles, audit."""
