"""A real browser at a real server, for every test in this folder."""
