"""What is promised and what came of it: services, agreements, targets, outages, measures, improvements."""
