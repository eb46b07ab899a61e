"""Where the money is, on the budget page: the bars, and the rows that the pressed bar is made of."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from core.analysis.breakdowns import waterfall
from core.figures import Figures
from core.model import ENTRIES, choice_names
from core.money import baht_number, format_baht
from ui.auth import guard
from ui.auth.guard import Session
from ui.charts import alts, frames, ready
from ui.charts.drawing import draw
from ui.screens.budget.ledger import SHOWN
from ui.text import markdown_text, words
from ui.widgets import tables

OPENED = "waterfall-bar"
_TIMES_FORGOTTEN = "waterfall-turn"  # how often a pressed bar was forgotten: the ``turn`` of its chart
Row = Mapping[str, Any]


def card(session: Session, figures: Figures) -> None:
    """The card. Its inside is a fragment: opening a bar moves nothing else of the page."""
    with st.container(border=True, key="budget-waterfall", height="stretch"):
        st.markdown(f"**{session.say('budget.waterfall')}** · :gray[{session.say('kpi.whole')}]")
        _inside(figures)


@st.fragment
def _inside(figures: Figures) -> None:
    session = guard.require()  # a fragment runs by itself: who is there is asked anew
    say, lang = session.say, session.lang
    bars = frames.waterfall(waterfall.waterfall(figures), lang, st.session_state.get(OPENED))
    draw(
        ready.of("waterfall", bars, alts.waterfall(session, figures)),
        lang=lang,
        table={"name": say("budget.description"), "tip": say("budget.amount")},
        pressed=_pressed,
        turn=st.session_state.get(_TIMES_FORGOTTEN, 0),
    )
    st.caption(markdown_text(say("budget.adds_up", **alts.balance(figures))))
    names = {bar["id"]: bar["name"] for bar in bars}
    chosen = st.pills(
        say("budget.open_bar"), list(names), format_func=names.__getitem__, key=OPENED, on_change=_forget_pressed
    )
    if chosen:
        _rows(session, names[chosen], waterfall.opened(session.view(), chosen))


def _pressed(chart: str) -> None:
    """A bar was pressed: open it."""
    found = st.session_state[chart].selection.get("bar")
    if found:
        st.session_state[OPENED] = found[0]["id"]


def _forget_pressed() -> None:
    """A name was pressed: what the chart holds as pressed is no longer so."""
    st.session_state[_TIMES_FORGOTTEN] = st.session_state.get(_TIMES_FORGOTTEN, 0) + 1


def _rows(session: Session, name: str, rows: Sequence[Row]) -> None:
    """The rows of a bar with their sum; columns without a value are left out."""
    say = session.say
    total = format_baht(sum(row["satang"] for row in rows))
    st.markdown(f"**{markdown_text(say('budget.opened', name=name, rows=f'{len(rows):,}', sum=total))}**")
    if len(rows) > SHOWN:
        rows = sorted(rows, key=lambda row: row["date"], reverse=True)[:SHOWN]
        st.caption(say("budget.ledger_newest", n=f"{SHOWN:,}"))
    if not rows:
        return
    entries = {entry: name.get(session.lang) for entry, name in choice_names(ENTRIES).items()}
    columns: dict[str, list[Any]] = {
        say("budget.part"): [_part(session, row) for row in rows],
        say("budget.doc_no"): [row["doc_no"] for row in rows],
        say("budget.amount"): [baht_number(row["satang"]) for row in rows],
        say("budget.committed"): [baht_number(row["committed_satang"]) for row in rows],
        say("budget.settled"): [baht_number(row["settled_satang"]) for row in rows],
        say("budget.date"): [words.day(row["date"], session.lang) if row["date"] else None for row in rows],
        say("budget.description"): [row["description"] for row in rows],
        say("budget.entry"): [entries.get(row["entry"]) for row in rows],
        say("budget.expense_line"): [None if row["part"] else row["expense_line"] for row in rows],
    }
    filled = {head: values for head, values in columns.items() if any(v is not None for v in values)}
    money = [say(f"budget.{head}") for head in ("committed", "settled", "amount")]
    tables.show(filled, "waterfall-rows", alt=say("budget.opened_alt", name=name), money=money)


def _part(session: Session, row: Row) -> str | None:
    if row["part"] == "line":
        return row["expense_line"] or session.say("budget.no_line")
    return session.say(f"budget.part_{row['part']}") if row["part"] else None
