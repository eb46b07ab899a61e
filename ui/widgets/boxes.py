"""What holds parts of a page: a card under its title, a row with something at its end, what is drawn once opened."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def card(title: str, key: str, **look: Any) -> DeltaGenerator:
    """A bordered card that begins with its title; ``look`` is passed to the container."""
    box = st.container(border=True, key=key, **look)
    box.markdown(f"**{title}**")
    return box


def ends() -> DeltaGenerator:
    """A row whose first part stands at the left and whose last at the right; on a phone they go below each other."""
    return st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")


def head() -> DeltaGenerator:
    """The same for a title and where its figures come from, side by side on a phone too."""
    return st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False)


def folded(title: str, key: str, draw: Callable[[], object], icon: str | None = None) -> None:
    """Something folded away under its title; it is drawn, and so worked out, only once it is opened. It stays open
    under another title, such as one that counts what is left.
    """
    if key in st.session_state:  # to the framework a box with another title is another box, of the same key
        st.session_state[key] = st.session_state[key]
    _once_open(st.expander(title, icon=icon, key=key, on_change="rerun"), draw)


def explained(title: str, key: str, draw: Callable[[], object], hint: str | None = None) -> None:
    """A small button that opens where something comes from; ``hint`` is shown over it, else its title beside it (by the
    style sheet: a page has a dozen of them, and the framework's hints weigh as much as the buttons).
    """
    _once_open(
        st.popover(
            title, icon=":material/info:", type="tertiary", key=f"source-{key}", help=hint, wrap=True, on_change="rerun"
        ),
        draw,
    )


def _once_open(place: Any, draw: Callable[[], object]) -> None:
    if place.open:
        with place:
            draw()
