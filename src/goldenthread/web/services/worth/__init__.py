"""What a service costs and what it is worth: ledger, ownership, measures."""
