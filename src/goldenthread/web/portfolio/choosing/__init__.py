"""The pages on which investments are chosen: a scenario with its limits, its frontier, and what each point brings."""
