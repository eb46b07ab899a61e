"""Two sliders on the budget page, marked as an assumption: in no link, no file and no paper."""

from decimal import Decimal
from functools import partial

import streamlit as st

from core.analysis.forecast.what_if import Room, budget_a_group, room, what_if
from core.figures import Figures
from core.money import format_baht, to_baht, to_satang
from ui.auth.guard import Session
from ui.text import markdown_text
from ui.widgets import boxes, cards

_STEP = 500  # baht


def draw(session: Session, figures: Figures) -> None:
    """Folded away; a fragment, so that a slider moves nothing else of the page."""
    each, allowed = figures.whole("baht_a_group", None), room(figures)
    if each is not None:
        key = "budget.each_closed" if figures.state == "closed" else "budget.each_running"
        n = figures.whole("registered_groups" if figures.state == "closed" else "target_groups", 0)
        sentence = session.say(key, baht=format_baht(each), n=n, budget=format_baht(budget_a_group(figures)))
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", wrap=False, key="baht-a-group"):
            st.caption(markdown_text(sentence))
            cards.source(session, "baht_a_group")
    if allowed is None:
        return
    sliders = partial(_sliders, session, figures, allowed)
    boxes.folded(session.say("budget.what_if"), "what-if", sliders, ":material/tune:")


@st.fragment
def _sliders(session: Session, figures: Figures, allowed: Room) -> None:
    say = session.say
    each_baht = int(to_baht(allowed.each_satang))
    st.badge(say("budget.what_if_mark"), icon=":material/science:", color="violet")
    slipped = st.slider(say("budget.slipped"), 0, allowed.groups, 0, key="what-if-slipped")
    most = max(_STEP, -(-each_baht * 2 // _STEP) * _STEP)
    each = st.slider(
        say("budget.each"),
        0,
        most,
        min(most, each_baht // _STEP * _STEP),
        _STEP,
        format="localized",
        key="what-if-each",
    )
    end = what_if(figures, slipped, to_satang(Decimal(each)))
    words = {
        "n": end.registered_groups,
        "t": figures.target_groups,
        "d": format_baht(end.disbursed_satang, 0),
        "x": format_baht(abs(end.left_satang), 0),
        "o": format_baht(min(figures.whole("outstanding_satang", 0), max(0, end.left_satang)), 0),
    }
    key = "budget.what_if_left" if end.left_satang >= 0 else "budget.what_if_over"
    st.markdown(f"**{markdown_text(say(key, **words))}**")
    st.caption(say("budget.what_if_note"))
