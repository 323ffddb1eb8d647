"""Outside systems, one whole slice each."""
