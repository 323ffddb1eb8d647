"""What a person spends time on, and the one ledger of cost: work, links, time, approvals, accounts."""
