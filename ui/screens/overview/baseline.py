"""The small table of earlier years, under the objectives of the overview."""

import streamlit as st

from core.analysis.baseline import Year, years
from core.figures import Figures
from core.model import Snapshot
from ui.auth.guard import Session
from ui.text import markdown_text
from ui.widgets import boxes
from ui.widgets.cards import number

COLUMNS = ("villages", "groups", "registered")


def draw(session: Session, view: Snapshot, figures: Figures) -> None:
    """Earlier years and this one, a dash where nobody says, the reasons and the source under it."""
    rows = years(view, figures)
    if not rows:
        return
    source = view.project.baseline_source
    with boxes.card(session.say("baseline.title"), "baseline", gap="xsmall"):
        st.markdown(table(session, rows))
        lines = [f"{_year(session, row)}: {' · '.join(map(session.told, row.notes))}" for row in rows if row.notes]
        if source is not None:
            lines.append(source.get(session.lang))
        if lines:
            st.caption("\n".join(f"- {markdown_text(line)}" for line in lines))


def table(session: Session, rows: list[Year]) -> str:
    """The years as a table in Markdown: it fits a phone, is read aloud and goes to paper as it is."""
    heads = [session.say(f"baseline.{name}") for name in ("year", *COLUMNS)]
    lines = [heads, ["---", *["---:"] * len(COLUMNS)]]
    for row in rows:
        cells = [_year(session, row), *(number(getattr(row, name)) for name in COLUMNS)]
        lines.append([f"**{cell}**" for cell in cells] if row.present else cells)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _year(session: Session, row: Year) -> str:
    return session.say("baseline.this_year" if row.present else "baseline.one_year", y=row.year_be)
