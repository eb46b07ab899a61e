"""Slides to be projected."""
