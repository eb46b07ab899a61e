"""The template of the slides, ``template.pptx``: where things stand on it. ``make template`` makes it.

What is added to the deck later in an office's program takes its look from there.
"""

from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.util import Inches

FILE = Path(__file__).with_name("template.pptx")
WIDTH, HEIGHT, EDGE = Inches(13.333), Inches(7.5), Inches(0.6)
INSIDE = WIDTH - 2 * EDGE
TITLE_TOP, TITLE_HEIGHT = Inches(0.3), Inches(0.95)
TOP, BOTTOM = Inches(1.35), Inches(6.6)  # what a slide shows stands between
OPENING_TOP, OPENING_HEIGHT = Inches(0.9), Inches(2.1)  # the verdict
SAMPLE, STAMP, DATE, NUMBER = 13, 14, 11, 12  # places of the foot, by their numbers in the layouts
OPENING, PLAIN = "Conclusion", "Content"


def deck() -> Any:
    """An empty presentation of 16 : 9 with our template in it."""
    return Presentation(str(FILE))
