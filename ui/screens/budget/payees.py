"""Payees that others read as "a person": staff say once which of them are organisations, and take it back."""

from functools import partial

import streamlit as st

from core.model import Right, Snapshot
from core.text import PERSON_MASK, mask_payee
from db.errors import DbError
from db.notebook import organisations
from ui.auth import guard
from ui.auth.guard import Session
from ui.text import markdown_text
from ui.widgets import boxes

_OUTCOME = "payees-outcome"


def draw(session: Session, view: Snapshot) -> None:
    """For those who load the register: the names that are masked for others, folded away."""
    if not (session.may(Right.UPLOAD) and session.may(Right.SEE_PERSON)) or session.seen is not None:
        return
    if outcome := st.session_state.pop(_OUTCOME, None):
        st.warning(markdown_text(outcome))
    marked = organisations.marked(session.engine, session.project.code)
    paid = set(filter(None, view.of("spending")["payee"]))
    masked = sorted(name for name in paid - marked if mask_payee(name) == PERSON_MASK)
    if masked or marked:
        title = session.say("budget.payees_masked", n=len(masked))
        boxes.folded(title, "payees", partial(_lists, session, masked, sorted(marked)), ":material/visibility_off:")


def _lists(session: Session, masked: list[str], marked: list[str]) -> None:
    """One of the masked names to choose, and each of the marked ones with the way back."""
    st.caption(session.say("budget.payees_note"))
    if masked:
        chosen = st.selectbox(session.say("budget.payee"), masked, key="payee-masked")
        st.button(session.say("budget.payee_mark"), key="payee-mark", on_click=_mark, args=(chosen, True))
    for name in marked:
        with boxes.ends():
            st.markdown(markdown_text(name))
            undo = session.say("budget.payee_unmark")
            st.button(undo, key=f"payee-unmark-{name}", type="tertiary", on_click=_mark, args=(name, False))


def _mark(name: str, organisation: bool) -> None:
    """Keep what is said of a name. A callback: asks for the right anew."""
    who = guard.require(Right.UPLOAD)
    mark = partial(organisations.mark, who.engine, who.project.code, name)
    try:
        mark(organisation=organisation, actor=who.actor, now=who.now)
    except DbError as error:
        st.session_state[_OUTCOME] = who.told(error.message)
