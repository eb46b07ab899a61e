"""A sentence in Thai and English."""

Pair = tuple[str, str]
