"""The portfolio: board, objectives, investments, gates."""
