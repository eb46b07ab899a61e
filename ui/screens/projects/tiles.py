"""The map of the country: a tile a province, about where it lies, with how many of its projects ask for something."""

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from ui.auth.guard import Session
from ui.request import link
from ui.screens.projects.choose import PROVINCE, REGION, Chosen
from ui.screens.projects.country import Province, provinces
from ui.screens.projects.listed import LACKING, TO_FOLLOW, WELL, Line
from ui.widgets import boxes


def draw(session: Session, found: Iterable[Line], chosen: Chosen) -> None:
    """The map of these projects; a press on a tile lists its province alone, or all again."""
    of: dict[str, list[Line]] = {}
    for one in found:
        of.setdefault(one.province, []).append(one)
    tiles = "".join(_tile(session, place, of.get(place.code, ()), chosen) for place in provinces().values())
    with boxes.card(session.say("projects.map"), "projects-map"):
        st.caption(session.say("projects.map_about"))
        st.html(f'<ul class="country" aria-label="{escape(session.say("projects.map"))}">{tiles}</ul>')
        legend = "".join(
            f'<li><span class="tile {kind}"></span>{escape(session.say(f"projects.legend.{kind}"))}</li>'
            for kind in (TO_FOLLOW, LACKING, WELL, "none")
        )
        st.html(f'<ul class="country-legend">{legend}</ul>')


def _tile(session: Session, place: Province, lines: Sequence[Line], chosen: Chosen) -> str:
    """A tile: the short name, and how many projects ask for something of how many; what it says in words besides."""
    at = f"grid-area: {place.row} / {place.column}"
    short, name = escape(place.short.get(session.lang)), place.name.get(session.lang)
    if not lines:
        said = escape(session.say("projects.tile_none", name=name))
        return f'<li class="tile none" style="{at}" title="{said}"><abbr aria-label="{said}">{short}</abbr></li>'
    asking = [one for one in lines if one.asks != WELL]
    kind = WELL if not asking else TO_FOLLOW if any(one.asks == TO_FOLLOW for one in asking) else LACKING
    said = escape(session.say("projects.tile", name=name, k=len(asking), n=len(lines)))
    here = chosen.province == place.code
    to = escape(_address(None if here else place.code))
    pressed = ' aria-current="true"' if here else ""
    count = f"{len(asking)}/{len(lines)}"
    return (
        f'<li class="tile {kind}" style="{at}">'
        f'<a href="{to}" target="_self" title="{said}" aria-label="{said}"{pressed}>'
        f"<b>{short}</b><span>{count}</span></a></li>"
    )


def _address(province: str | None) -> str:
    """This page with another province: the year and the rest stay, the region goes."""
    names = [name for name in link.OF_ALL if name not in (PROVINCE, REGION) and name in st.query_params]
    more = [(name, st.query_params[name]) for name in names] + ([(PROVINCE, province)] if province else [])
    return link.base_path() + link.href(link.glance(), "projects", more=more)
