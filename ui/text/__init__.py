"""Words, days and names as a language writes them."""

from ui.text.amounts import key_of_series
from ui.text.labels import NEWLINE, letters, lines
from ui.text.words import (
    Teller,
    aside,
    badge_text,
    label_text,
    markdown_lines,
    markdown_text,
    others,
    paragraphs,
    t,
    told,
)

__all__ = [
    "NEWLINE",
    "Teller",
    "aside",
    "badge_text",
    "key_of_series",
    "label_text",
    "letters",
    "lines",
    "markdown_lines",
    "markdown_text",
    "others",
    "paragraphs",
    "t",
    "told",
]
