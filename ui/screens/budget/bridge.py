"""The official total beside ours on the budget page: the gap, the reasons that explain it, and two small forms."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from core.ledger.bridge import bridge
from core.model import Right, Snapshot
from core.money import baht_number, format_baht
from db.notebook import notes
from db.tables import Note
from ui.auth.guard import Session
from ui.text import markdown_text, words
from ui.widgets import boxes, fields, tables

GFMIS = "GFMIS"


def draw(session: Session, view: Snapshot) -> None:
    """Folded away; for readers nothing at all before somebody has typed a total."""
    code = session.project.code
    totals = notes.standing(session.engine, code, "official_total", day=view.day, seen=session.seen)
    if totals or session.may(Right.NOTE):
        draw_totals = partial(_totals, session, view, totals)
        boxes.folded(session.say("budget.gfmis"), "gfmis", draw_totals, ":material/account_balance:")


def _totals(session: Session, view: Snapshot, totals: Sequence[Note]) -> None:
    if totals:
        _compared(session, view, totals[-1])
    else:
        st.caption(session.say("budget.gfmis_none"))
    if session.may(Right.NOTE):
        _total_form(session)
        if totals:
            _reason_form(session, totals[-1])


def _compared(session: Session, view: Snapshot, total: Note) -> None:
    """Official, ours, gap, explained, in one line and a table of the reasons."""
    say = session.say
    on = total.on_date or view.day
    if on is None or total.amount_satang is None:
        return
    reasons = [
        note
        for note in notes.standing(session.engine, session.project.code, "explained_gap", seen=session.seen)
        if note.on_date == total.on_date and note.amount_satang is not None
    ]
    found = bridge(view, total.amount_satang, on, [note.amount_satang or 0 for note in reasons])
    if found is None:
        return
    day = words.day(found.day, session.lang)
    sums = {"a": format_baht(found.official_satang), "b": format_baht(found.ours_satang)}
    st.markdown(markdown_text(say("budget.gfmis_both", day=words.day(on, session.lang), ours=day, **sums)))
    if found.gap_satang == 0:
        st.markdown(f":material/check_circle: {say('budget.gfmis_equal')}")
    else:
        gap = {"x": format_baht(found.gap_satang), "y": format_baht(found.explained_satang)}
        st.markdown(f"**{markdown_text(say('budget.gfmis_gap', rest=format_baht(found.rest_satang), **gap))}**")
    if reasons:
        shown = {
            say("budget.gfmis_reason"): session.prose([note.subject for note in reasons]),
            say("budget.amount"): [baht_number(note.amount_satang or 0) for note in reasons],
            say("history.by"): [note.by for note in reasons],
        }
        tables.show(shown, "gfmis-reasons", alt=say("budget.gfmis_reason"), money=[say("budget.amount")])


def _total_form(session: Session) -> None:
    form = st.form(fields.fresh("official_total"), border=False)
    with form, st.container(horizontal=True, vertical_alignment="bottom"):
        amount = st.text_input(session.say("budget.gfmis_amount"), width=240, placeholder="0.00")
        on = st.text_input(session.say("budget.gfmis_on"), width=200, placeholder=session.examples["eg_day"])
        pressed = st.form_submit_button(session.say("budget.gfmis_save"))
    if not pressed:
        return
    satang, day = fields.satang(session, amount), fields.day(session, on)
    if satang is not None and day is not None:
        fields.keep(session, "official_total", GFMIS, day, satang=satang)


def _reason_form(session: Session, total: Note) -> None:
    say = session.say
    form, ways = st.form(fields.fresh("explained_gap"), border=False), ("more", "less")
    with form, st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input(say("budget.gfmis_reason"), width=320, max_chars=notes.LONGEST)
        way = st.selectbox(say("budget.gfmis_way"), ways, format_func=lambda w: say(f"budget.gfmis_{w}"), width=200)
        amount = st.text_input(say("budget.amount"), width=180, placeholder="1,200.00")
        pressed = st.form_submit_button(say("budget.gfmis_explain"))
    if not pressed:
        return
    satang = fields.satang(session, amount)
    if not reason.strip():
        fields.refuse(say("budget.gfmis_reason_missing"))
    if satang is None or not reason.strip():
        return
    fields.keep(session, "explained_gap", reason, total.on_date, satang=satang if way == "more" else -satang)
