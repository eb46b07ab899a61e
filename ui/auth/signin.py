"""What somebody who is signed in does about it: sign out, change the password, be asked for it once more."""

from datetime import datetime, timedelta

import streamlit as st

from db import engine as databases
from db.accounts import passwords, sessions, users
from db.errors import PasswordRefused
from ui.auth import door
from ui.auth.door import Person
from ui.auth.visitors import visitors
from ui.request import link, load
from ui.text import others, t, told, words
from words import FIRST, languages

CHANGING = "door.changing"
ASKED_AGAIN_AT = "door.again"
GOOD_FOR = timedelta(minutes=5)  # how long the password counts as just typed
FORM_WIDTH = 420  # px; a phone of 390 px shrinks it
SIGN_IN = "/signin"


def leave(person: Person) -> None:
    """Sign out: ended in the database first, then every page of the sign-in leads to the form. For callbacks."""
    end(person.sid)
    st.session_state.clear()


def end(sid: str) -> None:
    """End a sign-in, and lead its pages to the form."""
    sessions.sign_out(databases.engine(), sid, door.utc_now())
    visitors.shut(sid, link.base_path() + SIGN_IN)


def draw_change(person: Person, lang: str, *, first: bool) -> None:
    """Ask for a new password: at the first sign-in in place of the page, later from the menu.

    Whoever has just typed a one-time password is not asked for it a second time.
    """
    with card():
        if first:
            top(lang)
        st.subheader(t("signin.first" if first else "signin.change", lang), anchor=False)
        with st.form("change", border=False):
            old = None if first else password_field(t("signin.old", lang), "change.old")
            new = password_field(t("signin.new", lang), "change.new", "new-password")
            again = password_field(t("signin.again", lang), "change.again", "new-password")
            st.caption(t("signin.rule", lang, least=passwords.SHORTEST))
            pressed = submit(t("signin.save", lang), "change.submit")
        if pressed and (trouble := _change(person, old, new, again, lang)):
            st.error(trouble)
        if first:
            st.button(t("signin.leave", lang), key="change.leave", type="tertiary", on_click=leave, args=(person,))
        else:
            st.button(t("signin.back", lang), key="change.back", type="tertiary", on_click=_stay)


def ask_change() -> None:
    """Have the change of password drawn in place of the page. For callbacks."""
    st.session_state[CHANGING] = True


def _stay() -> None:
    st.session_state.pop(CHANGING, None)


def change_asked(person: Person, lang: str) -> bool:
    """Draw the change of password in place of the page, where the menu asked for it."""
    if not st.session_state.get(CHANGING):
        return False
    draw_change(person, lang, first=False)
    return True


def _change(person: Person, old: str | None, new: str, again: str, lang: str) -> str:
    """Change the password and run again; otherwise the sentence that says why not."""
    if new != again:
        return t("signin.differ", lang)
    if old is not None and (trouble := _trouble(person, old, lang)):
        return trouble
    now, engine = door.utc_now(), databases.engine()
    try:
        users.change_password(engine, person.actor.user, old, new, now=now, keep=person.sid, known=_known_words())
    except PasswordRefused as refused:
        return told(refused.message, lang)
    st.session_state.pop(CHANGING, None)
    st.toast(t("signin.changed", lang), icon=":material/check:")
    st.rerun()
    return ""


def _known_words() -> list[str]:
    """What others would try first: the office, its province and year, in every language."""
    project = load.project_shown(databases.engine(), None)[0]
    names = [text.get(lang) for text in (project.office, project.province) for lang in languages()]
    return [*names, str(project.fiscal_year_be), str(project.fiscal_year_be - 543), t("app.title")]


def reauthenticated(person: Person, lang: str, key: str) -> bool:
    """Whether the password was typed within the last minutes; else its form is drawn, and nothing may be done yet.

    Ask before a role is changed, a backup restored, somebody erased: a page left open is then no key to them. Ask once
    more at the deed itself with ``was_asked``: callbacks run without the page.
    """
    if was_asked(person):
        return True
    with st.form(f"again.{key}", border=True):
        st.markdown(t("signin.again_why", lang))
        typed = password_field(t("signin.password", lang), f"again.{key}.password")
        pressed = submit(t("signin.again_submit", lang), f"again.{key}.submit")
    if pressed:
        if trouble := _trouble(person, typed, lang):
            st.error(trouble)
        else:
            st.session_state[ASKED_AGAIN_AT] = (person.sid, door.utc_now())
            st.rerun()
    return False


def was_asked(person: Person) -> bool:
    """Whether this very sign-in typed its password within the last minutes."""
    asked: tuple[str, datetime] | None = st.session_state.get(ASKED_AGAIN_AT)
    return asked is not None and asked[0] == person.sid and timedelta() <= door.utc_now() - asked[1] < GOOD_FOR


def _trouble(person: Person, password: str, lang: str) -> str:
    """What is amiss with a password that its owner types again; empty: nothing."""
    outcome = sessions.verify_credentials(
        databases.engine(), person.actor.user, password, door.utc_now(), person.device
    )
    if outcome.until is not None:
        return t("signin.locked", lang, time=words.clock(outcome.until, lang, seconds=True))
    return "" if outcome.status == "ok" else t("signin.wrong_password", lang)


def password_field(label: str, key: str, autocomplete: str = "current-password") -> str:
    """A field that a password manager knows."""
    return st.text_input(label, key=key, type="password", autocomplete=autocomplete, max_chars=200)


def submit(label: str, key: str) -> bool:
    """The button of a form."""
    return st.form_submit_button(label, key=key, type="primary", width="stretch")


def top(lang: str) -> None:
    """The program's name and one press to each other language, where there is no band."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False, key="door-top"
    ):
        st.markdown(f"**{t('app.title', lang)}**", width="content")
        for other, name in others(lang).items():
            st.button(
                name,
                key=f"door.lang.{other}",
                type="tertiary",
                icon=":material/translate:",
                on_click=link.change,
                kwargs={"lang": None if other == FIRST else other},
            )


def card(width: int = FORM_WIDTH) -> st.delta_generator.DeltaGenerator:
    """A narrow column in the middle of the screen."""
    centre = st.container(horizontal_alignment="center", key="door-centre")
    return centre.container(width=width, key="door-card")
