"""Charts: written in Altair, compiled once, fed tidy rows; each with a sentence for screen readers and a table twin."""

from ui.charts.draw import draw

__all__ = ["draw"]
