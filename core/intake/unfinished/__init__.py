"""A load that is not saved yet: what of its files may be kept, as plain text, and how it is read again."""
