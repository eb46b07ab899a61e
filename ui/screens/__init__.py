"""What the pages are made of, one folder or module each."""
