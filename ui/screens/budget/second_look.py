"""Entries worth a second look on the budget page: folded away, each with its rows; looked at once, quiet after."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from core.ledger import Anomaly
from core.model import Right, Snapshot
from core.money import baht_number
from db.snapshots import memory
from ui.auth import guard
from ui.auth.guard import Session
from ui.reports.material import unseen
from ui.request import link
from ui.text import markdown_text, words
from ui.widgets import boxes, tables


def draw(session: Session, view: Snapshot) -> None:
    """The list of what nobody has looked at yet; nothing where there is none, or where a room looks on unasked."""
    presenting = link.glance().presenting
    if presenting and not _asked(session):
        return
    found = unseen(session.engine, session.project.code, view)
    if not found:
        if presenting:
            st.caption(session.say("budget.anomalies_none"))
        return
    title = session.say("budget.anomalies_n", n=len(found))
    boxes.folded(title, "second-look", partial(_all, session, view, found), ":material/rule:")


def _all(session: Session, view: Snapshot, found: Sequence[Anomaly]) -> None:
    st.caption(session.say("budget.anomalies_note"))
    for one in found:
        _one(session, view, one)


def _asked(session: Session) -> bool:
    """In front of a room: one press shows the list, and another folds it away. The press is there whether or not there
    is anything to show.
    """
    return st.toggle(session.say("budget.anomalies_ask"), key="second-look-asked")


def _one(session: Session, view: Snapshot, one: Anomaly) -> None:
    say, rows = session.say, view.of("spending").take(list(one.rows))
    with st.container(border=True, gap="xsmall"):
        with boxes.ends():
            st.markdown(markdown_text(session.told(one.message)))
            if session.may(Right.UPLOAD):
                label = say("budget.anomaly_seen")
                st.button(label, key=f"seen-{one.mark}", icon=":material/done:", on_click=_seen, args=(one.mark,))
        shown = {
            say("budget.doc_no"): rows["doc_no"],
            say("budget.date"): [words.day(day, session.lang) for day in rows["date"]],
            say("budget.description"): rows["description"],
            say("budget.amount"): [baht_number(satang) for satang in rows["amount_satang"]],
            say("budget.settles"): rows["settles"],
        }
        tables.show(shown, f"rows-{one.mark}", alt=session.told(one.message), money=[say("budget.amount")])


def _seen(mark: str) -> None:
    """Keep that somebody looked at it. A callback: asks for the right anew."""
    who = guard.require(Right.UPLOAD)
    memory.acknowledge(who.engine, who.project.code, "spending", [mark], actor=who.actor, now=who.now)
