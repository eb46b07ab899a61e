"""Backups by schedule: when one is due, what became of each. Run as a module it takes the one that is due."""
