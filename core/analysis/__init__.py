"""What a reader looks into: filters, breakdowns, changes, earlier years."""
