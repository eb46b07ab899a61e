"""What the program does without being asked: telling people. In the server, or as ``python -m ui.jobs run``."""
