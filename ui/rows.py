"""Rows that open a card: the browser's part, a script of our own that the server gives out.

A press anywhere in a row then picks it, and the page goes to the card and, after Back, to the place it came from.
"""

from pathlib import Path

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

PLACE = "/scripts"
_FOLDER = Path(__file__).resolve().parent / "scripts"


def routes() -> list[Mount]:
    """The script, at ``/scripts/rows.js``."""
    return [Mount(PLACE, app=StaticFiles(directory=_FOLDER), name="scripts")]


def apply() -> None:
    """Load the script into the visitor's page, where it stays; it begins once."""
    base = f"/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/")
    st.html(f'<script src="{base}{PLACE}/rows.js"></script>', unsafe_allow_javascript=True)
