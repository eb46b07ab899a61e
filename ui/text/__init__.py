"""Words, days and names as a language writes them."""

from ui.text.amounts import key_of_series
from ui.text.labels import NEWLINE, letters, lines
from ui.text.words import Teller, badge_text, label_text, markdown_lines, markdown_text, others, t, told

__all__ = [
    "NEWLINE",
    "Teller",
    "badge_text",
    "key_of_series",
    "label_text",
    "letters",
    "lines",
    "markdown_lines",
    "markdown_text",
    "others",
    "t",
    "told",
]
