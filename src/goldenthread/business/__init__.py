"""Records and rules, one app per context, lowest first: people, work, assets, services, desk, projects, portfolio."""
