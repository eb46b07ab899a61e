"""What a visit asks for: its address, project and day, and the data that answer it."""
