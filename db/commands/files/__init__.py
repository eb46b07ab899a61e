"""The commands about files: check and load, of one kind of data or of a month, forms, and rows as a file."""
