"""My work: tickets and tasks in one list, and the time spent on them."""
