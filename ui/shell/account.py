"""Who is signed in: role, language, password, sign-out. One small menu at the end of the band."""

import streamlit as st

from core.model import ROLES
from ui.auth import menu, own, signin
from ui.auth.guard import Session
from ui.request import link
from ui.shell import switch
from ui.text import markdown_text, others
from ui.widgets import filters
from words import FIRST, template

MENU = "account-menu"


def draw(session: Session) -> None:
    """The menu; closed it shows the role alone. A press that changes what a room sees closes it."""
    with (
        st.container(key="account", width="content"),
        st.popover(session.say(ROLES[session.actor.role].label), key=MENU, type="tertiary",
                   icon=":material/account_circle:", on_change="rerun"),
    ):  # fmt: skip
        st.markdown(f"**{markdown_text(session.user)}**")
        for lang, name in others(session.lang).items():
            st.button(name, key=f"door.lang.{lang}", type="tertiary", icon=":material/translate:", on_click=_switch,
                      args=(lang,))  # fmt: skip
        st.button(session.say("switch.open"), key="switch-open", type="tertiary", icon=":material/event_repeat:",
                  on_click=_other_project)  # fmt: skip
        _digits(session)
        _present(session)
        st.button(session.say("signin.change"), key="account.change", type="tertiary", icon=":material/key:",
                  on_click=signin.ask_change)  # fmt: skip
        st.button(session.say("signin.own"), key="account.own", type="tertiary", icon=":material/devices:",
                  on_click=own.ask)  # fmt: skip
        if session.amphoe is None:
            _notices(session)
        st.button(session.say("signin.leave"), key="account.leave", type="tertiary", icon=":material/logout:",
                  on_click=signin.leave, args=(session.person,))  # fmt: skip


def _notices(session: Session) -> None:
    if st.button(session.say("nav.told"), key="account.told", type="tertiary", icon=":material/mail:"):
        st.switch_page(menu.page("told", session.lang), query_params=link.whole())


def _digits(session: Session) -> None:
    """Thai or Arabic digits on the screen; a language without the former counts in Arabic ones alone."""
    if template("language.digits", session.lang) == "thai":
        on = link.glance().thai_digits
        st.button(session.say("app.digits_arabic" if on else "app.digits_thai"), key="door.digits", type="tertiary",
                  icon=":material/123:", on_click=link.change, kwargs={"digits": None if on else "thai"})  # fmt: skip


def _present(session: Session) -> None:
    """For a meeting's screen: what is for those who mend data stays away."""
    on = link.glance().presenting
    label = session.say("app.present_off" if on else "app.present_on")
    st.button(label, key="door.present", type="tertiary", icon=":material/co_present:", on_click=_show_room,
              args=(not on,))  # fmt: skip


def presenting(session: Session) -> None:
    """The bar that says that a room looks on, with the way out; nothing where none does."""
    if link.glance().presenting:
        with st.container(key="presenting", horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":material/co_present: **{session.say('app.presenting')}**", width="content")
            st.button(session.say("app.present_leave"), key="present.leave", type="tertiary", icon=":material/close:",
                      on_click=_show_room, args=(False,))  # fmt: skip


def _show_room(on: bool) -> None:
    st.session_state[MENU] = False
    link.change(present="1" if on else None)


def _switch(lang: str) -> None:
    filters.hold()
    link.change(lang=None if lang == FIRST else lang)


def _other_project() -> None:
    st.session_state[MENU] = False
    switch.ask()
