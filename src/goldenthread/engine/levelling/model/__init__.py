"""A plan made ready for levelling: its live leaves on a grid of working time, in numbers that kernels read."""
