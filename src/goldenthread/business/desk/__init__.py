"""What people ask for and what breaks: tickets and their clocks."""
