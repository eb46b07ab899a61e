"""One append-only chain of what was done: each link covers the rows that it wrote, and the link before it."""
