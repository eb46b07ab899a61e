"""What to follow up, and the rows that each line is about."""
