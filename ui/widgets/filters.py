"""Filters: drawn by the router, kept in the address, acting on what the page shows and never on the verdict.

Each is bound to the address under its own name (``?amphoe=ชะอำ&stage=…``) with the words that the screen shows, so a
link is read in the language it carries. Identifiers and the other language's words are understood too; a value that no
longer exists is dropped, and a line says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.analysis.filters import DIMENSIONS, Dimension, Filters
from core.model import Choice
from core.model.project import Project
from db.snapshots import store
from ui import framework
from ui.auth import menu
from ui.auth.guard import Session
from ui.request import link
from ui.text import badge_text, label_text, t, words

OF_FILTERS, OF_PARTS = "filters", "filtered"  # the fragments of what a visitor asks by, and of what that changes
MONTHS = "months"
_DROPPED, _DAY, _SET = "filter.dropped", "filter.day", "filter.set"
_SPLIT = "\ufffc"  # where a sentence takes its values
_SAID_GONE, _SAID_LENGTH = 3, 80  # values of a link that are said, and how much of each


def shown(option: Choice, lang: str) -> str:
    """The name as a widget's option, and so in the address: without effect if it is markup."""
    return label_text(option.name.get(lang))


def understand(tokens: Sequence[str], options: Sequence[Choice]) -> tuple[list[str], list[str]]:
    """Values of a link as (identifiers in the options' order, values that do not exist)."""
    names = {word: option.id for option in reversed(options) for word in option.aliases}
    names |= {
        word: option.id
        for option in reversed(options)
        for word in (*map(label_text, option.name.of.values()), *option.name.of.values(), option.id)
    }
    chosen = {names[token] for token in tokens if token in names}
    unknown = [token for token in tokens if token and token not in names]
    return [option.id for option in options if option.id in chosen], unknown


