"""Users, passwords, sign-ins, and the record of who did what."""
