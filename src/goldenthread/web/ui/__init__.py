"""Typed plain values that the components in templates/ui draw; no records, no database, no clock."""
