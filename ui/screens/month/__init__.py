"""Files of several kinds at once: each recognised, one day, one save, one undo; and what a month still lacks."""
