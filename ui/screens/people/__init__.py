"""Pages of those who keep users: accounts, the log, personal data."""
