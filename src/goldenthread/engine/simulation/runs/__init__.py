"""Thousands of runs of one plan at once: its course in numbers, the passes, and the sums taken from them."""
