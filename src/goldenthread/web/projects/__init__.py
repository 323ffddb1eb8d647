"""Projects: cockpit, plan, deliverables, hand-over."""
