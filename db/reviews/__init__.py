"""A second pair of eyes: what waits for it, and what becomes of it."""
