"""What of the projects is listed: a year, a region, a province, a state, a text; all of it in the address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import streamlit as st

from ui.auth.guard import Session
from ui.request import link
from ui.screens.projects.country import REGIONS, provinces
from ui.screens.projects.listed import Line, counted
from ui.text import label_text

YEAR, REGION, PROVINCE, STATE, FIND = link.OF_ALL
_MOST_LETTERS = 80  # of a text to find


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address asks for; empty: all."""

    year: str = ""
    region: str = ""
    province: str = ""
    state: str = ""
    find: str = ""

    def of_place(self, one: Line) -> bool:
        """Whether a project is in the region and the province."""
        return self.region in ("", one.region) and self.province in ("", one.province)

    def of_time(self, one: Line) -> bool:
        """Whether a project is of the year."""
        return self.year in ("", str(one.year))

    def takes(self, one: Line, lang: str) -> bool:
        """Whether a project is listed."""
        place = provinces().get(one.province)
        held = one.holds(self.find, place.name.get(lang) if place else "")
        return self.of_time(one) and self.of_place(one) and self.state in ("", one.state) and held


def draw(session: Session, found: Iterable[Line]) -> Chosen:
    """The filters. What the address asks for and is not there counts as not asked."""
    listed = list(found)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="projects-filters"):
        year = _box(session, YEAR, {str(one): str(one) for one in sorted({line.year for line in listed}, reverse=True)})
        region = _box(session, REGION, {one: session.say(f"projects.regions.{one}") for one in REGIONS})
        province = _box(session, PROVINCE, _of_region(session, region, {line.province for line in listed}))
        state = _box(session, STATE, {one: session.say(f"projects.states.{one}") for one in counted_all(listed)})
        chosen = Chosen(year, region, province, state, _text(session))
        if chosen != Chosen():
            st.button(session.say("filter.clear"), key="projects-clear", type="tertiary", on_click=_clear)
    return chosen


def counted_all(listed: list[Line]) -> list[str]:
    """The states that any project is in, samples too."""
    known = counted(listed)
    return [*known, *sorted({one.state for one in listed} - known.keys())]


def _of_region(session: Session, region: str, here: set[str]) -> dict[str, str]:
    """The provinces of a region, or of all, that have a project, in the order of lists."""
    places = [one for one in provinces().values() if one.code in here and region in ("", one.region)]
    return {one.code: one.name.get(session.lang) for one in sorted(places, key=lambda one: one.order(session.lang))}


def _box(session: Session, name: str, options: Mapping[str, str]) -> str:
    asked = st.query_params.get(name, "")
    chosen, key = asked if asked in options else "", f"projects.{name}"
    st.session_state[key] = chosen
    names = {"": session.say("projects.any"), **{one: label_text(text) for one, text in options.items()}}
    st.selectbox(session.say(f"projects.{name}"), list(names), format_func=lambda one: names.get(one, ""), key=key,
                 width=165, on_change=_change, args=(name,))  # fmt: skip
    return chosen


def _text(session: Session) -> str:
    asked, key = st.query_params.get(FIND, "")[:_MOST_LETTERS], f"projects.{FIND}"
    st.session_state[key] = asked
    st.text_input(session.say("projects.find"), key=key, type="search", placeholder=" ", width=165, on_change=_change,
                  args=(FIND,))  # fmt: skip
    return asked.strip()


def _change(name: str) -> None:
    """The choice goes into the address; a province of another region is let go of."""
    chosen = st.session_state[f"projects.{name}"] or None
    link.change(**{name: chosen})
    if name == REGION and chosen:
        place = provinces().get(st.query_params.get(PROVINCE, ""))
        if place is not None and place.region != chosen:
            link.change(**{PROVINCE: None})


def _clear() -> None:
    link.change(**dict.fromkeys(link.OF_ALL))
