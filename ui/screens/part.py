"""What an officer of one amphoe is shown in place of the overview and of the budget page: the whole project in one
sentence and two totals, marked as such, and the figures and entries of the amphoe.
"""

import streamlit as st

from core.figures import FIGURES, Figures, Unknown, listed
from core.model import Snapshot
from db.snapshots.headlines.whole import TOLD, Whole
from ui.auth import menu
from ui.auth.guard import Session
from ui.screens.budget import ledger
from ui.text import amounts, markdown_text
from ui.widgets import boxes, cards

WAYS = {"groups": ":material/groups:", "products": ":material/shopping_bag:",
        "budget": ":material/account_balance_wallet:"}  # fmt: skip


def overview(session: Session, view: Snapshot, figures: Figures) -> None:
    """The whole in a card of its own, then the figures of the amphoe and the ways to its rows."""
    _whole(session, session.whole())
    if figures.day is None:
        return
    st.markdown(f"**{markdown_text(of_amphoe(session))}**")
    own = [figure for figure in listed("papers") if figure.of_amphoe]
    with st.grid(2, wrap=False, min_column_width=150, gap="small"):
        for figure in own:
            cards.card(session, figure, amounts.amount(session, figure, figures[figure.name], 0), "")
    counts = {kind: len(view.of(kind)) for kind in ("groups", "products", "spending") if kind in view.uploads}
    said = [session.say(f"of_amphoe.rows_{kind}", n=f"{count:,}") for kind, count in counts.items()]
    st.caption(markdown_text(" · ".join(said)))
    with st.container(horizontal=True, gap="small"):
        for path, icon in WAYS.items():
            menu.way(path, session.lang, session.say(f"nav.{path}"), icon)


def budget(session: Session, figures: Figures) -> None:
    """What was paid for groups of the amphoe, and those entries."""
    figure = FIGURES["disbursed_satang"]
    paid = amounts.amount(session, figure, figures[figure.name], 0)
    cards.card(session, figure, paid, session.say("of_amphoe.money"))
    ledger.draw(session)


def of_amphoe(session: Session) -> str:
    """That only one amphoe is shown, and which."""
    return session.say("of_amphoe.only", amphoe=session.amphoe_name)


def _whole(session: Session, whole: Whole) -> None:
    """The verdict and two totals of the whole project, and that they are of the whole."""
    tone, icon = cards.look(whole.verdict)
    with boxes.card(session.say("of_amphoe.whole"), "part-whole", gap="small"):
        getattr(st, tone)(f"**{markdown_text(session.told(whole.verdict.message))}**", icon=icon)
        for name in TOLD:
            figure, value = FIGURES[name], whole.values[name]
            if isinstance(value, Unknown):
                said = session.told(value.reason)
            else:
                said = amounts.amount(session, figure, value, 0)
            label = session.say(figure.key("label"))
            st.markdown(markdown_text(session.say("of_amphoe.of_whole", label=label, value=said)))
