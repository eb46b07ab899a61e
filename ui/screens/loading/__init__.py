"""Loading a file, step by step: choose, read-out, what to fix, what changes, save. Nothing is stored before that."""
