"""Charts: written in Altair, compiled once, fed tidy rows; each with a sentence for screen readers and a table twin."""

from ui.charts.draw import draw, draw_linked

__all__ = ["draw", "draw_linked"]
