"""The file's rows beside those already stored: merged, and what changes."""
