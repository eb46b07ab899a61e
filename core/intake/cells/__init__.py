"""From the rows of a table to columns of values."""
