"""To be written with its context."""
