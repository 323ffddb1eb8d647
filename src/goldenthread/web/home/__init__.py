"""The way in: home per role, my work, notifications."""
