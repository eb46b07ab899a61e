"""Whom the program tells without being asked: what there is to tell of, and when."""
