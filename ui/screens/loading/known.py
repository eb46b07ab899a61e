"""A file whose rows were loaded before is named by the set that holds them."""

import streamlit as st

from core.intake import Intake
from db.snapshots import known_files, store
from ui.auth.guard import Session
from ui.text import markdown_text


def draw(session: Session, found: Intake) -> None:
    """Which set this file is, where it is one."""
    issue = known_files.known_file(session.engine, session.project.code, found)
    if issue is not None:
        st.info(markdown_text(session.told(issue.message)), icon=":material/content_copy:")


def is_first(session: Session, found: Intake) -> bool:
    """Whether nothing of this kind was ever loaded, withdrawn sets included."""
    return found.kind not in store.counted(session.engine, session.project.code, unpassed=True)
