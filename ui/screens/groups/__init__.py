"""The groups page: the ladder, a table to search, one group and what staff write of it."""
