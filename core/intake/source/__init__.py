"""What a file is, and its tables as rows of text."""
