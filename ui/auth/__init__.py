"""Who is there: their sign-in and its cookie, the guard of every page, and what they do about their own sign-ins."""
