"""This year beside the last one by the same month, on the overview, each figure with its difference."""

from decimal import Decimal

import streamlit as st

from core.analysis.years import Line
from core.figures.figures import Figures
from core.kinds import KIND_NAMES, Kind
from core.model.view import View
from core.money import format_baht
from db.snapshots import years
from db.snapshots.years import Beside
from ui.auth.guard import Session
from ui.request import link, load
from ui.text import words
from ui.text.words import markdown_text
from ui.widgets import cards, filters

COMPARED: tuple[Kind, ...] = ("groups", "spending")


def draw(session: Session, view: View, figures: Figures) -> None:
    """The card; nothing where last year has no project here."""
    database = str(session.engine.url)
    found = years.beside(session.engine, view, figures, session.projects, session.seen,
                         compute=lambda shown: load.figures_of(database, shown, None))  # fmt: skip
    if found is None:
        return
    say = session.say
    with st.container(border=True, key="beside", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", wrap=False):
            st.markdown(f"**{say('beside.title', y=found.project.fiscal_year_be)}**")
            if found.day is not None:
                _source(session, found)
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
        cards.scope(session, filters.current(session, ""))
        if found.earlier is not None:
            address = link.href(
                link.glance(), "", project=found.project.code, as_of=found.earlier.isoformat(), seen=None
            )
            st.markdown(f"[{markdown_text(say('beside.open', day=words.day(found.earlier, session.lang)))}]({address})")


def table(session: Session, found: Beside) -> str:
    """The lines as a table in Markdown: it fits a phone, is read aloud, and goes to paper as it is."""
    days = [words.day(day, session.lang) for day in (found.day, found.earlier)]
    lines = [[session.say("beside.item"), *days, session.say("beside.difference")], ["---", "---:", "---:", "---:"]]
    for line in found.lines:
        values = _value(session, line, line.now, line.of_now), _value(session, line, line.before, line.of_before)
        lines.append([session.say(f"beside.{line.name}"), *values, _difference(session, line)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def reasons(session: Session, found: Beside) -> list[str]:
    """Why something is unknown, each reason once with what it is about."""
    about: dict[str, list[str]] = {}
    for line in found.lines:
        if line.difference is None and line.why is not None:
            why = line.why[0 if session.lang == "th" else 1]
            about.setdefault(why, []).append(session.say(f"beside.{line.name}"))
    return [f"{', '.join(names)}: {why}" for why, names in about.items()]


def _value(session: Session, line: Line, value: int | Decimal | None, of: int | None) -> str:
    if value is None:
        return "–"
    if of is not None:
        return session.say("beside.of", n=f"{value:,}", t=of)
    return format_baht(int(value), 0) if line.name.endswith("_satang") else f"{value}"


def _difference(session: Session, line: Line) -> str:
    """With its sign and unit; a dash where a year is unknown."""
    change = line.difference
    if change is None:
        return "–"
    sign = "+" if change > 0 else "−" if change < 0 else ""
    if line.name.endswith("_satang"):
        return session.say("beside.by_baht", n=sign + format_baht(abs(int(change)), 0))
    return session.say(
        "beside.by_points" if line.name.endswith("_percent") else "beside.by_groups", n=f"{sign}{abs(change):,}"
    )


def _source(session: Session, found: Beside) -> None:
    """What is compared, and the data sets of both years."""
    title = session.say("src.title")
    details = st.popover(
        title, icon=":material/info:", type="tertiary", key="source-beside", help=title, on_change="rerun"
    )
    if not details.open:
        return
    with details:
        st.markdown(markdown_text(session.say("beside.formula")))
        for view in (found.now, found.before):
            if view is None:
                continue
            st.markdown(f"**{markdown_text(view.project.name.get(session.lang))}**")
            for upload in (view.uploads[kind] for kind in COMPARED if kind in view.uploads):
                day = words.day(upload.as_of, session.lang)
                what = {"kind": KIND_NAMES[upload.kind].get(session.lang), "set": upload.seq, "by": upload.by}
                st.caption(markdown_text(session.say("src.set", day=day, file=upload.file_name, **what)))
