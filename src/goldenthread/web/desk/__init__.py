"""The desk: queue, ticket, report."""
