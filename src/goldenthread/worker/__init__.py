"""What runs with nobody waiting: reactions, clocks and schedules."""
