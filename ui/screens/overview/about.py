"""What to follow up: the lines on the overview; behind each its page and the very rows (``?about=instalment:2``)."""

from collections.abc import Mapping, Sequence

import streamlit as st

from core.analysis.attention import about
from core.analysis.attention.need import Need
from core.analysis.breakdowns import budget_lines
from core.analysis.filters import Filters
from core.figures import Figures
from core.model import Right, Snapshot
from core.model.kinds import Kind
from ui.auth import menu
from ui.auth.guard import Session
from ui.request import link
from ui.screens.budget import ledger, money
from ui.screens.groups import card
from ui.text import markdown_text
from ui.widgets import boxes, cards

# Where a line is seen and solved; whatever is about money or the contract: the budget.
SOLVED_ON: Mapping[str, str] = dict.fromkeys(("window", "awaiting_date", "support", "papers"), "groups")
LISTED_ON = ("groups", "budget")  # pages that list the rows of a line
_LINKED = 5  # groups that one line names
WHAT_IS_LEFT = ("lastsafe", "lapse", "cabinet")  # lines about no rows but about what of the budget is not committed yet


def needs(session: Session, lines: Sequence[Need], *, closed: bool = False) -> None:
    """At most five lines of what to follow up; each leads to the page and the rows that it is about."""
    with boxes.card(session.say("overview.attention"), "needs", gap="xsmall"):
        if not lines:
            st.caption(session.say("paper.closed" if closed else "overview.attention_none"))
        for number, need in enumerate(lines):
            with st.container(key=f"need-{number}"):
                link_to(session, need, markdown_text(sentence(session, need)))


def sentence(session: Session, need: Need) -> str:
    """A line, with the groups that it is about as far as it does not name them itself; the rest by their number."""
    told = session.told(need.message)
    rest = [code for code in need.groups if code not in told]
    shown = ", ".join(rest[:_LINKED])
    if len(rest) > _LINKED:
        shown += " " + session.say("overview.attention_more", n=len(rest) - _LINKED)
    return f"{told} ({shown})" if shown else told


def link_to(session: Session, need: Need, label: str) -> None:
    """A line as a link in the same tab; ``label`` is Markdown. A single group's card is opened at once."""
    more = rows_of(session, need)
    menu.way(page_of(session, need.code), session.lang, label, ":material/chevron_right:", more)


def page_of(session: Session, code: str) -> str:
    """The page where a line is solved; old data by those who load them."""
    if code == "old":
        return "upload" if session.may(Right.UPLOAD) else "history"
    return SOLVED_ON.get(code, "budget")


def rows_of(session: Session, need: Need) -> list[tuple[str, str]]:
    """What the address of that page adds, so that it opens the rows of the line."""
    more = [(link.ABOUT, need.key)] if page_of(session, need.code) in LISTED_ON else []
    return more + ([(link.GROUP, need.groups[0])] if len(need.groups) == 1 else [])


def draw(session: Session, chosen: Filters) -> None:
    """The rows of the line that the address names, first on the page; nothing where it names none."""
    with st.container():  # there with rows and without, so that nothing below is drawn again
        if key := st.query_params.get(link.ABOUT):
            _draw(session, key, chosen)


def _draw(session: Session, key: str, chosen: Filters) -> None:
    view, figures = session.view(), session.figures()
    need = about.find(view, figures, key)
    with st.container(key="opened-about"), st.container(border=True, key="about"):
        with boxes.ends():
            st.markdown(f"**{session.say('about.title')}**")
            st.button(session.say("about.close"), key="about-close", icon=":material/close:", type="tertiary",
                      on_click=link.change, kwargs={link.ABOUT: None})  # fmt: skip
        if need is None:
            st.info(session.say("about.gone"), icon=":material/link_off:")
            return
        st.markdown(markdown_text(session.told(need.message)))
        _rows(session, view, figures, need)
        cards.scope(session, chosen)


def leave(page: str) -> None:
    """Take a line to follow up, and the card of its one group, out of the address of a page that lists none: Back from
    its rows leads here. Before the page runs.
    """
    if page not in LISTED_ON and link.ABOUT in st.query_params:
        link.change(**{link.ABOUT: None, link.GROUP: None})


def _rows(session: Session, view: Snapshot, figures: Figures, need: Need) -> None:
    """Every row that the line is about, in the table of its kind."""
    found = about.places(view, figures, need)
    if found is None and need.code in WHAT_IS_LEFT:
        st.caption(session.say("about.left"))
        lines = budget_lines.by_expense_line(view)
        money.lines_table(session, [row for row in lines if (row["remaining_satang"] or 0) > 0], key="about-lines")
    elif found is None or not found[1]:
        st.caption(session.say("about.none"))
    else:
        kind, places = found
        st.caption(session.say("about.rows", n=len(places)))
        _table(session, view, kind, places)


def _table(session: Session, view: Snapshot, kind: Kind, places: list[int]) -> None:
    rows = view.of(kind).take(places)
    if kind == "groups":
        card.grid(session, view, list(rows.records()), "about-groups")
    elif kind == "instalments":
        money.instalment_table(session, view, set(rows["no"]), key="about-instalments")
    elif kind == "spending":
        ledger.table(session, view, rows, "about-ledger")
