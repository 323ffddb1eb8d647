"""What to invest in and why: objectives, investments, business cases, gates, benefits."""
