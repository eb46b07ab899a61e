"""Words, days and names as a language writes them."""
