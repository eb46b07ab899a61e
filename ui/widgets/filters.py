"""Filters: drawn by the router, kept in the address, acting on what the page shows and never on the verdict.

Each is bound to the address under its own name (``?amphoe=ชะอำ&stage=…``) with the words that the screen shows, so a
link is read in the language it carries. Identifiers and the other language's words are understood too; a value that no
longer exists is dropped, and a line says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

import streamlit as st

from core.analysis.filters import Filters, in_order
from core.kinds import CATEGORIES, ENTRIES, Choice
from core.model.project import Project
from core.model.view import View
from core.text import Text
from ui.auth.guard import Session
from ui.request import link, load
from ui.text import words
from ui.text.words import badge_text, label_text, t

LISTS = ("amphoe", "stage", "category", "expense_line", "entry")
MONTHS = "months"
ON_PAGE: Mapping[str, tuple[str, ...]] = {
    "": ("amphoe", "stage", "category", MONTHS),
    "groups": ("amphoe", "stage", "category"),
    "products": ("amphoe", "stage", "category"),
    "budget": ("amphoe", "stage", "category", "expense_line", "entry", MONTHS),
}
PAST_ON_PAGE = frozenset({"", "groups", "products", "budget", "lessons", "reports"})
_DROPPED, _DAY = "filter.dropped", "filter.day"
_SPLIT = "\ufffc"  # where a sentence takes its values
_SAID_GONE, _SAID_LENGTH = 3, 80  # values of a link that are said, and how much of each


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter: what the rows hold, and its name."""

    id: str
    name: Text
    others: tuple[str, ...] = ()  # other words that a link may hold

    def label(self, lang: str) -> str:
        """Its words."""
        return self.name.get(lang)

    def shown(self, lang: str) -> str:
        """The words as a widget's option, and so in the address: without effect if they are markup."""
        return label_text(self.label(lang))


def options_of(name: str, project: Project, view: View) -> list[Option]:
    """What a filter offers: the project's own lists, then what only the rows know."""
    if name == "amphoe":
        known = {tile.amphoe: tile.name for tile in project.tiles}
        return [Option(a, known.get(a, Text.plain(a))) for a in in_order(known, view.of("groups")["amphoe"])]
    if name == "expense_line":
        lines = in_order((line.name for line in project.expense_lines), view.of("spending")["expense_line"])
        return [Option(line, Text.plain(line)) for line in lines]
    if name == MONTHS:
        return [Option(f"{end:%Y-%m}", words.in_each(words.month, end)) for end in project.months()]
    if name == "stage":
        return _choices(view.stages.all)
    return _choices(CATEGORIES if name == "category" else ENTRIES)


def _choices(choices: Sequence[Choice]) -> list[Option]:
    return [Option(c.id, c.name, c.aliases) for c in choices]


def understand(tokens: Sequence[str], options: Sequence[Option]) -> tuple[list[str], list[str]]:
    """Values of a link as (identifiers in the options' order, values that do not exist)."""
    names = {word: option.id for option in reversed(options) for word in option.others}
    names |= {
        word: option.id
        for option in reversed(options)
        for word in (*map(label_text, option.name.of.values()), *option.name.of.values(), option.id)
    }
    chosen = {names[token] for token in tokens if token in names}
    unknown = [token for token in tokens if token and token not in names]
    return [option.id for option in options if option.id in chosen], unknown


def draw(session: Session, page: str) -> Filters:
    """Draw the filters that act on this page, in one row; give back what they hold."""
    names = ON_PAGE.get(page, ())
    if page not in PAST_ON_PAGE:
        return Filters()
    _translate_link(session, names)
    with st.container(horizontal=True, key="filters", gap="small", vertical_alignment="center"):
        _draw_day(session)
        for name in names:
            if name == MONTHS:
                _draw_months(session)
            else:
                _draw_list(name, session)
    chosen = current(session, page)
    _draw_chips(session, chosen)
    return chosen


def current(session: Session, page: str) -> Filters:
    """What the filters of this run hold, for a page to read."""
    names = ON_PAGE.get(page, ())
    chosen = {name: tuple(st.session_state.get(name) or ()) for name in names if name != MONTHS}
    months = _months_of(st.session_state.get(MONTHS), session.project) if MONTHS in names else None
    return Filters(**chosen, months=months)


