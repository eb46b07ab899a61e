"""The look that every screen shares beyond the theme: room for Thai vowels, the band, the title of the tab."""

import re
from functools import cache
from pathlib import Path

import streamlit as st

from core.text import to_thai_digits
from ui.app import browser_scripts, digits
from ui.request import link

# What opens over the page is outside of it, and would not know on which ground it stands.
GROUNDS = {ground: f"<style>:root {{ color-scheme: {ground}; }}</style>" for ground in ("light", "dark")}
HERE = Path(__file__).resolve().parents[1]
_FOR_EDITORS = re.compile(r"(?:\s|/\*.*?\*/)+", re.DOTALL)  # every visit is sent the sheet, and needs none of it


@cache
def sheet(presenting: bool = False) -> str:
    """The style sheet, ours alone: nothing from a file or a link is ever put into it. For a room, with larger type."""
    names = ("style.css", "present.css") if presenting else ("style.css",)
    text = "".join((HERE / name).read_text(encoding="utf-8") for name in names)
    return f"<style>{_FOR_EDITORS.sub(' ', text)}</style>"


def apply() -> None:
    """Wide layout and the style sheet. First of all, for strangers too."""
    st.set_page_config(layout="wide", initial_sidebar_state="collapsed")
    st.html(sheet(link.glance().presenting) + GROUNDS.get(st.context.theme.type or "", ""))
    browser_scripts.apply()
    if link.glance().thai_digits:
        digits.apply()


def title(page: str, project: str) -> None:
    """The tab's title."""
    text = f"{page} · {project}"
    st.set_page_config(page_title=to_thai_digits(text) if link.glance().thai_digits else text)
