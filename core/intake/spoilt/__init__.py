"""What spreadsheets do to files: found where it shows, asked about where it is not sure, never repaired in silence."""
