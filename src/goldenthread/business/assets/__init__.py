"""What services run on: configuration items and how they depend on each other."""
