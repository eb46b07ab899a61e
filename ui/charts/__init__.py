"""Charts: written in Altair, compiled once, fed tidy rows; each with a sentence for screen readers and a table twin.

What draws on a page is looked up when it is asked for, so that papers can take the specs without Streamlit.
"""

from typing import Any

__all__ = ["draw", "draw_linked"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from ui.charts import drawing

    return getattr(drawing, name)
