"""Everything the house knows, in one file and back."""
