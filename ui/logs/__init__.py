"""The server's log: which request and whose each line is of, and what never stands in it."""
