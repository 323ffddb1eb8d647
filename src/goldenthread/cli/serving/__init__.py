"""The processes of a running house, and who looks after them."""
