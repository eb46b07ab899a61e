"""The sign-in form, the first change of password, and sign-out.

The library's own login widget sleeps on each run of a stranger and answers unknown users faster; credentials are
checked by ``users``. A sign-in made in this tab is remembered in the tab, its cookie serves the next connection.
"""

from datetime import timedelta

import streamlit as st

from core.model import ROLES
from db import engine as databases
from db.accounts import passwords, sessions, users
from db.errors import PasswordRefused
from ui.auth import door
from ui.auth.cookies import ERRAND, SignInCookie
from ui.auth.door import Person
from ui.auth.tokens import Claims
from ui.request import link
from ui.text import others, t, told, words
from words import FIRST

MINE = "door.claims"
LEFT = "door.left"  # this tab was signed in and no longer is
CHANGING = "door.changing"
FORM_WIDTH = 420  # px; a phone of 390 px shrinks it


def current() -> Person | None:
    """Who is there, from this tab's own sign-in or from the cookie; ``None`` for a stranger. Draws nothing."""
    now = door.utc_now()
    mine: Claims | None = st.session_state.get(MINE)
    claims = mine or SignInCookie(door.key()).get_cookie(now)
    person = door.person_of(databases.engine(), claims, now)
    if person is None and mine is not None:
        forget_tab()
    return person


def draw(lang: str) -> None:
    """The form, alone on the screen."""
    with _card():
        _top(lang)
        st.subheader(t("signin.title", lang), anchor=False)
        if st.session_state.get(LEFT):
            st.info(t("signin.out", lang))
        with st.form("signin", border=False, enter_to_submit=True):
            name = st.text_input(t("signin.name", lang), key="signin.name", autocomplete="username", max_chars=100)
            password = st.text_input(
                t("signin.password", lang),
                key="signin.password",
                type="password",
                autocomplete="current-password",
                max_chars=200,
            )
            pressed = _submit(t("signin.submit", lang), "signin.submit")
        if pressed and (trouble := _enter(name.strip(), password, lang)):
            st.error(trouble)


def _enter(name: str, password: str, lang: str) -> str:
    """Sign in and run again as that user; otherwise the sentence that says why not."""
    if not name or not password:
        return t("signin.missing", lang)
    outcome = sessions.verify_credentials(
        databases.engine(), name, password, door.utc_now(), device=SignInCookie(door.key()).device()
    )
    if outcome.user is None:
        return _trouble(outcome, lang)
    _remember(outcome.user)
    st.session_state.pop(LEFT, None)
    st.rerun()
    return ""


def _trouble(outcome: sessions.Outcome, lang: str) -> str:
    if outcome.until is not None:
        return t("signin.locked", lang, time=words.clock(outcome.until, lang, seconds=True))
    return t("signin.wrong", lang)


def _remember(name: str) -> None:
    """A new sign-in of ``name``: kept in the database, in this tab and, at the next drawing, in a cookie."""
    now, engine = door.utc_now(), databases.engine()
    days = ROLES[users.find(engine, name).role].days
    sid = sessions.sign_in(engine, name, now, days)
    claims = Claims(name, sid, now.replace(microsecond=0), now + timedelta(days=days))
    st.session_state[MINE] = claims
    SignInCookie(door.key()).remember(claims)


def leave(person: Person) -> None:
    """Sign out: revoked in the database first, then the cookie and all that this tab remembers. For callbacks."""
    sessions.sign_out(databases.engine(), person.claims.sid, door.utc_now())
    forget_tab()
    SignInCookie(door.key()).forget(person.claims)


def forget_tab() -> None:
    """Empty this tab of everything its last user left, filters and drafts included."""
    for name in list(st.session_state):
        if name != ERRAND:
            del st.session_state[name]
    st.session_state[LEFT] = True


def draw_change(person: Person, lang: str, *, first: bool) -> None:
    """Ask for a new password: at the first sign-in in place of the page, later from the menu."""
    with _card():
        _top(lang)
        st.subheader(t("signin.first" if first else "signin.change", lang), anchor=False)
        with st.form("change", border=False):
            old = _password(t("signin.old", lang), "change.old", "current-password")
            new = _password(t("signin.new", lang), "change.new", "new-password")
            again = _password(t("signin.again", lang), "change.again", "new-password")
            st.caption(t("signin.rule", lang, least=passwords.SHORTEST))
            pressed = _submit(t("signin.save", lang), "change.submit")
        if pressed and (trouble := _change(person, old, new, again, lang)):
            st.error(trouble)
        st.button(t("signin.leave", lang), key="change.leave", type="tertiary", on_click=leave, args=(person,))


def keep_cookie() -> None:
    """Let the browser write or delete its cookie, where a sign-in or sign-out has asked for it. Once a run."""
    with st.container(key="door-cookie"):
        SignInCookie(door.key()).run_errand()


def change_asked(person: Person, lang: str) -> bool:
    """Draw the change of password in place of the page, where the menu asked for it."""
    if not st.session_state.get(CHANGING):
        return False
    draw_change(person, lang, first=False)
    return True


def _password(label: str, key: str, autocomplete: str) -> str:
    return st.text_input(label, key=key, type="password", autocomplete=autocomplete, max_chars=200)


def _submit(label: str, key: str) -> bool:
    return st.form_submit_button(label, key=key, type="primary", width="stretch")


def _change(person: Person, old: str, new: str, again: str, lang: str) -> str:
    """Change the password and run again; otherwise the sentence that says why not."""
    if new != again:
        return t("signin.differ", lang)
    now, engine = door.utc_now(), databases.engine()
    outcome = sessions.verify_credentials(engine, person.actor.user, old, now, device=person.claims.sid)
    if outcome.user is None:
        return _trouble(outcome, lang)
    try:
        users.change_password(engine, person.actor.user, old, new, now=now)
    except PasswordRefused as refused:
        return told(refused.message, lang)
    _remember(person.actor.user)  # the change signs every device out; this one goes on
    st.session_state.pop(CHANGING, None)
    st.toast(t("signin.changed", lang), icon=":material/check:")
    st.rerun()
    return ""


def _top(lang: str) -> None:
    """The program's name, which names no project to a stranger, and one press to each other language."""
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


def _card() -> st.delta_generator.DeltaGenerator:
    centre = st.container(horizontal_alignment="center", key="door-centre")
    return centre.container(width=FORM_WIDTH, key="door-card")
