"""This year beside the last one by the same month, on the overview, each figure with its difference."""

from functools import partial

import streamlit as st

from core.analysis.filters import Filters
from core.figures import Figures, Unknown
from core.model import Snapshot
from core.model.kinds import day_kinds
from db.snapshots import years
from db.snapshots.years import Beside
from ui.auth.guard import Session
from ui.request import link
from ui.text import amounts, markdown_text, words
from ui.widgets import boxes, cards, filtered


def draw(session: Session, view: Snapshot, figures: Figures) -> None:
    """The card; nothing where last year has no project here."""
    found = years.beside(session.engine, view, figures, session.projects, session.seen)
    if found is None:
        return
    say = session.say
    with st.container(border=True, key="beside", gap="xsmall"):
        with boxes.head():
            st.markdown(f"**{say('beside.title', y=found.project.fiscal_year_be)}**")
            if found.day is not None:
                boxes.explained(say("src.title"), "beside", partial(explain, session, found))
        if found.day is None:
            st.caption(say("beside.no_month"))
        elif found.before is None or not found.before.uploads:
            st.caption(
                say("beside.no_data", y=found.project.fiscal_year_be, day=words.day(found.earlier, session.lang))
            )
        else:
            st.markdown(table(session, found))
            for why in reasons(session, found):
                st.caption(markdown_text(why))
        filtered.part(session, st.container(key="part-beside"), _scope)
        if found.earlier is not None:
            address = link.href(
                link.glance(), "", project=found.project.code, as_of=found.earlier.isoformat(), seen=None
            )
            st.markdown(f"[{markdown_text(say('beside.open', day=words.day(found.earlier, session.lang)))}]({address})")


def _scope(session: Session, chosen: Filters) -> None:
    with st.container():
        cards.scope(session, chosen)


def table(session: Session, found: Beside) -> str:
    """The lines as a table in Markdown: it fits a phone, is read aloud, and goes to paper as it is."""
    days = [words.day(day, session.lang) for day in (found.day, found.earlier)]
    lines = [[session.say("beside.item"), *days, session.say("beside.difference")], ["---", "---:", "---:", "---:"]]
    for line in found.lines:
        values = [amounts.of_year(session, line, place) for place in (0, 1)]
        lines.append([amounts.labelled(session, line.figure), *values, amounts.difference(session, line)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def reasons(session: Session, found: Beside) -> list[str]:
    """Why something is unknown, each reason once with what it is about."""
    about: dict[str, list[str]] = {}
    for line in found.lines:
        if isinstance(line.difference, Unknown):
            about.setdefault(session.told(line.difference.reason), []).append(amounts.labelled(session, line.figure))
    return [f"{', '.join(names)}: {why}" for why, names in about.items()]


def explain(session: Session, found: Beside) -> None:
    """What is compared, and the data sets of both years."""
    st.markdown(markdown_text(session.say("beside.formula")))
    for view in filter(None, (found.now, found.before)):
        st.markdown(f"**{markdown_text(view.project.name.get(session.lang))}**")
        for kind in day_kinds():
            if kind in view.uploads:
                st.caption(markdown_text(cards.data_set(session, view.uploads[kind])))
