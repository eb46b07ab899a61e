"""A secret of a user or a program, shown once: until it is put away, or the page is left."""

import streamlit as st

from ui.auth.guard import Session
from ui.text import markdown_text

PAGE = "users"
ONE_TIME, TOKEN = "people-one-time", "tokens-made"
_KEPT = "people.secrets"  # what is said with it, and the secret, by the key of its box


def keep(box: str, sentence: str, secret: str) -> None:
    """Show a secret from the next run on; it takes the place of one that is shown."""
    st.session_state.setdefault(_KEPT, {})[box] = (sentence, secret)


def draw(session: Session, box: str) -> None:
    """The secret of a box, if one is kept."""
    if kept := st.session_state.get(_KEPT, {}).get(box):
        sentence, secret = kept
        with st.container(border=True, key=box):
            st.markdown(f"**{markdown_text(sentence)}**")
            st.code(secret, language=None, wrap_lines=True)
            st.button(session.say("people.one_time_seen"), key=f"{box}-seen", on_click=_put_away, args=(box,))


def leave(page: str) -> None:
    """Forget all secrets on any other page, before it runs."""
    if page != PAGE:
        st.session_state.pop(_KEPT, None)


def _put_away(box: str) -> None:
    st.session_state.get(_KEPT, {}).pop(box, None)
