"""Who is there: people, teams, organisations, roles, skills, calendars, absences, rates and notifications."""
