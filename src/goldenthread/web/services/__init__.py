"""Services: how they do, what was promised, what came of it."""
