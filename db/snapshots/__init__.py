"""Uploads and their rows: accepted, withdrawn, brought back, and shown as of a day."""
