"""The lower half of the overview: what it takes from here, what has changed, the three objectives."""

from collections.abc import Collection
from datetime import date
from functools import partial

import streamlit as st

from core.analysis.breakdowns.objectives import results
from core.analysis.forecast.forecast import forecast
from core.analysis.forecast.pace import RATE_DAYS
from core.analysis.forecast.pace import pace as pace_of
from core.figures import Figures
from core.model import Snapshot
from core.model.project import Window
from core.money import format_baht
from ui.auth.guard import Session
from ui.request import link
from ui.screens import lessons
from ui.text import aside, markdown_text, paragraphs, words
from ui.widgets import boxes, cards


def pace(session: Session, view: Snapshot, figures: Figures) -> None:
    """Groups, days, the next window and money that are left, and where it leads; nothing once the year is closed."""
    left = pace_of(view)
    if left is None:
        return
    say = session.say
    with st.container(border=True, key="pace", height="stretch"):
        _head(session, "overview.pace", "pace")
        lines = [say("overview.pace_done")]
        if left.rest:
            lines = [say("overview.pace_left", rest=left.rest, days=left.days)]
            if left.lately is not None:
                lines.append(say("overview.pace_lately", days=RATE_DAYS, n=left.lately))
            lines += _window(session, left.window, view.day)
        if (disbursed := figures.whole("disbursed_satang", None)) is not None:
            unpaid = figures.net_budget_satang - disbursed
            committed = format_baht(figures.whole("outstanding_satang", None), 0)
            lines.append(say("overview.pace_money", rest=format_baht(unpaid, 0), o=committed))
        st.markdown(paragraphs(lines))
        _forecast(session, view)


def _head(session: Session, title: str, source: str) -> None:
    """The title of a card, and where its figures come from."""
    with boxes.head():
        st.markdown(f"**{session.say(title)}**")
        cards.source(session, source)


def _window(session: Session, window: Window | None, day: date | None) -> list[str]:
    """The window that is open or opens next, how many days that is from the day of the data, and who says so."""
    if window is None or day is None:
        return [session.say("overview.pace_no_window")]
    opens, closes = (words.day(on, session.lang) for on in (window.opens, window.closes))
    if day < window.opens:
        text = session.say("overview.pace_window", a=opens, b=closes, n=(window.opens - day).days)
    elif day < window.closes:
        text = session.say("overview.pace_open", b=closes, n=(window.closes - day).days)
    else:
        text = session.say("overview.pace_last", b=closes)
    return [text, aside(markdown_text(window.source.get(session.lang)))]


def _forecast(session: Session, view: Snapshot) -> None:
    """Where it leads, in one sentence; how that is worked out once it is asked for."""
    found = forecast(view)
    if found is None:
        return
    with st.container(key="forecast", gap="xsmall"):
        with boxes.head():
            st.markdown(f"**{session.say('overview.fc')}**")
            how = partial(st.markdown, session.say("overview.fc_how"))
            boxes.explained(session.say("src.title"), "forecast", how, session.say("overview.fc_help"))
        st.markdown(markdown_text(session.told(found.message)))


def objectives(session: Session, view: Snapshot, figures: Figures) -> None:
    """The objectives of the TOR: indicator, target, where it stands, and the page that shows it.

    What the TOR does not fix is marked proposed.
    """
    say, lang = session.say, session.lang
    standing = _standing(session, view, figures)
    with st.container(border=True, key="objectives"):
        _head(session, "overview.objectives", "objectives")
        lines = []
        for objective in session.project.objectives:
            target = (
                say("overview.target_unknown")
                if objective.target is None
                else say("overview.target", n=objective.target)
            )
            result, evidence = standing.get(objective.code, (None, ""))
            shown = "–" if result is None else str(result)
            proposed = f" · {say('overview.proposed')}" if objective.proposed else ""
            text = f"{objective.code.replace('.', chr(92) + '.')} {markdown_text(objective.text.get(lang))}"
            indicator = f"{objective.indicator.get(lang)}: {say('overview.result', n=shown)} · {target}{proposed}"
            lines += [text, aside(markdown_text(indicator) + (f" · {evidence}" if evidence else ""))]
        st.markdown(paragraphs(lines))


def _standing(session: Session, view: Snapshot, figures: Figures) -> dict[str, tuple[int | None, str]]:
    """Objective -> what is reached by now (unknown: None), and a link to the page where it is seen."""
    reached = results(view, figures, len(lessons.found(session)))

    def seen_on(page: str, stages: Collection[str] = ()) -> str:
        name = session.say("overview.evidence", page=session.say(f"nav.{page}"))
        more = [("stage", stage) for stage in view.project.stages if stage in stages]
        return f"[{markdown_text(name)}]({link.href(link.glance(), page, more=more)})"

    return {
        code: (reached.get(code), evidence)
        for code, evidence in (
            ("2.1", seen_on("groups", view.stages.at_goal)),
            ("2.2", seen_on("products")),
            ("2.3", seen_on("lessons")),
        )
    }
