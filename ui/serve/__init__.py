"""``python -m ui.serve --workers N``: the same server as several processes, on more than one processor.

One parent holds the port and the data and forks the workers; they accept connections themselves, and one that another
must answer is handed to it whole. Whose it is the cookie of the sign-in decides, so a visitor has one worker.
"""
