"""What is wrong, how to mend it, and how the house is set."""
