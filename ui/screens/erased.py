"""In place of a page: a frozen link whose rows were erased when the time to keep them was over."""

from decimal import Decimal

import streamlit as st

from core.figures import Figure, listed
from core.money import to_satang
from db.errors import Erased
from db.maintenance import erase
from ui.auth.guard import Session
from ui.request import link
from ui.text import amounts, markdown_text, words
from ui.widgets import tables


def draw(session: Session) -> bool:
    """Say so and show the figures that were kept; false where the rows of what is asked for are all there."""
    try:
        session.view()
    except Erased as error:
        _draw(session, error)
        return True
    return False


def _draw(session: Session, error: Erased) -> None:
    st.warning(markdown_text(session.told(error.message)), icon=":material/delete_forever:")
    day, seen = session.day, session.seen
    whole = session.amphoe is None  # what was kept is of the whole project
    kept = erase.kept_figures(session.engine, session.project.code, day, seen) if whole and day and seen else None
    if kept is None:
        st.caption(session.say("erased.nothing"))
    else:
        st.markdown(f"**{session.say('erased.kept', day=words.day(kept.as_of, session.lang))}**")
        verdict = kept.figures["verdict"]
        st.markdown(markdown_text(verdict.get(session.lang) or verdict["en"]))
        shown = listed("summary")
        columns = {
            session.say("erased.figure"): [session.say(figure.key("label")) for figure in shown],
            session.say("erased.value"): [
                _value(session, figure, kept.figures.get(figure.baht_name)) for figure in shown
            ],
        }
        tables.show(columns, "erased-table", alt=session.say("erased.figure"))
    address = link.href(link.glance(), "", as_of=None, seen=None)
    st.link_button(session.say("erased.latest"), address, icon=":material/event:")


def _value(session: Session, figure: Figure, kept: float | None) -> str | None:
    """A figure with its unit, as the summary keeps it: baht with two decimals."""
    if kept is None:
        return None
    value = to_satang(Decimal(str(kept))) if figure.unit == "satang" else Decimal(str(kept))
    return amounts.amount(session, figure, value)
