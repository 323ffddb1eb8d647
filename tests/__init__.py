"""What holds the house to its word."""
