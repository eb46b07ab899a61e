"""Migrations, set-up, backup and the check that what is stored is what was accepted."""
