"""What was promised of a service and how far it was kept: agreements, targets, outages, mean times."""
