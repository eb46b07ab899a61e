"""Tokens by which programs read: the list, a new one, and the end of one. Each press asks the right anew."""

from datetime import date, timedelta

import streamlit as st

from core.calendar import bangkok_day
from core.model import ROLES, token_roles
from core.text import CellError, parse_date
from db.accounts.users import UserInfo
from db.errors import DbError
from db.programs import issued
from db.programs.issued import TokenInfo
from ui.auth import signin
from ui.auth.guard import Session
from ui.gate.problems import PAGE
from ui.request import link
from ui.screens.people import secret
from ui.screens.people.accounts import do
from ui.text import label_text, markdown_text, words
from ui.widgets import fields, tables

USUAL = timedelta(days=180)


def draw(session: Session, users: list[UserInfo]) -> None:
    """All of it, under its heading."""
    st.subheader(session.say("tokens.title"), anchor=False)
    address = f"{link.base_path()}{PAGE}?lang={session.lang}"
    st.markdown(f"{session.say('tokens.intro')} [{session.say('tokens.how')}]({address})")
    try:
        found = issued.listed(session.engine)
    except DbError as error:
        st.error(markdown_text(session.say("tokens.failed", why=session.told(error.message))))
        return
    secret.draw(session, secret.TOKEN)
    _table(session, found)
    _new(session, users)
    _revoke(session, [one for one in found if one.state(session.now) == "good"])


def _table(session: Session, found: list[TokenInfo]) -> None:
    if not found:
        st.info(session.say("tokens.none"), icon=":material/key:")
        return
    heads = {
        name: session.say(f"tokens.{name}") for name in ("name", "role", "scope", "owner", "state", "until", "used")
    }
    rows = [
        {
            heads["name"]: one.name,
            heads["role"]: session.say(ROLES[one.role].label),
            heads["scope"]: ", ".join(one.scope) if one.scope else session.say("tokens.scope_of_owner"),
            heads["owner"]: one.owner,
            heads["state"]: session.say(f"token_state.{one.state(session.now)}"),
            heads["until"]: words.day(bangkok_day(one.last_moment), session.lang),
            heads["used"]: words.moment(one.seen_at, session.lang) if one.seen_at else session.say("people.never"),
        }
        for one in found
    ]
    tables.show(rows, "tokens-table", alt=session.say("tokens.alt", n=len(found)))


def _new(session: Session, users: list[UserInfo]) -> None:
    """The form of a new token, once the password has been typed again."""
    with st.expander(session.say("tokens.add"), icon=":material/key:", key="tokens-add"):
        if not signin.reauthenticated(session.person, session.lang, "tokens-add"):
            return
        owners = [user.name for user in users if not user.disabled]
        names = {project.code: project.name.get(session.lang) for project in session.projects}
        with st.form(fields.fresh("tokens-add"), border=False):
            name = st.text_input(session.say("tokens.name"), max_chars=60, autocomplete="off")
            st.caption(session.say("tokens.name_hint"))
            role = st.selectbox(
                session.say("tokens.role"), token_roles(), format_func=lambda one: session.say(ROLES[one].label)
            )
            codes = st.multiselect(
                session.say("tokens.scope"), list(names), placeholder=session.say("tokens.scope_of_owner"),
                format_func=lambda code: label_text(f"{names[code]} ({code})"),
            )  # fmt: skip
            owner = st.selectbox(
                session.say("tokens.owner"), owners, index=owners.index(session.user), format_func=label_text
            )
            st.caption(session.say("tokens.owner_hint"))
            usual = words.day(bangkok_day(session.now) + USUAL, session.lang)
            typed = st.text_input(session.say("tokens.until"), usual, max_chars=40, autocomplete="off")
            pressed = st.form_submit_button(session.say("tokens.add"), type="primary", icon=":material/key:")
    if pressed:
        until = _day(session, typed)
        if until is not None:
            do(session, lambda who: _issue(who, name, role, owner, codes, until), "tokens-add", asked=True)


def _day(session: Session, typed: str) -> date | None:
    """The day that was typed; where it cannot be read a sentence says so."""
    try:
        found = parse_date(typed.strip())
    except CellError:
        found = None
    if found is None:
        fields.refuse(session.say("log.day_bad", val=typed))
    return found


def _issue(who: Session, name: str, role: str, owner: str, codes: list[str], until: date) -> str:
    token = issued.new(who.engine, name, role, owner=owner, until=until, projects=codes, actor=who.actor, now=who.now)
    secret.keep(secret.TOKEN, who.say("tokens.made", name=name), token)
    return ""


def _revoke(session: Session, good: list[TokenInfo]) -> None:
    """End one that is good."""
    if not good:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="tokens-end"):
        name = st.selectbox(
            session.say("tokens.choose"), [one.name for one in good], index=None, format_func=label_text,
            placeholder=session.say("tokens.choose_none"), key="tokens-chosen",
        )  # fmt: skip
        pressed = st.button(
            session.say("tokens.revoke"), key="tokens-revoke", icon=":material/block:", disabled=not name
        )
    if pressed and name:

        def act(who: Session) -> str:
            issued.revoke(who.engine, name, actor=who.actor, now=who.now)
            return who.say("tokens.revoked", name=name)

        do(session, act)
