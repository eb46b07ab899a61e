"""Who is there: sign-in, its cookie, and the guard of every page."""
