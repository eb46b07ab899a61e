"""What every visit runs: the guard, the menu of the role, the band, the filters, and then the page."""

import streamlit as st
from streamlit.navigation.page import Page

from core.analysis.filters import DIMENSIONS
from db import generation
from db.projects.versions import newest
from ui.auth import door, guard, menu, own, signin
from ui.auth.door import Person
from ui.guide import tour
from ui.logs import slow
from ui.request import link
from ui.screens import erased
from ui.screens.overview import about
from ui.screens.people import secret
from ui.shell import band, style, switch
from ui.widgets import filtered


def main() -> None:
    """One run of one visitor."""
    try:
        with generation.held():
            _visit()
    finally:
        link.keep(tuple(DIMENSIONS))


def _visit() -> None:
    link.carry()
    style.apply()
    person = door.person_here()
    lang = link.glance().lang
    if person is None or person.must_change:
        menu.hidden(lang)
        guard.require()
        return
    page = menu.draw(person.actor, lang, len(newest(door.engine_of(person.actor))))
    with slow.timed(page.url_path):
        _show(page, person, lang)


def _show(page: Page, person: Person, lang: str) -> None:
    if signin.change_asked(person, lang) or own.asked(person, lang):
        return
    about.leave(page.url_path)
    tour.leave_guide(page.url_path)
    secret.leave(page.url_path)
    session = guard.session_for(person)
    of_all = menu.known()[page.url_path].of_all
    if not of_all and erased.draw(session):
        return
    switch.settle(session)
    style.title(page.title, session.say("app.title") if of_all else session.project.name.get(lang))
    with st.container():  # what follows stands at one place, however much the band says
        (band.of_all if of_all else band.draw)(session, page.url_path)
        tour.draw(session, page.url_path)
    switch.draw(session)  # before the page, which may stop, as one without data does
    with filtered.around(session, page):
        page.run()


main()