def offered(page: str) -> list[Dimension]:
    """The dimensions that act on what a page counts."""
    measures = set(menu.known()[page].measures)
    return [dimension for dimension in DIMENSIONS.values() if dimension.acts_on & measures]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the filters of a page stand: the row behind the day, and below it what they hold in words, if anything."""

    row: DeltaGenerator
    chips: DeltaGenerator


def begin(session: Session, page: str) -> Places | None:
    """Draw the day to look at; where the filters are to stand, ``None`` where none acts on what the page counts."""
    if not menu.known()[page].dated:
        return None
    _translate_link(session, offered(page))
    row = st.container(horizontal=True, key="filters", gap="small", vertical_alignment="center")
    with row:
        _draw_day(session)
    return Places(row, st.container(key="part-filters")) if offered(page) else None


def fill(session: Session, page: str, row: DeltaGenerator) -> None:
    """Draw the filters into their row."""
    for name, values in st.session_state.pop(_SET, {}).items():  # said once more, so that the browser is told
        st.session_state[name] = values
    with row:
        for dimension in offered(page):
            _draw(dimension, session)


def say(session: Session, page: str) -> Filters:
    """Draw what the filters of a page hold, in words; give it back."""
    chosen = current(session, page)
    _draw_chips(session, chosen)
    return chosen


def current(session: Session, page: str | None = None) -> Filters:
    """What the filters of this run hold, those that act on what a page counts; all of them where none is named."""
    dimensions = DIMENSIONS.values() if page is None else offered(page)
    held = {dimension.id: tuple(st.session_state.get(dimension.id) or ()) for dimension in dimensions}
    months = _months_of(held.pop(MONTHS, None) or None, session.project)
    return Filters(months, **held)


def clear(project: Project) -> None:
    """Take every filter off, those of other pages too. For callbacks, as their last step."""
    for name in DIMENSIONS:
        st.query_params.pop(name, None)
    reset(project)
    _say_again()


def _say_again() -> None:
    """End a callback that set filters: the browser is told what they hold."""
    st.session_state[_SET] = {name: st.session_state[name] for name in DIMENSIONS if name in st.session_state}
    draw_again()


def draw_again() -> None:
    """End a callback: the filters, and what else a visitor asks by, are drawn with what they change."""
    framework.run_these(OF_FILTERS, OF_PARTS)


def reset(project: Project) -> None:
    """Every filter as it is before anything is chosen, the address apart."""
    for name in DIMENSIONS:
        if name in st.session_state:
            _set(name, (), project)
    st.session_state.pop(_DROPPED, None)


def fit(project: Project) -> None:
    """Let go of months that another project had; a slider knows no others than its own. Before it is drawn."""
    months = [f"{end:%Y-%m}" for end in project.months()]
    if MONTHS in st.session_state and not set(st.session_state[MONTHS] or ()) <= set(months):
        st.session_state[MONTHS] = (months[0], months[-1])


def select(chosen: Mapping[str, Sequence[str]], project: Project) -> None:
    """Set filters to identifiers, as a press on a chart does; months become their span. For callbacks, as their last
    step.
    """
    for name, values in chosen.items():
        _set(name, values, project)
    _say_again()


def _set(name: str, values: Sequence[str], project: Project) -> None:
    if name == MONTHS:
        ends = sorted(values) or [f"{end:%Y-%m}" for end in project.months()]
        st.session_state[name] = (ends[0], ends[-1])
    else:
        st.session_state[name] = list(values)


def _translate_link(session: Session, dimensions: Sequence[Dimension]) -> None:
    """Before a filter is first drawn in this tab: rewrite what its link says in other words, drop what is gone."""
    rewritten = False
    for dimension in dimensions:
        tokens = st.query_params.get_all(dimension.id)
        if not tokens or dimension.id in st.session_state:
            continue
        options = list(dimension.options(session.view()))
        chosen, unknown = understand(tokens, options)
        if unknown:
            st.session_state.setdefault(_DROPPED, []).extend(unknown)
        labels = [shown(option, session.lang) for option in options if option.id in chosen]
        if dimension.span and labels:
            if len(labels) > 2:  # a span has two ends; which of more were meant, nobody can say
                st.session_state.setdefault(_DROPPED, []).append(", ".join(labels))
            labels = labels * 2 if len(labels) == 1 else labels if len(labels) == 2 else []
        if set(labels) != set(tokens) or (dimension.span and len(tokens) != 2):
            rewritten = True
            if labels:
                st.query_params[dimension.id] = labels
            else:
                del st.query_params[dimension.id]
    if rewritten:
        st.rerun()


def _draw(dimension: Dimension, session: Session) -> None:
    words_of = {option.id: shown(option, session.lang) for option in dimension.options(session.view())}
    ids, title = list(words_of), session.say(dimension.label)
    bound: dict[str, Any] = {"key": dimension.id, "bind": "query-params"}
    with st.popover(title, key=dimension.label):
        if dimension.span:
            st.select_slider(
                title, ids, value=(ids[0], ids[-1]), format_func=lambda value: words_of.get(value, value), **bound
            )
        else:
            st.pills(
                title,
                ids,
                format_func=lambda value: words_of.get(value, label_text(value)),
                selection_mode="multi",
                label_visibility="collapsed",
                **bound,
            )


def _months_of(chosen: tuple[str, str] | None, project: Project) -> tuple[date, date] | None:
    """First day of the first month and last day of the last one; the whole project is no filter."""
    ends = {f"{end:%Y-%m}": end for end in project.months()}
    if chosen is None or chosen[0] not in ends or chosen[1] not in ends:
        return None
    first, last = sorted(ends[month] for month in chosen)
    whole = (first, last) == (min(ends.values()), max(ends.values()))
    return None if whole else (first.replace(day=1), last)


def hold() -> None:
    """Keep what is chosen where the address is about to lose it: another language has other words for it."""
    for name in DIMENSIONS:
        if name in st.session_state:
            st.session_state[name] = st.session_state[name]


def _draw_day(session: Session) -> None:
    """The day looked at: the newest, or one that an upload is of, or the one that the link names."""
    asked = session.day.isoformat() if session.day else ""
    offered = ["", *(day.isoformat() for day in store.days(session.engine, session.project.code))]
    if asked not in offered:
        offered.append(asked)
    st.session_state[_DAY] = asked
    st.selectbox(
        session.say("filter.as_of"),
        offered,
        format_func=_day_label(session.lang),
        key=_DAY,
        width=225,
        filter_mode=None,
        on_change=_look_at_day,
    )


def _day_label(lang: str) -> Callable[[str], str]:
    return lambda day: words.day(link.parse_day(day), lang) if day else t("filter.latest", lang)


def _look_at_day() -> None:
    link.change(as_of=st.session_state[_DAY] or None, seen=None)


def _draw_chips(session: Session, chosen: Filters) -> None:
    """What is filtered, in words, with the way out; and what of the link no longer exists."""
    said = in_words(session, chosen)
    if said:
        with st.container(horizontal=True, key="filter-chips", gap="small", vertical_alignment="center"):
            st.html(chips(session.say("filter.on", name=_SPLIT), said))
            st.button(
                session.say("filter.clear"),
                key="filter.clear",
                type="tertiary",
                on_click=clear,
                args=(session.project,),
            )
    gone = st.session_state.get(_DROPPED, ())
    said_gone = [session.say("filter.gone", value=value[:_SAID_LENGTH]) for value in gone[:_SAID_GONE]]
    if len(gone) > _SAID_GONE:
        said_gone.append(session.say("filter.gone_more", n=len(gone) - _SAID_GONE))
    for sentence in said_gone:
        st.badge(badge_text(sentence), icon=":material/link_off:", color="orange")


def chips(sentence: str, said: Sequence[str]) -> str:
    """The sentence with each value in the place of the mark; a value keeps together and goes to the next line whole."""
    before, after = (f"<span>{escape(part)}</span>" for part in sentence.split(f" {_SPLIT} "))
    values = [f"<span>{escape(value)}{',' if n < len(said) else ''}</span>" for n, value in enumerate(said, 1)]
    return f'<p class="chips stMarkdownBadge">{" ".join((before, *values, after))}</p>'


def in_words(session: Session, chosen: Filters) -> list[str]:
    """Each value that is filtered by, as the screen says it."""
    said: list[str] = []
    for dimension in chosen.chosen:
        options = dimension.options(session.view())
        said += [option.name.get(session.lang) for option in options if option.id in chosen[dimension.id]]
    if chosen.months is not None:
        a, b = (words.month(day, session.lang) for day in chosen.months)
        said.append(a if a == b else session.say("filter.span", a=a, b=b))
    return said
