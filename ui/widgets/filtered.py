"""The part of a page that filters change: one fragment, which a filter runs again by itself.

A page draws what no filter changes, and hands in for each other place what draws it there (``part``). The router draws
these last, into their places; a press on a filter draws them again and leaves the rest as it stands. The filters are a
fragment of their own, which runs again where what they hold was set for them; so is what else of a page a visitor asks
by, a search or an order (``asks``).

A run of the fragment passes the router by: it asks anew who is there, and where anything that the page stands on has
become another thing, the whole page runs again, so that its two parts never show different data.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import Page

from core.analysis.filters import DIMENSIONS, Filters
from core.calendar import bangkok_day
from db import generation
from ui import framework
from ui.auth import door, guard
from ui.auth.guard import Session
from ui.request import link
from ui.widgets import filters
from ui.widgets.filters import Places

Draw = Callable[[Session, Filters], object]
Ask = Callable[[Session], object]


@dataclass(frozen=True, slots=True)
class _HandedIn:
    """What a page has handed in, each with its place: what the filters change, and what a visitor asks by."""

    parts: list[tuple[DeltaGenerator, Draw]] = field(default_factory=list)
    asks: list[tuple[DeltaGenerator, Ask]] = field(default_factory=list)


_HANDED_IN: ContextVar[_HandedIn | None] = ContextVar("handed_in", default=None)


def part(session: Session, place: DeltaGenerator, draw: Draw) -> None:
    """``draw`` fills the place with what the filters leave: in this run, and again whenever a filter changes.

    It stands behind all else in its place and draws something each time, be it an empty container. A place that may
    stay empty has a key that begins with ``part-``: the style sheet leaves no gap there.
    """
    known = _HANDED_IN.get()
    if known is not None:
        known.parts.append((place, draw))
        return
    with place:  # a page that is run by itself, without the router
        draw(session, filters.current(session))


def asks(session: Session, place: DeltaGenerator, draw: Ask) -> None:
    """``draw`` fills the place with widgets by which a visitor asks for something of the parts. A press there draws the
    parts again, and not the widgets.
    """
    known = _HANDED_IN.get()
    if known is not None:
        known.asks.append((place, draw))
        return
    with place:
        draw(session)


def button(label: str, key: str, *, form: bool = False, **look: Any) -> bool:
    """Whether a button of a part, or the one that hands in its ``form``, was pressed. The press is kept until the part
    is drawn: where somebody changed the data meanwhile, the whole page runs first, and the framework would forget it.
    """
    kept = f"pressed.{key}"
    draw = st.form_submit_button if form else st.button
    draw(label, key=key, on_click=_keep_press, args=(kept,), **look)
    return bool(st.session_state.pop(kept, False))


def _keep_press(kept: str) -> None:
    st.session_state[kept] = True


@contextmanager
def around(session: Session, page: Page) -> Iterator[None]:
    """Within, the page runs, under its filters."""
    places = filters.begin(session, page.url_path)
    if places is None:
        yield
        return
    known = _HandedIn()
    token = _HANDED_IN.set(known)
    try:
        yield
    except (Exception, framework.Stopped):  # a page that ends early has its filters too
        _draw(session, page, places, known)
        raise
    finally:
        _HANDED_IN.reset(token)
    _draw(session, page, places, known)


def alone(session: Session, key: str, draw: Ask, still: Callable[[], bool]) -> None:
    """Draw something of a page that a press inside of it draws again by itself: the whole page where anything that it
    stands on has become another thing, or where what ``draw`` holds from the page's own run is not ``still`` so.
    """
    st.fragment(_of_a_run(session, _stands_on(session), draw, still), key=key)()


def _draw(session: Session, page: Page, places: Places, known: _HandedIn) -> None:
    """The framework knows a fragment by where it stands. These stand where the filters say what they hold, at the same
    place on every page: a press that comes while the page is drawn anew is not lost.
    """
    stands = _stands_on(session)
    ask, fill = partial(_ask, page=page, row=places.row, known=known), partial(_fill, page=page, known=known)
    with places.chips:
        st.fragment(_of_a_run(session, stands, ask), key=filters.OF_FILTERS)()
        st.fragment(_of_a_run(session, stands, fill), key=filters.OF_PARTS)()


def _of_a_run(
    session: Session, stands: Hashable, draw: Callable[[Session], object], still: Callable[[], bool] = lambda: True
) -> Callable[[], None]:
    """What a fragment runs: with the session of the run that draws the whole page at first, then with who is there."""
    whole = [session]

    def filtered() -> None:
        if whole:
            draw(whole.pop())
            return
        try:
            with generation.held():
                found = _again(stands)
                if not still():
                    st.rerun()
                draw(found)
        finally:
            link.keep(tuple(DIMENSIONS))

    return filtered


def _ask(session: Session, page: Page, row: DeltaGenerator, known: _HandedIn) -> None:
    filters.fill(session, page.url_path, row)
    with framework.running_as(page):
        for place, draw in known.asks:
            with place:
                draw(session)


def _fill(session: Session, page: Page, known: _HandedIn) -> None:
    chosen = filters.say(session, page.url_path)
    with framework.running_as(page):
        for place, draw in known.parts:
            with place:
                draw(session, chosen)


def _again(stands: Hashable) -> Session:
    """Who is there now. Where the page stands on something else by now, all of it runs again; so it does for somebody
    who may no longer be here, and the router knows what to say.
    """
    person = door.person_here()
    if person is None or person.must_change:
        st.rerun()
    session = guard.session_for(person)
    if _stands_on(session) != stands:
        st.rerun()
    return session


def _stands_on(session: Session) -> Hashable:
    """What a page is drawn from besides its filters: equal values draw an equal page."""
    asked = tuple(sorted(link.glance().values.items()))
    shown = session.project  # and beside it the years before and after
    near = [one.code for one in session.projects if one.province_code == shown.province_code]
    turn = generation.of_data(session.engine, shown.code, *near)
    return turn, session.actor, asked, shown.code, bangkok_day(session.now)