def clear(project: Project) -> None:
    """Take every filter off, those of other pages too. For callbacks."""
    for name in (*LISTS, MONTHS):
        st.query_params.pop(name, None)
    reset(project)


def reset(project: Project) -> None:
    """Every filter as it is before anything is chosen, the address apart."""
    for name in LISTS:
        if name in st.session_state:
            st.session_state[name] = []
    if MONTHS in st.session_state:
        ends = project.months()
        st.session_state[MONTHS] = (f"{ends[0]:%Y-%m}", f"{ends[-1]:%Y-%m}")
    st.session_state.pop(_DROPPED, None)


def fit(project: Project) -> None:
    """Let go of months that another project had; a slider knows no others than its own. Before it is drawn."""
    months = [f"{end:%Y-%m}" for end in project.months()]
    if MONTHS in st.session_state and not set(st.session_state[MONTHS] or ()) <= set(months):
        st.session_state[MONTHS] = (months[0], months[-1])


def select(name: str, values: Sequence[str], project: Project) -> None:
    """Set a filter to identifiers, as a press on a chart does; months become their span. For callbacks."""
    if name == MONTHS:
        ends = sorted(values) or [f"{end:%Y-%m}" for end in project.months()]
        st.session_state[name] = (ends[0], ends[-1])
    else:
        st.session_state[name] = list(values)


def _translate_link(session: Session, names: Sequence[str]) -> None:
    """Before a filter is first drawn in this tab: rewrite what its link says in other words, drop what is gone."""
    rewritten = False
    for name in names:
        tokens = st.query_params.get_all(name)
        if not tokens or name in st.session_state:
            continue
        offered = options_of(name, session.project, session.view())
        chosen, unknown = understand(tokens, offered)
        if unknown:
            st.session_state.setdefault(_DROPPED, []).extend(unknown)
        labels = [option.shown(session.lang) for option in offered if option.id in chosen]
        if name == MONTHS and labels:
            if len(labels) > 2:  # a span has two ends; which of more were meant, nobody can say
                st.session_state.setdefault(_DROPPED, []).append(", ".join(labels))
            labels = labels * 2 if len(labels) == 1 else labels if len(labels) == 2 else []
        if set(labels) != set(tokens) or (name == MONTHS and len(tokens) != 2):
            rewritten = True
            if labels:
                st.query_params[name] = labels
            else:
                del st.query_params[name]
    if rewritten:
        st.rerun()


def _draw_list(name: str, session: Session) -> None:
    offered = options_of(name, session.project, session.view())
    label = {option.id: option.shown(session.lang) for option in offered}
    title = session.say(f"filter.{name}")
    with st.popover(title, key=f"filter.{name}"):
        st.pills(
            title,
            list(label),
            format_func=lambda value: label.get(value, label_text(value)),
            selection_mode="multi",
            key=name,
            bind="query-params",
            label_visibility="collapsed",
        )


def _draw_months(session: Session) -> None:
    offered = options_of(MONTHS, session.project, session.view())
    label = {option.id: option.label(session.lang) for option in offered}
    title = session.say("filter.months")
    with st.popover(title, key="filter.months"):
        st.select_slider(
            title,
            list(label),
            value=(offered[0].id, offered[-1].id),
            format_func=lambda value: label.get(value, value),
            key=MONTHS,
            bind="query-params",
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
    for name in (*LISTS, MONTHS):
        if name in st.session_state:
            st.session_state[name] = st.session_state[name]


def _draw_day(session: Session) -> None:
    """The day looked at: the newest, or one that an upload is of, or the one that the link names."""
    asked = session.day.isoformat() if session.day else ""
    offered = ["", *(day.isoformat() for day in load.days(session.engine, session.project.code))]
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
    for name in LISTS:
        values = getattr(chosen, name)
        if values:
            offered = options_of(name, session.project, session.view())
            said += [option.label(session.lang) for option in offered if option.id in values]
    if chosen.months is not None:
        a, b = (words.month(day, session.lang) for day in chosen.months)
        said.append(a if a == b else session.say("filter.span", a=a, b=b))
    return said
