"""A generated organisation, the same each time: people, services, investments, projects and a year of tickets."""
