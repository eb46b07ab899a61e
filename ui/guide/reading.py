"""The guide as a page: its contents, each section with its pictures, and whose the parts are that are left out."""

from html import escape

import streamlit as st

from core.model import ROLES, user_roles
from ui.auth import menu
from ui.auth.guard import Session
from ui.guide import pictures
from ui.guide.book import Book, Picture, Section, book
from ui.request import link

KEY = "guide"
WIDE, NARROW, PHONE_PX = "-1366", "-390", 640
ASKED = "opened-guide"  # what a "?" leads to is gone to, as every part that a link opens (ui/scripts/rows.js)


def draw(session: Session) -> None:
    """All that concerns the visitor's role; a sentence where the guide's files cannot be read."""
    try:
        found = book(session.lang)
    except OSError:
        st.error(session.say("guide.missing"), icon=":material/error:")
        return
    asked = st.query_params.get(link.AT)
    own = [one for one in found.sections if _has_right(session, one) and _is_open(session, one)]
    with st.container(key=KEY):
        _contents(session, found, own)
        for section in own:
            with st.container(key=ASKED if section.anchor == asked else f"guide-{section.anchor}"):
                _section(section)
        _others(session, [one for one in found.sections if one not in own], asked)


def _has_right(session: Session, section: Section) -> bool:
    return section.right is None or session.may(section.right)


def _is_open(session: Session, section: Section) -> bool:
    """Whether the page that a section is about, if it is about one, opens for the visitor."""
    entry = next((one for one in menu.ENTRIES if one.name == section.anchor), None)
    return entry is None or entry.open_to(session.actor)


def _contents(session: Session, found: Book, own: list[Section]) -> None:
    st.header(found.title, anchor=False)
    st.markdown(found.intro)
    st.markdown(f"**{session.say('guide.contents')}**")
    with st.container(key="guide-contents"):
        st.markdown("\n".join(f"- [{one.title}](#{one.anchor})" for one in own))


def _section(section: Section) -> None:
    st.subheader(section.title, anchor=section.anchor)
    for picture in section.pictures:
        _picture(picture)
    st.markdown(section.text.replace("ⓘ", ":material/info:"))


def _picture(picture: Picture) -> None:
    """Its first part, which leads to the whole; on a phone the picture of a phone. One that is not there is its words.

    It is asked for once the reader comes near it, and has its room before.
    """
    try:
        width, height = pictures.size(picture.name)
        address, whole = pictures.address(picture.name, top=True), pictures.address(picture.name)
        twin = _on_a_phone(picture.name)
    except OSError:
        st.caption(picture.alt)
        return
    st.html(
        f'<figure class="shot"><a href="{whole}"><picture>{twin}<img src="{address}" width="{width}" height="{height}"'
        f' loading="lazy" decoding="async" alt="{escape(picture.alt)}"></picture></a></figure>'
    )


def _on_a_phone(name: str) -> str:
    small = name.removesuffix(WIDE) + NARROW
    if not name.endswith(WIDE) or not pictures.is_there(small):
        return ""
    width, height = pictures.size(small)
    return (
        f'<source media="(max-width: {PHONE_PX}px)" srcset="{pictures.address(small, top=True)}" width="{width}"'
        f' height="{height}">'
    )


def _others(session: Session, left_out: list[Section], asked: str | None) -> None:
    """Whose the other parts are; each keeps its anchor, so that a "?" on a page that refuses leads somewhere."""
    if not left_out:
        return
    st.subheader(session.say("guide.others"), anchor="others")
    for one in left_out:
        if _has_right(session, one):
            whose = session.say("guide.of_whole")
        else:
            names = ", ".join(session.say(ROLES[role].label) for role in user_roles(one.right))
            whose = session.say("guide.of", roles=names)
        with st.container(key=ASKED if one.anchor == asked else f"guide-{one.anchor}"):
            st.html(f'<p id="{one.anchor}">{escape(one.title)} · {escape(whose)}</p>')
