"""Capacity: what teams can do, and what is asked of them."""
