"""What screens share: router, guard, filters, words, charts, cached loads, the program's own routes."""
