"""Reads across contexts: the thread line, search, my work and the desk report. Nothing here writes."""
