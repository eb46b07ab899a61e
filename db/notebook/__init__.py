"""What people write beside the figures: notes, lessons, meetings, short links."""
